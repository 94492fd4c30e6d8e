-- titel: Hver indsats har én status pr. nat
-- alvor: bloker
-- tabel: marts.indsats_status
-- middel: Se efter i assets/goals.py, hvorfor indsatsen mangler eller er talt to gange.
with nattens as (
    select
        s.skole,
        s.plan,
        s.indsats,
        count(*) as antal,
    from marts.indsats_status as s
    inner join staging.koersel as k on s.dato = k.dato
    group by all
),

lovede as (
    select distinct
        skole,
        plan,
        indsats,
    from marts.maal
    where indsats is not null
)

select
    l.skole,
    l.plan,
    l.indsats,
    n.antal,
from lovede as l
left join nattens as n using (skole, plan, indsats)
where coalesce(n.antal, 0) <> 1
