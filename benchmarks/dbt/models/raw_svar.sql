{{ config(materialized='table') }}

select *
from read_csv('{{ env_var("BENCH_CSV") }}', delim = ';', header = true, all_varchar = true)
