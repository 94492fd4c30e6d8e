-- titel: Aflyste AMU-hold
-- beskrivelse: Andelen af AMU-hold, der er aflyst, talt på holdets planlagte start. Et hold tæller én gang, ikke én gang pr. skolefag, og er aflyst, når alle dets skolefag er det.
-- formel: Σ taeller / Σ naevner = aflyste hold / alle hold med en planlagt start
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, fkb_cosa
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, fkb_cosa
-- ejer: data-team
-- retning: ned
-- dimensioner: fkb_cosa
-- personer: ingen
-- kendte_begraensninger: Kursuslisten har ingen kursister, så der står ingen personer bag tallet. Et hold uden planlagt start tæller ikke.
with grundlag as (
    select
        skole,
        planlagt_start as dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        afdeling,
        fkb_cosa,
        cast(null as varchar) as person,
        cast(case when er_aflyst then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.amu_hold
    where udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    fkb_cosa,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    cast(null as bigint) as personer,
from grundlag
group by all
