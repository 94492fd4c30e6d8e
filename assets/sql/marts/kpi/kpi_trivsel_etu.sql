-- titel: Trivsel i ETU
-- beskrivelse: Middel af respondenternes score på en indikator i den årlige elevtrivselsundersøgelse, talt på årets sidste dag. En respondent tæller, når mindst besvaret_mindst_andel (halvdelen) af indikatorens spørgsmål det år er besvaret. Indikatoren Samlet er middel af de indikatorer, respondenten har; Oplæring stilles kun på hovedforløb.
-- formel: Σ taeller / Σ naevner = summen af respondenternes middel / antal respondenter
-- enhed: skala 1-5
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, indikator
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, indikator
-- ejer: data-team
-- retning: op
-- dimensioner: indikator
-- opdeling: indikator
-- graense: trivsel
-- kendte_begraensninger: Elever i oplæring bliver ikke spurgt. Skalaen blandes aldrig med mikromålingernes, og svar kobles aldrig til en elev.
with scores as (
    select *,
    from marts.etu_score
    where udeladt_grund is null
),

grundlag as (
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
    from scores
    union all
    select
        skole,
        dato,
        min(uddannelse) as uddannelse,
        min(uddannelsesdel) as uddannelsesdel,
        min(afdeling) as afdeling,
        'Samlet' as indikator,
        respondent as person,
        cast(sum(score) / count(*) as decimal(18, 12)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from scores
    group by skole, dato, respondent
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
