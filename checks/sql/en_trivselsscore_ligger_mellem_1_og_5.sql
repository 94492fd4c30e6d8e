-- titel: En trivselsscore ligger mellem 1 og 5
-- alvor: bloker
-- tabel: marts.trivsel_score
-- middel: Se skalaen i kontrakten for mikromaalinger; ETU's skala må ikke blandes ind.
select
    skole,
    indikator,
    dato,
from marts.trivsel_score
where udeladt_grund is null and coalesce(score not between 1 and 5, true)
