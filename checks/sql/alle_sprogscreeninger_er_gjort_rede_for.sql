-- titel: Alle sprogscreeninger er gjort rede for
-- alvor: bloker
-- tabel: marts.sprogscreening
-- middel: Linjen findes i staging.sprogstoette, men ikke i marts.sprogscreening; ret modellen, så den får en udeladt_grund i stedet for at falde fra (mangler skolen i indstillinger?).
select
    skole,
    levering,
    fil,
    linje,
from staging.sprogstoette
except
select
    skole,
    levering,
    fil,
    linje,
from marts.sprogscreening
