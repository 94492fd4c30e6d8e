-- titel: Kun penge kan være negative
-- alvor: bloker
-- tabel: marts.kpi
-- middel: Find linjerne med den negative værdi og ret dem i kilden; penge kendes på, at de har et formål.
select
    kpi,
    skole,
    taeller,
    naevner,
    dato,
from marts.kpi
where formaal is null and (taeller < 0 or naevner < 0)
