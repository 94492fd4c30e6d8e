-- titel: Fra adgangskursus til direkte start
-- beskrivelse: Andelen af deltagere på adgangskurser, der begynder på GF+ eller GF2 i SSA eller SSH fra kursets slutdato til og med direkte_start_dage efter, talt på slutdatoen. En person tæller én gang i året (aar_begynder_maaned), ved årets første afsluttede kursus, gennemført eller ej; den direkte start må følge et hvilket som helst af årets kurser. Andelen tæller straks og er foreløbig: vindue er lukket for dem, der er afgjort, og aaben for dem, der endnu kan nå det.
-- formel: Σ taeller / Σ naevner = deltagere med direkte start / deltagere, der har afsluttet et adgangskursus
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, vindue
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, vindue
-- ejer: data-team
-- retning: op
-- dimensioner: vindue
-- kendte_begraensninger: Uddannelse og afdeling er ukendte, for holdlisten har dem ikke. En start på en anden skole ses ikke.
with grundlag as (
    select
        skole,
        slutdato as dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        cast(null as varchar) as afdeling,
        vindue,
        person,
        cast(
            case when aarets_direkte_startdato is not null then 1 else 0 end as decimal(18, 4)
        ) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.kursusdeltagelse
    where udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    vindue,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
