-- titel: Dimensionering
-- beskrivelse: Personer med en aftale i hver kommune mod det antal, kommunen er dimensioneret til; små grupper er skjult.
-- enhed: personer
-- grain: skole × kommune × uddannelse × år
-- noegle: skole_noegle, kommune_noegle, uddannelse_noegle, aar
-- ejer: data-team
select
    coalesce(s.skole_noegle, -1) as skole_noegle,
    coalesce(o.kommune_noegle, -1) as kommune_noegle,
    coalesce(u.uddannelse_noegle, -1) as uddannelse_noegle,
    x.aar * 10000 + i.aar_begynder_maaned * 100 + 1 as dato_noegle,
    x.aar,
    x.krav,
    if(x.personer = 0, 0, t.taeller) as taeller,
    if(x.personer = 0 or t.taeller is not null, x.mangler, null) as mangler,
    if(
        x.personer = 0 or t.taeller is not null,
        null,
        coalesce(t.skjult_aarsag, 'skjult for at beskytte en lille gruppe')
    ) as skjult_aarsag,
    r.datadato as data_pr,
from marts.dimensionering as x
inner join staging.indstillinger as i on x.skole = i.skole
left join vist.kpi_aar as t
    on
        t.kpi = 'kpi_aftale_kommune'
        and x.skole = t.skole
        and x.aar = t.aar
        and x.uddannelse = t.uddannelse
        and x.kommune = t.opdeling
left join published.dim_skole as s on x.skole = s.skole
left join published.dim_kommune as o on x.kommune = o.kommune
left join published.dim_uddannelse as u on x.uddannelse = u.uddannelse
left join marts.kpi_datadato as r on x.skole = r.skole and r.kpi = 'kpi_aftale_kommune'
