-- titel: Afbrud og gennemførelse er tilsammen alle afgange
-- alvor: bloker
-- tabel: marts.kpi_afbrud
-- middel: Sammenlign forloeb_afgang på dagen; de to tal skal bygge på de samme rækker, uden at én tælles med i begge.
with andele as (
    select
        skole,
        uddannelse,
        uddannelsesdel,
        afdeling,
        taeller,
        naevner,
        dato,
    from marts.kpi_afbrud
    union all
    select
        skole,
        uddannelse,
        uddannelsesdel,
        afdeling,
        taeller,
        naevner,
        dato,
    from marts.kpi_gennemfoerelse
)

select
    skole,
    uddannelse,
    uddannelsesdel,
    afdeling,
    sum(taeller) as taeller,
    max(naevner) as naevner,
    dato,
from andele
group by all
having count(*) <> 2 or min(naevner) <> max(naevner) or sum(taeller) <> max(naevner)
