-- titel: Alle ansøgninger er gjort rede for
-- alvor: bloker
-- tabel: marts.ansoegning
-- middel: Linjen findes i staging.ansoegninger, men ikke i marts.ansoegning; ret modellen, så den får en udeladt_grund i stedet for at falde fra (mangler skolen i indstillinger?).
select
    skole,
    levering,
    fil,
    linje,
from staging.ansoegninger
except
select
    skole,
    levering,
    fil,
    linje,
from marts.ansoegning
