-- titel: Elever med behov er dem, støtten måles mod
-- alvor: bloker
-- tabel: marts.kpi_sprogstoette
-- middel: Se sprogscreening på dagen; kpi_sprogstoette skal bygge på de rækker, kpi_sprogbehov tæller.
with forskelle as (
    select
        skole,
        uddannelse,
        uddannelsesdel,
        afdeling,
        naevner as forskel,
        dato,
    from marts.kpi_sprogstoette
    union all
    select
        skole,
        uddannelse,
        uddannelsesdel,
        afdeling,
        -taeller as forskel,
        dato,
    from marts.kpi_sprogbehov
)

select
    skole,
    uddannelse,
    uddannelsesdel,
    afdeling,
    sum(forskel) as forskel,
    dato,
from forskelle
group by all
having sum(forskel) <> 0
