-- titel: Rækkeregnskab
-- beskrivelse: Hvad der blev af hver linje i hver leveret fil, så tallene kan følges tilbage.
-- enhed: linjer
-- grain: skole × kilde × levering × fil
-- noegle: skole, kilde, levering, fil
-- ejer: data-team
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
    titel as titellinjer,
    tomme,
    total,
    ankomst,
    ankomst as data_pr,
from staging.raekkeregnskab
