-- titel: Uddannelse
-- beskrivelse: Uddannelserne fra skolens kodeliste.
-- enhed: uddannelser
-- grain: uddannelse
-- noegle: uddannelse_noegle
-- ejer: data-team
-- forretningsnoegle: uddannelse
-- ikke_opdelt: ja
select
    kode as uddannelse,
    titel as uddannelse_titel,
    row_number() over () as raekkefoelge,
from staging.kode_uddannelser
