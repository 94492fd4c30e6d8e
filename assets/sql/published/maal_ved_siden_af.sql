-- titel: Tal ved siden af målene
-- beskrivelse: Tal, der vises ved siden af et mål og aldrig bedømmes; små grupper er skjult.
-- enhed: nøgletallets egen
-- grain: skole × plan × mål × tal × år
-- noegle: skole, plan, maal, titel, aar
-- ejer: data-team
-- kolonne skole: skolens id
-- kolonne plan: planens mappe, eller sektor for de andre dokumenters mål
-- kolonne maal: målets id
-- kolonne titel: tallets titel
-- kolonne aar: året, tallet er fra; tomt når der intet tal er [år]
-- kolonne dato: natten, tallet er regnet pr. [dato]
-- kolonne kpi: nøgletallet
-- kolonne enhed: enheden
-- kolonne taeller: det, der tælles
-- kolonne naevner: det, tælleren måles mod; tom for et antal
-- kolonne vaerdi: tallet
-- kolonne personer: forskellige personer bag tallet [personer]
-- kolonne skjult_aarsag: hvorfor tallene er skjult; tom når de vises
select
    skole,
    plan,
    maal,
    titel,
    aar,
    dato,
    kpi,
    enhed,
    taeller,
    naevner,
    aktuel as vaerdi,
    personer,
from marts.maal_ved_siden_af
