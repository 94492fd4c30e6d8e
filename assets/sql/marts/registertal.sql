-- titel: Registertal
-- beskrivelse: Hvert tal i skolens register. Et tal dateret efter kørslens dato gælder ikke endnu.
-- enhed: målets egen
-- grain: ét tal (mål og dato)
-- noegle: skole, maal, dato
-- ejer: data-team
select
    r.skole,
    r.maal,
    r.vaerdi,
    r.kilde,
    case when r.dato > k.dato then 'gaelder_ikke_endnu' end as udeladt_grund,
    r.levering,
    r.fil,
    r.linje,
    r.dato,
from staging.registertal as r
cross join staging.koersel as k
