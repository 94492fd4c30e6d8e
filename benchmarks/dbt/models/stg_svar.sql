{{ config(materialized='table') }}

select
    respondent,
    hold,
    uddannelse,
    uddannelsesdel,
    afdeling,
    strptime("uge/dato", '%d-%m-%Y')::date as dato,
    spoergsmaal,
    indikator,
    nullif(svar, 'Ved ikke')::bigint as svar,
from {{ ref('raw_svar') }}
