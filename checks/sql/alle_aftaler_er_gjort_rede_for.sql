-- titel: Alle aftaler er gjort rede for
-- alvor: bloker
-- tabel: marts.aftale
-- middel: Linjen findes i staging.uddannelsesaftaler, men ikke i marts.aftale; ret modellen, så den får en udeladt_grund i stedet for at falde fra (mangler skolen i indstillinger?).
select
    skole,
    levering,
    fil,
    linje,
from staging.uddannelsesaftaler
except
select
    skole,
    levering,
    fil,
    linje,
from marts.aftale
