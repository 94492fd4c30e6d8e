-- titel: Trivsel i mikromålinger
-- beskrivelse: Middel af respondenternes score på en indikator, talt på rundens dato. En respondent tæller, når mindst besvaret_mindst_andel (halvdelen) af indikatorens spørgsmål i runden er besvaret.
-- formel: Σ taeller / Σ naevner = Σ scorer / antal scorer
-- enhed: skala 1-5
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, indikator
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, indikator
-- ejer: data-team
-- retning: op
-- dimensioner: indikator
-- opdeling: indikator
-- graense: trivsel
-- kendte_begraensninger: Skalaen blandes aldrig med ETU's, og svar kobles aldrig til en elev.
with grundlag as (
    select
        skole,
        dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        indikator,
        respondent as person,
        score as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.trivsel_score
    where udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    indikator,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
