-- titel: Ændringer
-- beskrivelse: Hvert nøgletal, mål og måltal, der har flyttet sig, og hvert mål med en ny status, siden den forrige publicering: fra hvad til hvad, og hvad der flyttede det. Et tal, der er skjult på en af de to nætter, er ikke med.
-- enhed: tallets egen
-- grain: skole × art × plan × navn × opdeling × år
-- noegle: skole, art, plan, navn, opdeling, aar
-- ejer: data-team
select
    x.skole,
    x.art,
    x.plan,
    x.navn,
    x.titel,
    x.opdeling,
    x.aar,
    x.enhed,
    x.foer_dato,
    x.dato,
    x.foer,
    x.efter,
    x.forskel,
    x.heraf_data,
    x.heraf_rettelse,
    x.heraf_maal,
    x.heraf_definition,
    x.aarsag,
    x.grund,
    x.status_foer,
    x.status_efter,
    x.er_forvaerret,
    x.skjult_aarsag,
    x.advarsel,
    coalesce(s.skole_noegle, -1) as skole_noegle,
    x.datadato as data_pr,
from marts.aendringer as x
left join published.dim_skole as s on x.skole = s.skole
