-- titel: Nøgletal for skolen
-- beskrivelse: Nøgletallene pr. år for skolen som helhed; små grupper er skjult.
-- enhed: nøgletallets egen
-- grain: nøgletal × skole × år × opdeling
-- noegle: kpi, skole, aar, opdeling
-- ejer: data-team
-- kolonne kpi: nøgletallets navn, det samme som i mål og i SQL-filen
-- kolonne skole: skolens id
-- kolonne aar: året, som begivenhederne falder i; et skoleår hedder det år, det begynder i [år]
-- kolonne opdeling: nøgletallets egen opdeling, f.eks. trivselsindikator
-- kolonne titel: nøgletallets titel
-- kolonne enhed: enheden, som tæller eller værdi er i
-- kolonne taeller: det, der tælles; tom når den er skjult
-- kolonne naevner: det, tælleren måles mod; tom for et antal, og når den er skjult
-- kolonne personer: forskellige personer bag tallet; tom for beløb, og når den er skjult [personer]
-- kolonne vaerdi: tæller / nævner, eller tælleren selv når der ingen nævner er
-- kolonne skjult_aarsag: hvorfor tallene er skjult; tom når de vises
select
    s.kpi,
    s.skole,
    s.aar,
    s.opdeling,
    k.titel,
    k.enhed,
    s.taeller,
    s.naevner,
    s.personer,
from marts.kpi_skole as s
inner join marts.kpi_katalog as k on s.kpi = k.kpi
