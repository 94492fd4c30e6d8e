-- titel: Alle AMU-tilmeldinger er gjort rede for
-- alvor: bloker
-- tabel: marts.amu_tilmelding
-- middel: Linjen findes i staging.amu_tilmeldinger, men ikke i marts.amu_tilmelding; ret modellen, så den får en udeladt_grund i stedet for at falde fra (mangler skolen i indstillinger?).
select
    skole,
    levering,
    fil,
    linje,
from staging.amu_tilmeldinger
except
select
    skole,
    levering,
    fil,
    linje,
from marts.amu_tilmelding
