-- titel: Skole
-- beskrivelse: Skolerne med deres navne.
-- enhed: skoler
-- grain: skole
-- noegle: skole_noegle
-- ejer: data-team
-- forretningsnoegle: skole
select
    skole,
    navn as skole_navn,
from staging.skoler
