-- titel: Målstatus
-- beskrivelse: Hvert mål på hver nat indtil publiceringens dato: baseline, tal, mål, prognose, status og grund. Et tal om en lille gruppe er skjult sammen med den grund, der ville nævne det.
-- enhed: målets egen
-- grain: skole × mål × nat
-- noegle: maal_noegle, skole_noegle, dato_noegle
-- ejer: data-team
select
    coalesce(m.maal_noegle, -1) as maal_noegle,
    coalesce(s.skole_noegle, -1) as skole_noegle,
    cast(strftime(x.dato, '%Y%m%d') as bigint) as dato_noegle,
    coalesce(m.indsats_noegle, -1) as indsats_noegle,
    coalesce(m.fokusomraade_noegle, -1) as fokusomraade_noegle,
    coalesce(m.kpi_noegle, -1) as kpi_noegle,
    x.dato = max(x.dato) over () as er_seneste,
    x.titel,
    x.enhed,
    x.status,
    x.status_tekst,
    u.symbol as status_symbol,
    u.farve as status_farve,
    u.raekkefoelge as status_raekkefoelge,
    x.grund,
    x.basis,
    x.basis_er_foreloebig,
    x.samme_dag_basis,
    x.vaerdi,
    x.maaltal,
    x.forventet_nu,
    x.prognose,
    x.prognose_fra,
    x.prognose_til,
    x.fremdrift,
    x.vaerdi - x.forventet_nu as afvigelse,
    x.mangler,
    x.mangler_pr_maaned,
    x.maaneder_tilbage,
    x.taeller,
    x.naevner,
    x.frist,
    x.datadato,
    x.rettelse,
    x.rettelse_grund,
    x.skjult_aarsag,
    x.datadato as data_pr,
from vist.maal_status as x
left join published.dim_maal as m on x.plan = m.plan and x.maal = m.maal
left join published.dim_skole as s on x.skole = s.skole
inner join marts.statusser as u on x.status = u.status
