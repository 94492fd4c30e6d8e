-- titel: En trivsel i gennemsnit ligger mellem 1 og 5
-- alvor: bloker
-- tabel: marts.kpi_trivsel_mikro
-- middel: Nævneren skal være antallet af scorer bag tælleren; se kpi_trivsel_mikro.
select
    skole,
    indikator,
    taeller,
    naevner,
    dato,
from marts.kpi_trivsel_mikro
where taeller < naevner or taeller > 5 * naevner or naevner < 1
