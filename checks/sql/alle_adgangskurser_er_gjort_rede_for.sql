-- titel: Alle deltagelser på adgangskurser er gjort rede for
-- alvor: bloker
-- tabel: marts.kursusdeltagelse
-- middel: Linjen findes i staging.adgangskursus, men ikke i marts.kursusdeltagelse; ret modellen, så den får en udeladt_grund i stedet for at falde fra (mangler skolen i indstillinger?).
select
    skole,
    levering,
    fil,
    linje,
from staging.adgangskursus
except
select
    skole,
    levering,
    fil,
    linje,
from marts.kursusdeltagelse
