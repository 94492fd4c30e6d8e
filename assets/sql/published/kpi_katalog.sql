-- titel: Nøgletalskatalog
-- beskrivelse: Hvad hvert nøgletal er, hvad det tælles i, og hvad det ikke kan sige.
-- enhed: nøgletal
-- grain: nøgletal
-- noegle: kpi
-- ejer: data-team
-- kolonne kpi: nøgletallets navn, det samme som i mål og i SQL-filen
-- kolonne titel: nøgletallets titel
-- kolonne beskrivelse: definitionen i ord, med de indstillinger den hviler på
-- kolonne formel: formlen i ord, som værdien regnes efter
-- kolonne enhed: enheden, som tæller eller værdi er i
-- kolonne retning: om højere (op) eller lavere (ned) er bedre
-- kolonne kendte_begraensninger: hvad tallet ikke kan bruges til
select
    kpi,
    titel,
    beskrivelse,
    formel,
    enhed,
    retning,
    kendte_begraensninger,
from marts.kpi_katalog
