-- titel: Måltal
-- beskrivelse: Hver ordlyd af hvert mål: det, der skal nås, de dage den gælder, og hvorfor den kom.
-- enhed: målets egen
-- grain: skole × mål × ordlyd
-- noegle: maal_noegle, skole_noegle, version
-- ejer: data-team
select
    coalesce(m.maal_noegle, -1) as maal_noegle,
    coalesce(s.skole_noegle, -1) as skole_noegle,
    x.version,
    x.gyldig_fra,
    x.gyldig_til,
    x.er_gaeldende,
    x.aarsag,
    x.basisaar,
    x.maalaar,
    x.aendring,
    coalesce(x.maaltal, t.maaltal) as maaltal,
    x.loefte,
    t.skjult_aarsag,
from marts.maal_version as x
left join published.dim_maal as m on x.plan = m.plan and x.maal = m.maal
left join published.dim_skole as s on x.skole = s.skole
left join published.fakt_maalstatus as t
    on
        x.er_gaeldende
        and t.er_seneste
        and m.maal_noegle = t.maal_noegle
        and s.skole_noegle = t.skole_noegle
