-- titel: Optag
-- beskrivelse: Personer, der begynder: en persons første start i en del og uddannelse i året (aar_begynder_maaned), talt på startdatoen. Elevtypen er i populationen, og afgangskoden er ikke uden for den (1, 31, 66); en teknisk fortsættelse er ikke en start. Blank forudgående uddannelse tæller med som ukendt.
-- formel: Σ taeller = personer ved årets første start i delen og uddannelsen
-- enhed: personer
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, adgangsvej, elevtype, forudgaaende_uddannelse
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, adgangsvej, elevtype, forudgaaende_uddannelse
-- ejer: data-team
-- retning: op
-- dimensioner: adgangsvej, elevtype, forudgaaende_uddannelse
-- kendte_begraensninger: En person, der begynder i to dele eller uddannelser samme år, tæller i hver af dem.
with grundlag as (
    select
        skole,
        startdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        adgangsvej,
        elevtype,
        forudgaaende_uddannelse,
        person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from marts.forloeb
    where udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    adgangsvej,
    elevtype,
    forudgaaende_uddannelse,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
