-- titel: Kohorter
-- beskrivelse: Hvordan det er gået dem, der begyndte, på kørslens dato: fuldført, i gang eller afbrudt, talt på startdatoen. Én pr. person, del, uddannelse og år (aar_begynder_maaned); tekniske fortsættelser og genoptagelser inden for genoptag_maaneder er samme forløb med den sidste rækkes tilstand, og en start, der endte i omvalg inden for omvalg_maaneder, er ude. Hver start står én gang under hver tilstand, som tæller i sin egen, så nævneren altid er alle starter: værdien læses pr. tilstand, og de tre er tilsammen 1.
-- formel: Σ taeller / Σ naevner pr. tilstand = starter i tilstanden / alle starter uden omvalg
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, tilstand
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, tilstand
-- ejer: data-team
-- retning: neutral
-- dimensioner: tilstand
-- opdeling: tilstand
-- kendte_begraensninger: I gang er aldrig gennemført; en ung kohorte er mest i gang. Skolen ser kun sin egen del af elevens vej, så andelen er ikke ministeriets.
with grundlag as (
    select
        k.skole,
        k.startdato as dato,
        k.uddannelse,
        k.uddannelsesdel,
        k.afdeling,
        t.tilstand,
        k.person,
        cast(case when k.tilstand = t.tilstand then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.forloeb_kaede as k
    cross join (values ('fuldfoert'), ('i_gang'), ('afbrudt')) as t (tilstand)
    where k.udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    tilstand,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
