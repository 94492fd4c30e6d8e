-- titel: Delene af en ændring giver tilsammen hele forskellen
-- alvor: bloker
-- tabel: published.mart_aendringer
-- middel: Se efter i sosu_pipeline/publishing/moves.py, hvilket trin der mangler mellem de to nætter.
select
    skole,
    art,
    navn,
    opdeling,
    aar,
    foer,
    efter,
    forskel,
from published.mart_aendringer
where
    forskel <> efter - foer
    or forskel <> heraf_data + heraf_rettelse + heraf_maal + heraf_definition
