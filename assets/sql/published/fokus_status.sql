-- titel: Status pr. fokusområde
-- beskrivelse: Hvor mange indsatser i hvert fokusområde der har hver status, nat for nat.
-- enhed: indsatser
-- grain: skole × plan × fokusområde × nat × status
-- noegle: skole, plan, fokusomraade, dato, status
-- ejer: data-team
-- kolonne skole: skolens id
-- kolonne plan: planens mappe
-- kolonne fokusomraade: fokusområdets id
-- kolonne dato: natten, der er talt [dato]
-- kolonne status: statussens navn
-- kolonne fokusomraade_titel: fokusområdets navn
-- kolonne status_tekst: statussen på dansk
-- kolonne indsatser: indsatser med den status [indsatser]
select
    s.skole,
    s.plan,
    s.fokusomraade,
    s.dato,
    s.status,
    f.titel as fokusomraade_titel,
    s.status_tekst,
    count(*) as indsatser,
from marts.indsats_status as s
inner join staging.kode_fokusomraader as f on s.fokusomraade = f.kode
group by all
