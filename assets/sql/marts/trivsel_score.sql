-- titel: Trivselsscore
-- beskrivelse: En respondents score på en indikator i én runde af mikromålingerne: middel af de besvarede spørgsmål. Indikatorens spørgsmål er dem, skolen stillede den dag; scoren tæller, når mindst besvaret_mindst_andel af dem (halvdelen) er besvaret. Runder efter kørslens dato er ikke sket endnu.
-- enhed: skala 1-5
-- grain: én respondent, dato og indikator
-- noegle: skole, respondent, dato, indikator
-- ejer: data-team
with spoergsmaal as (
    select distinct
        skole,
        dato,
        indikator,
        spoergsmaal,
    from staging.mikromaalinger
),

runder as (
    select
        skole,
        dato,
        indikator,
        count(*) as spoergsmaal_antal,
    from spoergsmaal
    group by all
),

besvarelser as (
    select
        skole,
        respondent,
        indikator,
        min(uddannelse) as uddannelse,
        min(uddannelsesdel) as uddannelsesdel,
        min(afdeling) as afdeling,
        count(svar) as besvaret_antal,
        sum(svar) as svar_sum,
        dato,
    from staging.mikromaalinger
    group by all
)

select
    b.skole,
    b.respondent,
    b.indikator,
    b.uddannelse,
    b.uddannelsesdel,
    b.afdeling,
    cast(b.svar_sum / b.besvaret_antal as decimal(18, 12)) as score,
    b.besvaret_antal,
    r.spoergsmaal_antal,
    case
        when b.dato > k.dato then 'ikke_stillet_endnu'
        when b.indikator is null then 'uden_indikator'
        when b.besvaret_antal < r.spoergsmaal_antal * cast(i.besvaret_mindst_andel as decimal(9, 4))
            then 'for_faa_besvaret'
    end as udeladt_grund,
    b.dato,
from besvarelser as b
inner join staging.indstillinger as i on b.skole = i.skole
left join runder as r on b.skole = r.skole and b.dato = r.dato and b.indikator = r.indikator
cross join staging.koersel as k
