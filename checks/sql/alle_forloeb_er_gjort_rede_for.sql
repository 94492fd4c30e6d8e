-- titel: Alle forloeb er gjort rede for
-- alvor: bloker
-- tabel: marts.forloeb
-- middel: Linjen findes i staging.uddannelsesforhold, men ikke i marts.forloeb; ret modellen, så den får en udeladt_grund i stedet for at falde fra (mangler skolen i indstillinger?).
select
    skole,
    levering,
    fil,
    linje,
from staging.uddannelsesforhold
except
select
    skole,
    levering,
    fil,
    linje,
from marts.forloeb
