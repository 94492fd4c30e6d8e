-- titel: Ingen måned viser færre personer end grænsen.
-- tabel: published.fakt_maaling
-- alvor: bloker
-- middel: ret i sosu_pipeline/publishing/shown.py; ingen tabel må vise tal uden om den
select
    k.kpi,
    f.dato_noegle,
from published.fakt_maaling as f
inner join published.dim_kpi as k on f.kpi_noegle = k.kpi_noegle
inner join published.dim_skole as s on f.skole_noegle = s.skole_noegle
inner join published.dim_uddannelse as u on f.uddannelse_noegle = u.uddannelse_noegle
inner join published.dim_uddannelsesdel as d
    on f.uddannelsesdel_noegle = d.uddannelsesdel_noegle
inner join published.dim_afdeling as a on f.afdeling_noegle = a.afdeling_noegle
inner join marts.kpi_maaned as m
    on
        k.kpi = m.kpi
        and s.skole = m.skole
        and f.opdeling = coalesce(m.opdeling, '')
        and f.dato_noegle = cast(strftime(m.maaned, '%Y%m%d') as bigint)
        and u.uddannelse = coalesce(m.uddannelse, 'Ikke opdelt')
        and d.uddannelsesdel = coalesce(m.uddannelsesdel, 'Ikke opdelt')
        and a.afdeling = coalesce(m.afdeling, 'Ikke opdelt')
inner join marts.kpi_katalog as katalog on k.kpi = katalog.kpi
inner join staging.indstillinger as i on s.skole = i.skole
where
    coalesce(f.taeller, f.naevner, f.vaerdi) is not null
    and m.personer > 0
    and m.personer < if(
        katalog.graense = 'trivsel', i.smaa_celler_trivsel, i.smaa_celler_personer
    )
