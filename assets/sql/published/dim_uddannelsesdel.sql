-- titel: Uddannelsesdel
-- beskrivelse: Uddannelsens dele i den rækkefølge, en elev går dem.
-- enhed: dele
-- grain: uddannelsesdel
-- noegle: uddannelsesdel_noegle
-- ejer: data-team
-- forretningsnoegle: uddannelsesdel
-- ikke_opdelt: ja
select
    kode as uddannelsesdel,
    titel as uddannelsesdel_titel,
    row_number() over () as raekkefoelge,
from staging.kode_uddannelsesdele
