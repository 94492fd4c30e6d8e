-- titel: Måling pr. år
-- beskrivelse: Hvert nøgletal pr. år for skolen som helhed; små grupper er skjult.
-- enhed: nøgletallets egen
-- grain: nøgletal × skole × år × opdeling
-- noegle: kpi_noegle, skole_noegle, dato_noegle, opdeling
-- ejer: data-team
select
    coalesce(k.kpi_noegle, -1) as kpi_noegle,
    coalesce(s.skole_noegle, -1) as skole_noegle,
    m.aar * 10000 + i.aar_begynder_maaned * 100 + 1 as dato_noegle,
    coalesce(o.kommune_noegle, -2) as kommune_noegle,
    coalesce(m.opdeling, '') as opdeling,
    m.aar,
    m.taeller,
    m.naevner,
    m.vaerdi,
    m.skjult_aarsag,
    r.datadato as data_pr,
from vist.kpi_skole as m
left join published.dim_kpi as k on m.kpi = k.kpi
left join published.dim_skole as s on m.skole = s.skole
left join published.dim_kommune as o
    on m.opdeling = o.kommune and m.kpi = 'kpi_aftale_kommune'
left join marts.kpi_datadato as r on m.skole = r.skole and m.kpi = r.kpi
inner join staging.indstillinger as i on m.skole = i.skole
