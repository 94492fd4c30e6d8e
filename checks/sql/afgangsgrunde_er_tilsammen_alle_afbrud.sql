-- titel: Afgangsgrunde er tilsammen alle afbrud
-- alvor: bloker
-- tabel: marts.kpi_afgangsaarsag
-- middel: Sammenlign forloeb_afgang på dagen; et afbrud skal have netop én grund, og passer intet mønster, er den ukendt.
with forskelle as (
    select
        skole,
        uddannelse,
        uddannelsesdel,
        afdeling,
        taeller as forskel,
        dato,
    from marts.kpi_afgangsaarsag
    union all
    select
        skole,
        uddannelse,
        uddannelsesdel,
        afdeling,
        -taeller as forskel,
        dato,
    from marts.kpi_afbrud
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
