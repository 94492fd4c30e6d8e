-- titel: Indsats
-- beskrivelse: Planens indsatser med fokusområde, periode og ejer.
-- enhed: indsatser
-- grain: plan × indsats
-- noegle: indsats_noegle
-- ejer: data-team
-- forretningsnoegle: plan, indsats
select distinct
    i.plan,
    i.indsats,
    i.titel as indsats_titel,
    i.indsats || ' ' || i.titel as indsats_nr_titel,
    f.fokusomraade_noegle,
    f.fokusomraade_titel,
    f.fokusomraade_raekkefoelge,
    i.periode_fra,
    i.periode_til,
    i.overgaar_til_drift,
    i.ejer,
from marts.indsats as i
inner join published.dim_fokusomraade as f on i.fokusomraade = f.fokusomraade
