-- titel: AMU-deltagere
-- beskrivelse: Personer med AMU: en person tæller én gang i året (aar_begynder_maaned), ved årets første afsluttede linje, der tæller i årselever (uddannelsestype, udlagt_taeller_med).
-- formel: Σ taeller = personer ved årets første afsluttede linje
-- enhed: personer
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- kendte_begraensninger: En person på flere kurser i samme år tæller kun ved det første, så en afdeling kan have haft flere deltagere, end den står med.
with grundlag as (
    select
        skole,
        slutdato as dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        afdeling,
        person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from marts.amu_tilmelding
    where deltager_udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
