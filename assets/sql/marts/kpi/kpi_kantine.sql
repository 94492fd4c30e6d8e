-- titel: Kantinetilskud
-- beskrivelse: Summen af realiseret på formålet Kantine, talt på månedens sidste dag. Indtægter er negative i Navision, så et positivt tal er et tilskud.
-- formel: Σ taeller = Σ realiseret på formålet Kantine
-- enhed: kr.
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, formaal
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, formaal
-- ejer: data-team
-- baand_rettelser: 0.25
-- retning: ned
-- dimensioner: formaal
with regnskab as (
    select
        skole,
        formaal,
        realiseret as beloeb,
        last_day(make_date(cast(regnskabsaar as int), cast(maaned as int), 1)) as dato,
    from staging.oekonomi
),

grundlag as (
    select
        r.skole,
        r.dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        cast(null as varchar) as afdeling,
        r.formaal,
        cast(null as varchar) as person,
        r.beloeb as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from regnskab as r
    cross join staging.koersel as k
    where r.formaal = 'Kantine' and r.dato <= k.dato and r.beloeb is not null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    formaal,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    cast(null as bigint) as personer,
from grundlag
group by all
