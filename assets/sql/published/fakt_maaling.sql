-- titel: Måling
-- beskrivelse: Hvert nøgletal pr. måned, uddannelse, uddannelsesdel og afdeling; små grupper er skjult. Læg aldrig rækkerne sammen: en skjult celle er tom, og de hele tal står i de andre målingstabeller.
-- enhed: nøgletallets egen
-- grain: nøgletal × skole × måned × uddannelse × uddannelsesdel × afdeling × opdeling
-- noegle: kpi_noegle, skole_noegle, dato_noegle, uddannelse_noegle, uddannelsesdel_noegle, afdeling_noegle, opdeling
-- ejer: data-team
select
    coalesce(k.kpi_noegle, -1) as kpi_noegle,
    coalesce(s.skole_noegle, -1) as skole_noegle,
    cast(strftime(m.maaned, '%Y%m%d') as bigint) as dato_noegle,
    coalesce(u.uddannelse_noegle, if(m.uddannelse is null, -2, -1)) as uddannelse_noegle,
    coalesce(d.uddannelsesdel_noegle, if(m.uddannelsesdel is null, -2, -1))
        as uddannelsesdel_noegle,
    coalesce(a.afdeling_noegle, if(m.afdeling is null, -2, -1)) as afdeling_noegle,
    coalesce(o.kommune_noegle, -2) as kommune_noegle,
    coalesce(m.opdeling, '') as opdeling,
    m.aar,
    m.taeller,
    m.naevner,
    m.vaerdi,
    m.skjult_aarsag,
    r.datadato as data_pr,
from vist.kpi_maaned as m
left join published.dim_kpi as k on m.kpi = k.kpi
left join published.dim_skole as s on m.skole = s.skole
left join published.dim_uddannelse as u on m.uddannelse = u.uddannelse
left join published.dim_uddannelsesdel as d on m.uddannelsesdel = d.uddannelsesdel
left join published.dim_afdeling as a on m.skole = a.skole and m.afdeling = a.afdeling
left join published.dim_kommune as o
    on m.opdeling = o.kommune and m.kpi = 'kpi_aftale_kommune'
left join marts.kpi_datadato as r on m.skole = r.skole and m.kpi = r.kpi
