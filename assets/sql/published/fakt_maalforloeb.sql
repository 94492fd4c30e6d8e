-- titel: Målforløb
-- beskrivelse: Hvert måls egen måling i hvert år, der er tal for; små grupper er skjult.
-- enhed: målets egen
-- grain: skole × mål × år
-- noegle: maal_noegle, skole_noegle, aar
-- ejer: data-team
select
    coalesce(m.maal_noegle, -1) as maal_noegle,
    coalesce(s.skole_noegle, -1) as skole_noegle,
    cast(strftime(x.til_dato, '%Y%m%d') as bigint) as dato_noegle,
    x.aar,
    x.vaerdi,
    x.er_basis,
    x.er_foreloebig,
    x.skjult_aarsag,
    x.til_dato as data_pr,
from vist.maal_aar as x
left join published.dim_maal as m on x.plan = m.plan and x.maal = m.maal
left join published.dim_skole as s on x.skole = s.skole
