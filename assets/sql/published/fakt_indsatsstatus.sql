-- titel: Indsatsstatus
-- beskrivelse: Hver indsats på hver nat indtil publiceringens dato: det værste af dens mål, med de mål, der hverken er gode eller dårlige, talt for sig.
-- enhed: mål
-- grain: skole × indsats × nat
-- noegle: indsats_noegle, skole_noegle, dato_noegle
-- ejer: data-team
select
    coalesce(i.indsats_noegle, -1) as indsats_noegle,
    coalesce(s.skole_noegle, -1) as skole_noegle,
    cast(strftime(x.dato, '%Y%m%d') as bigint) as dato_noegle,
    coalesce(i.fokusomraade_noegle, -1) as fokusomraade_noegle,
    x.dato = max(x.dato) over () as er_seneste,
    x.status,
    x.status_tekst,
    u.symbol as status_symbol,
    u.farve as status_farve,
    u.raekkefoelge as status_raekkefoelge,
    x.bedoemte_maal,
    x.neutrale_maal,
    x.rettelse,
from marts.indsats_status as x
left join published.dim_indsats as i on x.plan = i.plan and x.indsats = i.indsats
left join published.dim_skole as s on x.skole = s.skole
inner join marts.statusser as u on x.status = u.status
