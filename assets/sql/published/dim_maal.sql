-- titel: Mål
-- beskrivelse: Hvert mål i planen og i sektorens dokumenter: hvad det lover, og hvordan det måles, i ord.
-- enhed: mål
-- grain: plan × mål
-- noegle: maal_noegle
-- ejer: data-team
-- forretningsnoegle: plan, maal
select distinct
    m.plan,
    m.maal,
    m.titel as maal_titel,
    m.maal || ' ' || m.titel as maal_id_titel,
    coalesce(i.indsats_noegle, -1) as indsats_noegle,
    f.fokusomraade_noegle,
    coalesce(k.kpi_noegle, -1) as kpi_noegle,
    m.type,
    m.enhed,
    m.retning,
    m.loefte,
    m.maaling,
    m.kilder,
    m.formel,
    m.vilkaar,
    m.graenser,
from marts.maal as m
left join published.dim_indsats as i on m.plan = i.plan and m.indsats = i.indsats
inner join published.dim_fokusomraade as f on coalesce(m.fokusomraade, 'sektor') = f.fokusomraade
left join published.dim_kpi as k on m.kpi = k.kpi
