-- titel: Score i elevtrivselsundersøgelsen
-- beskrivelse: En respondents score på en indikator i ét års ETU: middel af de besvarede spørgsmål. Indikatorens spørgsmål er dem, skolen stillede det år; scoren tæller, når mindst besvaret_mindst_andel af dem (halvdelen) er besvaret. Undersøgelsen løber til årets udgang og tæller fra den dag.
-- enhed: skala 1-5
-- grain: én respondent, år og indikator
-- noegle: skole, respondent, aar, indikator
-- ejer: data-team
with spoergsmaal as (
    select distinct
        skole,
        aar,
        indikator,
        spoergsmaal,
    from staging.etu
),

undersoegelser as (
    select
        skole,
        aar,
        indikator,
        count(*) as spoergsmaal_antal,
    from spoergsmaal
    group by all
),

besvarelser as (
    select
        skole,
        respondent,
        aar,
        indikator,
        min(uddannelse) as uddannelse,
        min(uddannelsesdel) as uddannelsesdel,
        min(afdeling) as afdeling,
        count(svar) as besvaret_antal,
        sum(svar) as svar_sum,
        make_date(cast(aar as int), 12, 31) as dato,
    from staging.etu
    group by all
)

select
    b.skole,
    b.respondent,
    b.aar,
    b.indikator,
    b.uddannelse,
    b.uddannelsesdel,
    b.afdeling,
    cast(b.svar_sum / b.besvaret_antal as decimal(18, 12)) as score,
    b.besvaret_antal,
    u.spoergsmaal_antal,
    case
        when b.dato > k.dato then 'ikke_afsluttet_endnu'
        when b.indikator is null then 'uden_indikator'
        when b.besvaret_antal < u.spoergsmaal_antal * cast(i.besvaret_mindst_andel as decimal(9, 4))
            then 'for_faa_besvaret'
    end as udeladt_grund,
    b.dato,
from besvarelser as b
inner join staging.indstillinger as i on b.skole = i.skole
left join undersoegelser as u
    on b.skole = u.skole and b.aar = u.aar and b.indikator = u.indikator
cross join staging.koersel as k
