-- titel: Søgning
-- beskrivelse: Personer, der søger: en persons første ansøgning til en uddannelse og del i året (aar_begynder_maaned), uanset status, talt på ansøgningsdatoen. Meritansøgninger (adgangsvejen merit_adgangsvej) tages ud, før den første findes.
-- formel: Σ taeller = personer ved årets første ansøgning til delen og uddannelsen
-- enhed: personer
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, adgangsvej
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, adgangsvej
-- ejer: data-team
-- retning: op
-- dimensioner: adgangsvej
-- kendte_begraensninger: En person med både en meritansøgning og en anden ansøgning til samme uddannelse og del tæller én gang i hver adgangsvej; personer tæller hende én gang.
with grundlag as (
    select
        skole,
        ansoegningsdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        adgangsvej,
        person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from marts.ansoegning
    where udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    adgangsvej,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
