-- titel: AMU-årselever
-- beskrivelse: Summen af kursistdage delt med aarselev_dage, talt på slutdatoen. Kun uddannelsestypen AMU; dage er Varighed_dage eller timer / timer_pr_dag; udlagt undervisning tæller efter udlagt_taeller_med.
-- formel: Σ taeller = Σ kursistdage / aarselev_dage
-- enhed: årselever
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, fkb_cosa
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, fkb_cosa
-- ejer: data-team
-- retning: op
-- dimensioner: fkb_cosa
-- kendte_begraensninger: Udlagt undervisning tæller som den godkendte skoles egen, indtil kontrakten siger andet.
with grundlag as (
    select
        t.skole,
        t.slutdato as dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        t.afdeling,
        t.fkb_cosa,
        t.person,
        cast(t.dage / i.aarselev_dage as decimal(18, 10)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from marts.amu_tilmelding as t
    inner join staging.indstillinger as i on t.skole = i.skole
    where t.udeladt_grund is null
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
