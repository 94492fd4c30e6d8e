-- titel: Intet år for en uddannelse viser færre personer end grænsen.
-- tabel: published.fakt_maaling_aar
-- alvor: bloker
-- middel: ret i sosu_pipeline/publishing/shown.py; ingen tabel må vise tal uden om den
select
    k.kpi,
    f.dato_noegle,
from published.fakt_maaling_aar as f
inner join published.dim_kpi as k on f.kpi_noegle = k.kpi_noegle
inner join published.dim_skole as s on f.skole_noegle = s.skole_noegle
inner join published.dim_uddannelse as u on f.uddannelse_noegle = u.uddannelse_noegle
inner join published.dim_uddannelsesdel as d
    on f.uddannelsesdel_noegle = d.uddannelsesdel_noegle
inner join marts.kpi_aar as m
    on
        k.kpi = m.kpi
        and s.skole = m.skole
        and f.opdeling = coalesce(m.opdeling, '')
        and f.aar = m.aar
        and u.uddannelse = coalesce(m.uddannelse, 'Ikke opdelt')
        and d.uddannelsesdel = coalesce(m.uddannelsesdel, 'Ikke opdelt')
inner join marts.kpi_katalog as katalog on k.kpi = katalog.kpi
inner join staging.indstillinger as i on s.skole = i.skole
where
    coalesce(f.taeller, f.naevner, f.vaerdi) is not null
    and m.personer > 0
    and m.personer < if(
        katalog.graense = 'trivsel', i.smaa_celler_trivsel, i.smaa_celler_personer
    )
