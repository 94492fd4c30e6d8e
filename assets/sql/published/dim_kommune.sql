-- titel: Kommune
-- beskrivelse: Kommunerne fra skolens kodeliste.
-- enhed: kommuner
-- grain: kommune
-- noegle: kommune_noegle
-- ejer: data-team
-- forretningsnoegle: kommune
-- ikke_opdelt: ja
select
    kode as kommune,
    navn as kommune_navn,
from staging.kode_kommuner
