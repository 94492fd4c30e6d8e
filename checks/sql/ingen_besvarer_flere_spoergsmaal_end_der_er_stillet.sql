-- titel: Ingen besvarer flere spørgsmål, end der er stillet
-- alvor: bloker
-- tabel: marts.trivsel_score
-- middel: Et spørgsmål er talt to gange for samme respondent; se efter dubletter i staging.mikromaalinger.
select
    skole,
    indikator,
    besvaret_antal,
    spoergsmaal_antal,
    dato,
from marts.trivsel_score
where besvaret_antal > spoergsmaal_antal
