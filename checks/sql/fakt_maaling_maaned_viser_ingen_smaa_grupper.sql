-- titel: Ingen måned for skolen viser færre personer end grænsen.
-- tabel: published.fakt_maaling_maaned
-- alvor: bloker
-- middel: ret i sosu_pipeline/publishing/shown.py; ingen tabel må vise tal uden om den
select
    k.kpi,
    f.dato_noegle,
from published.fakt_maaling_maaned as f
inner join published.dim_kpi as k on f.kpi_noegle = k.kpi_noegle
inner join published.dim_skole as s on f.skole_noegle = s.skole_noegle
inner join marts.kpi_skole_maaned as m
    on
        k.kpi = m.kpi
        and s.skole = m.skole
        and f.opdeling = coalesce(m.opdeling, '')
        and f.dato_noegle = cast(strftime(m.maaned, '%Y%m%d') as bigint)
inner join marts.kpi_katalog as katalog on k.kpi = katalog.kpi
inner join staging.indstillinger as i on s.skole = i.skole
where
    coalesce(f.taeller, f.naevner, f.vaerdi) is not null
    and m.personer > 0
    and m.personer < if(
        katalog.graense = 'trivsel', i.smaa_celler_trivsel, i.smaa_celler_personer
    )
