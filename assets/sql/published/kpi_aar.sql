-- titel: Nøgletal pr. år
-- beskrivelse: Nøgletallene pr. år og uddannelse; små grupper er skjult.
-- enhed: nøgletallets egen
-- grain: nøgletal × skole × år × uddannelse × uddannelsesdel × opdeling
-- noegle: kpi, skole, aar, uddannelse, uddannelsesdel, opdeling
-- ejer: data-team
-- del_af: kpi_skole
-- kolonne kpi: nøgletallets navn, det samme som i mål og i SQL-filen
-- kolonne skole: skolens id
-- kolonne aar: året, som begivenhederne falder i; et skoleår hedder det år, det begynder i [år]
-- kolonne uddannelse: uddannelsens kode
-- kolonne uddannelsesdel: GF1, GF+, GF2 eller HF
-- kolonne opdeling: nøgletallets egen opdeling, f.eks. trivselsindikator
-- kolonne taeller: det, der tælles; tom når den er skjult
-- kolonne naevner: det, tælleren måles mod; tom for et antal, og når den er skjult
-- kolonne personer: forskellige personer bag tallet; tom for beløb, og når den er skjult [personer]
-- kolonne vaerdi: tæller / nævner, eller tælleren selv når der ingen nævner er
-- kolonne skjult_aarsag: hvorfor tallene er skjult; tom når de vises
select
    kpi,
    skole,
    aar,
    uddannelse,
    uddannelsesdel,
    opdeling,
    taeller,
    naevner,
    personer,
from marts.kpi_aar
