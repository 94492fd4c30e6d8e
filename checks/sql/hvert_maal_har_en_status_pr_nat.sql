-- titel: Hvert mål har én status pr. nat
-- alvor: bloker
-- tabel: marts.maal_status
-- middel: Se efter i assets/goals.py, hvorfor målet mangler eller er bedømt to gange.
with nattens as (
    select
        s.skole,
        s.plan,
        s.maal,
        count(*) as antal,
    from marts.maal_status as s
    inner join staging.koersel as k on s.dato = k.dato
    group by all
)

select
    m.skole,
    m.plan,
    m.maal,
    n.antal,
from marts.maal as m
left join nattens as n using (skole, plan, maal)
where coalesce(n.antal, 0) <> 1
