"""What ``sosu status`` asks of a publication, each query as of one night."""

GOALS = """
select
    s.skole, m.plan, m.maal, d.dato, i.indsats, f.fokusomraade, t.titel, m.type,
    if(k.kpi_noegle > 0, k.kpi, null) as kpi, t.enhed, m.retning, t.status, t.status_tekst, t.grund,
    t.basis, t.basis_er_foreloebig, t.samme_dag_basis, t.vaerdi, t.maaltal, t.forventet_nu,
    t.prognose, t.prognose_fra, t.prognose_til, t.fremdrift, t.afvigelse, t.mangler,
    t.mangler_pr_maaned, t.maaneder_tilbage, t.taeller, t.naevner, t.frist, t.datadato, t.rettelse,
    t.rettelse_grund, t.skjult_aarsag
from fakt_maalstatus as t
inner join dim_dato as d on t.dato_noegle = d.dato_noegle
inner join dim_skole as s on t.skole_noegle = s.skole_noegle
inner join dim_maal as m on t.maal_noegle = m.maal_noegle
inner join dim_kpi as k on t.kpi_noegle = k.kpi_noegle
inner join dim_indsats as i on t.indsats_noegle = i.indsats_noegle
inner join dim_fokusomraade as f on t.fokusomraade_noegle = f.fokusomraade_noegle
where d.dato = $dato order by s.skole, m.plan, m.maal
"""
_OF_PLANS = """
from fakt_indsatsstatus as t
inner join dim_dato as d on t.dato_noegle = d.dato_noegle
inner join dim_skole as s on t.skole_noegle = s.skole_noegle
inner join dim_indsats as i on t.indsats_noegle = i.indsats_noegle
inner join dim_fokusomraade as f on t.fokusomraade_noegle = f.fokusomraade_noegle
"""
INDSATSER = f"""
with maal as (
    select b.indsats_noegle, string_agg(m.maal, ', ' order by b.er_egen desc, m.maal) as maal
    from bro_indsats_maal as b inner join dim_maal as m on b.maal_noegle = m.maal_noegle
    group by b.indsats_noegle
)
select
    s.skole, i.plan, i.indsats, d.dato, i.indsats_titel as titel, f.fokusomraade, t.status,
    t.status_tekst, t.bedoemte_maal, t.neutrale_maal, maal.maal, t.rettelse
{_OF_PLANS}
inner join maal on t.indsats_noegle = maal.indsats_noegle
where d.dato = $dato order by s.skole, i.plan, i.indsats
"""
AREAS = f"""
select
    s.skole, i.plan, f.fokusomraade, f.fokusomraade_titel, t.status, t.status_tekst,
    count(*) as indsatser
{_OF_PLANS}
where d.dato = $dato group by all order by all
"""
BESIDE = """
select
    skole, plan, maal, titel, aar, dato, kpi, enhed, taeller, naevner, vaerdi, skjult_aarsag
from mart_ved_siden_af where dato = $dato order by all
"""
MOVES = """
select
    skole, art, plan, navn, titel, opdeling, aar, enhed, foer_dato, foer, efter, forskel,
    heraf_data, heraf_rettelse, heraf_maal, heraf_definition, aarsag, grund, status_foer,
    status_efter, er_forvaerret, skjult_aarsag, advarsel
from mart_aendringer where dato = $dato
order by
    er_forvaerret desc, array_position(['maal', 'maaltal', 'kpi'], art), skole, plan, navn,
    opdeling, aar desc
"""
