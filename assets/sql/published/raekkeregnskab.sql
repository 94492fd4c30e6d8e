-- titel: Rækkeregnskab
-- beskrivelse: Hvad der blev af hver linje i hver leveret fil, så tallene kan følges tilbage.
-- enhed: linjer
-- grain: skole × kilde × levering × fil
-- noegle: skole, kilde, levering, fil
-- ejer: data-team
-- kolonne skole: skolens id
-- kolonne kilde: kildens navn, det samme som i kontrakten
-- kolonne levering: leverancens id
-- kolonne fil: filens sha256
-- kolonne filnavn: filens navn, som det blev leveret
-- kolonne status: hvad der skete med leverancen
-- kolonne linjer: datalinjer i filen = accepteret + karantæne + erstattet [linjer]
-- kolonne accepteret: linjer, der gælder [linjer]
-- kolonne karantaene: linjer, der er sat i karantæne [linjer]
-- kolonne erstattet: linjer, som en senere leverance eller en kopi har erstattet [linjer]
-- kolonne titel: titellinjer over overskriften [linjer]
-- kolonne tomme: tomme linjer [linjer]
-- kolonne total: totallinjer under dataene [linjer]
-- kolonne ankomst: dagen, filen ankom [dato]
select
    skole,
    kilde,
    levering,
    fil,
    filnavn,
    status,
    linjer,
    accepteret,
    karantaene,
    erstattet,
    titel,
    tomme,
    total,
    ankomst,
from staging.raekkeregnskab
