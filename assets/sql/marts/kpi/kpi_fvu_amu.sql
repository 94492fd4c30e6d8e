-- titel: FVU i forbindelse med AMU
-- beskrivelse: Holdkursister (person og hold) på FVU i forbindelse med AMU, talt på holdets første startdato for personen; flere trin på samme hold er én holdkursist.
-- enhed: holdkursister
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
with grundlag as (
    select
        f.skole,
        min(f.startdato) as dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        cast(null as varchar) as afdeling,
        f.person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from staging.fvu as f
    cross join staging.koersel as k
    where f.er_amu and f.startdato <= k.dato
    group by f.skole, f.person, f.hold
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
