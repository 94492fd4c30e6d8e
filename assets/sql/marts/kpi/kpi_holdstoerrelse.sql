-- titel: Holdstørrelse
-- beskrivelse: Elever pr. stamhold, talt på den første dag i hver måned: taeller er de elever, der er aktive på et stamhold den dag, naevner antallet af stamhold. En periodes værdi er gennemsnittet over periodens måneder. Et hold med elever fra flere uddannelser eller afdelinger tæller én gang, hvor de fleste er.
-- formel: Σ taeller / Σ naevner = aktive elever på stamhold / stamhold, den første i måneden
-- enhed: elever pr. hold
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- baand_mindst: 0
-- retning: op
-- kendte_begraensninger: En elev uden stamhold tæller ikke. Taeller er elever gange måneder, så den er kun et elevtal i én måned for sig.
with stamhold as (
    select distinct
        skole,
        dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        stamhold,
    from marts.stamhold_elev
    where udeladt_grund is null
),

grundlag as (
    select
        skole,
        dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(0 as decimal(18, 4)) as naevner,
    from marts.stamhold_elev
    where udeladt_grund is null
    union all
    select
        skole,
        dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        null as person,
        cast(0 as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from stamhold
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
