-- titel: Kohortens tilstande er tilsammen alle starter
-- alvor: bloker
-- tabel: marts.kpi_kohorte
-- middel: Se forloeb_kaede på dagen; hver start uden udeladt_grund skal være fuldfoert, i_gang eller afbrudt og stå én gang under hver tilstand.
select
    skole,
    uddannelse,
    uddannelsesdel,
    afdeling,
    sum(taeller) as taeller,
    max(naevner) as naevner,
    dato,
from marts.kpi_kohorte
group by all
having count(*) <> 3 or min(naevner) <> max(naevner) or sum(taeller) <> max(naevner)
