-- titel: FVU i forbindelse med AMU
-- beskrivelse: Kursister på FVU i forbindelse med AMU. fvu_enhed afgør, hvad der tælles: holdkursister (person og hold, talt på holdets første startdato for personen; flere trin på samme hold er én) eller personer (én gang i året efter aar_begynder_maaned, ved årets første hold).
-- formel: Σ taeller = holdkursister, eller personer ved årets første hold (fvu_enhed)
-- enhed: kursister
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
with holdkursister as (
    select
        f.skole,
        f.person,
        f.hold,
        min(f.startdato) as dato,
    from staging.fvu as f
    cross join staging.koersel as k
    where f.er_amu and f.startdato <= k.dato
    group by all
),

nummererede as (
    select
        h.*,
        i.fvu_enhed,
        row_number() over (
            partition by
                h.skole, h.person, year(h.dato - interval 1 month * (i.aar_begynder_maaned - 1))
            order by h.dato, h.hold
        ) as nummer_i_aaret,
    from holdkursister as h
    inner join staging.indstillinger as i on h.skole = i.skole
),

grundlag as (
    select
        skole,
        dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        cast(null as varchar) as afdeling,
        person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from nummererede
    where fvu_enhed = 'holdkursister' or nummer_i_aaret = 1
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
