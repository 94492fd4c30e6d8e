-- titel: Tal ved siden af målene
-- beskrivelse: Tal, der vises ved siden af et mål og aldrig bedømmes; små grupper er skjult.
-- enhed: tallets egen
-- grain: skole × mål × tal
-- noegle: skole, plan, maal, titel
-- ejer: data-team
select
    x.skole,
    x.plan,
    x.maal,
    x.titel,
    x.aar,
    x.dato,
    x.kpi,
    x.enhed,
    x.taeller,
    x.naevner,
    x.vaerdi,
    x.skjult_aarsag,
    coalesce(m.maal_noegle, -1) as maal_noegle,
    coalesce(s.skole_noegle, -1) as skole_noegle,
from vist.maal_ved_siden_af as x
left join published.dim_maal as m on x.plan = m.plan and x.maal = m.maal
left join published.dim_skole as s on x.skole = s.skole
