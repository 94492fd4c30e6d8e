-- titel: Mål
-- beskrivelse: Hvad hvert mål lover, og hvordan det måles, i ord.
-- enhed: mål
-- grain: skole × plan × mål
-- noegle: skole, plan, maal
-- ejer: data-team
-- kolonne skole: skolens id
-- kolonne plan: planens mappe, eller sektor for de andre dokumenters mål
-- kolonne maal: målets id
-- kolonne indsats: indsatsens nummer; tom for sektorens mål
-- kolonne titel: målets titel
-- kolonne loefte: det, der er lovet
-- kolonne maaling: nøgletallet og de rækker af det, der tæller
-- kolonne kilder: kilderne, tallet kommer fra
-- kolonne formel: hvordan tallet regnes ud
-- kolonne vilkaar: planens vilkår, og det, der er antaget
-- kolonne graenser: det, tallet ikke kan sige
select
    skole,
    plan,
    maal,
    indsats,
    titel,
    loefte,
    maaling,
    kilder,
    formel,
    vilkaar,
    graenser,
from marts.maal
