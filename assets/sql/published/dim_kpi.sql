-- titel: Nøgletal
-- beskrivelse: Hvad hvert nøgletal er, hvad det tælles i, og hvad det ikke kan sige.
-- enhed: nøgletal
-- grain: nøgletal
-- noegle: kpi_noegle
-- ejer: data-team
-- forretningsnoegle: kpi
select
    kpi,
    titel as kpi_titel,
    beskrivelse,
    formel,
    enhed,
    retning,
    kendte_begraensninger,
from marts.kpi_katalog
