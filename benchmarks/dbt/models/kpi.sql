{{ config(materialized='external', location=env_var('BENCH_FOLDER') ~ '/kpi.parquet') }}

with runder as (
    select
        dato,
        indikator,
        count(distinct spoergsmaal) as spoergsmaal_antal,
    from {{ ref('stg_svar') }}
    group by all
),

scorer as (
    select
        respondent,
        dato,
        indikator,
        min(uddannelse) as uddannelse,
        min(uddannelsesdel) as uddannelsesdel,
        min(afdeling) as afdeling,
        count(svar) as besvaret_antal,
        cast(sum(svar) / count(svar) as decimal(18, 10)) as score,
    from {{ ref('stg_svar') }}
    group by all
)

select
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    indikator,
    sum(score) as taeller,
    count(*) as naevner,
    count(distinct respondent) as personer,
from scorer
inner join runder using (dato, indikator)
where besvaret_antal >= spoergsmaal_antal * 0.5
group by all
