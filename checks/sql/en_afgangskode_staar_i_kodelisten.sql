-- titel: En afgangskode står i kodelisten på sin dato
-- alvor: advar
-- tabel: marts.forloeb
-- middel: Tilføj koden med gruppe og gyldighed i data/koder/afgangsaarsager.csv; til da er forløbet i gang og afgangen uden for tallene.
select
    skole,
    levering,
    fil,
    linje,
from marts.forloeb
where afgangsaarsag is not null and afgangsgruppe is null
