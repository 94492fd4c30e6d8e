-- titel: Fokusområde
-- beskrivelse: Planens fokusområder i planens rækkefølge, og sektorens mål som det sidste.
-- enhed: fokusområder
-- grain: fokusområde
-- noegle: fokusomraade_noegle
-- ejer: data-team
-- forretningsnoegle: fokusomraade
select
    kode as fokusomraade,
    titel as fokusomraade_titel,
    row_number() over () as fokusomraade_raekkefoelge,
from staging.kode_fokusomraader
union all
select
    'sektor' as fokusomraade,
    'Sektorens mål' as fokusomraade_titel,
    1 + count(*) as fokusomraade_raekkefoelge,
from staging.kode_fokusomraader
