-- titel: Nøgletal pr. måned
-- beskrivelse: Nøgletallene pr. måned, uddannelse og afdeling; små grupper er skjult.
-- enhed: nøgletallets egen
-- grain: nøgletal × skole × måned × uddannelse × uddannelsesdel × afdeling × opdeling
-- noegle: kpi, skole, maaned, uddannelse, uddannelsesdel, afdeling, opdeling
-- ejer: data-team
-- del_af: kpi_aar
-- kolonne kpi: nøgletallets navn, det samme som i mål og i SQL-filen
-- kolonne skole: skolens id
-- kolonne maaned: den første dag i måneden [dato]
-- kolonne uddannelse: uddannelsens kode
-- kolonne uddannelsesdel: GF1, GF+, GF2 eller HF
-- kolonne afdeling: afdelingens nummer
-- kolonne opdeling: nøgletallets egen opdeling, f.eks. trivselsindikator
-- kolonne aar: året, som måneden hører til [år]
-- kolonne taeller: det, der tælles; tom når den er skjult
-- kolonne naevner: det, tælleren måles mod; tom for et antal, og når den er skjult
-- kolonne personer: forskellige personer bag tallet; tom for beløb, og når den er skjult [personer]
-- kolonne vaerdi: tæller / nævner, eller tælleren selv når der ingen nævner er
-- kolonne skjult_aarsag: hvorfor tallene er skjult; tom når de vises
select
    kpi,
    skole,
    maaned,
    uddannelse,
    uddannelsesdel,
    afdeling,
    opdeling,
    taeller,
    naevner,
    personer,
    aar,
from marts.kpi_maaned
