-- titel: Intet KPI-tal ligger efter kørslens dato
-- alvor: bloker
-- tabel: marts.kpi
-- middel: Det, der er dateret efter kørslen, er ikke sket; udelad det i entiteten. Kun budgettet ser frem.
select
    t.kpi,
    t.skole,
    t.dato,
from marts.kpi as t
inner join staging.koersel as k on t.dato > k.dato
inner join marts.kpi_katalog as katalog on t.kpi = katalog.kpi
where katalog.ser_frem is null
