-- titel: Udlagt AMU
-- beskrivelse: Andelen af kursistdage på AMU, der er udlagt: en anden skole gennemfører end den godkendte. Talt på slutdatoen, for alle afsluttede linjer af uddannelsestypen AMU, også når udlagt_taeller_med siger nej; dage er Varighed_dage eller timer / timer_pr_dag.
-- formel: Σ taeller / Σ naevner = udlagte kursistdage / alle kursistdage
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, fkb_cosa
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, fkb_cosa
-- ejer: data-team
-- retning: ned
-- dimensioner: fkb_cosa
-- kendte_begraensninger: En linje, der mangler den ene af de to skoler, regnes for skolens egen. Udliciteret undervisning er ikke udlagt.
with grundlag as (
    select
        skole,
        slutdato as dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        afdeling,
        fkb_cosa,
        person,
        cast(case when er_udlagt then dage else 0 end as decimal(18, 10)) as taeller,
        dage as naevner,
    from marts.amu_tilmelding
    where coalesce(udeladt_grund, 'udlagt') = 'udlagt' and dage is not null
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
    count(distinct person) as personer,
from grundlag
group by all
