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
        t.skole,
        t.slutdato as dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        t.afdeling,
        t.person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from marts.amu_tilmelding as t
    inner join staging.indstillinger as i on t.skole = i.skole
    where t.udeladt_grund is null
    qualify
        row_number() over (
            partition by
                t.skole,
                t.person,
                year(t.slutdato - interval 1 month * (i.aar_begynder_maaned - 1))
            order by t.slutdato, t.startdato, t.hold, t.skolefag
        ) = 1
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
