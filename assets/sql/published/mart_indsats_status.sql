-- titel: Indsatserne nu
-- beskrivelse: Hver indsats, som den står i den seneste nat: status, grunden fra det værste af dens mål, og dens mål.
-- enhed: indsatser
-- grain: skole × plan × indsats
-- noegle: skole, plan, indsats
-- ejer: data-team
with vaerste as (
    select
        b.indsats_noegle,
        t.skole_noegle,
        coalesce(t.grund, t.skjult_aarsag) as grund,
    from published.bro_indsats_maal as b
    inner join published.dim_maal as m on b.maal_noegle = m.maal_noegle
    inner join published.fakt_maalstatus as t on b.maal_noegle = t.maal_noegle and t.er_seneste
    qualify row_number() over (
        partition by b.indsats_noegle, t.skole_noegle order by t.status_raekkefoelge, m.maal
    ) = 1
),

seneste as (
    from marts.indsats_status
    qualify dato = max(dato) over ()
)

select
    x.skole,
    x.plan,
    x.indsats,
    x.titel as indsats_titel,
    f.fokusomraade_titel,
    f.fokusomraade_raekkefoelge,
    i.ejer,
    x.status,
    x.status_tekst,
    u.symbol as status_symbol,
    u.farve as status_farve,
    u.raekkefoelge as status_raekkefoelge,
    x.bedoemte_maal,
    x.neutrale_maal,
    x.maal,
    v.grund,
    i.indsats_noegle,
    s.skole_noegle,
    f.fokusomraade_noegle,
    x.dato as data_pr,
from seneste as x
inner join published.dim_indsats as i on x.plan = i.plan and x.indsats = i.indsats
inner join published.dim_fokusomraade as f on x.fokusomraade = f.fokusomraade
inner join published.dim_skole as s on x.skole = s.skole
inner join marts.statusser as u on x.status = u.status
left join vaerste as v
    on i.indsats_noegle = v.indsats_noegle and s.skole_noegle = v.skole_noegle
