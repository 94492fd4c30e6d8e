-- titel: Et målt tal har tæller, nævner og personer
-- alvor: bloker
-- tabel: marts.maal_status
-- middel: Se efter i nøgletallets SQL, hvorfor det mangler en af dem.
with med_personer as (
    select distinct kpi,
    from marts.kpi
    where personer is not null
)

select
    s.skole,
    s.plan,
    s.maal,
    s.dato,
from marts.maal_status as s
inner join staging.koersel as k on s.dato = k.dato
left join med_personer as p on s.kpi = p.kpi
where
    s.aktuel is not null
    and (
        s.taeller is null
        or (s.maalt_som = 'forhold' and s.naevner is null)
        or (p.kpi is not null and s.personer is null)
    )
