-- titel: AMU-tilmeldinger
-- beskrivelse: Hver linje i tilmeldingerne med sine kursistdage: Varighed_dage, eller Time-varighed / timer_pr_dag hvor den er blank. UMO-varighed er et loft, der gentages på hver linje, og lægges aldrig sammen. En linje tæller, når uddannelsestypen er AMU, og slutdato er nået på kørslens dato; udlagt undervisning (en anden skole gennemfører end den godkendte) tæller, når udlagt_taeller_med siger ja. deltager_udeladt_grund siger, hvorfor linjen ikke er den, personen tæller med som deltager: årets (aar_begynder_maaned) første linje, der tæller.
-- enhed: dage
-- grain: én linje (person, hold, skolefag, startdato og slutdato)
-- noegle: skole, person, hold, skolefag, startdato, slutdato
-- ejer: data-team
with raekker as (
    select
        t.*,
        i.udlagt_taeller_med,
        year(t.slutdato - interval 1 month * (i.aar_begynder_maaned - 1)) as slutaar,
        coalesce(t.gennemfoerende_skole <> t.godkendt_skole, false) as er_udlagt,
        t.slutdato > k.dato as er_fremtidig,
        cast(
            coalesce(t.varighed_dage, t.time_varighed / i.timer_pr_dag) as decimal(18, 10)
        ) as dage,
    from staging.amu_tilmeldinger as t
    inner join staging.indstillinger as i on t.skole = i.skole
    cross join staging.koersel as k
),

doemte as (
    select
        *,
        case
            when coalesce(uddannelsestype, '') <> 'AMU' then 'ikke_amu'
            when er_fremtidig then 'ikke_sluttet_endnu'
            when er_udlagt and not udlagt_taeller_med then 'udlagt'
            when dage is null then 'uden_varighed'
        end as udeladt_grund,
    from raekker
)

select
    skole,
    person,
    hold,
    skolefag,
    ds_nr as afdeling,
    fkb_cosa,
    uddannelsestype,
    rekvirenttype,
    er_udlagt,
    er_gennemfoert,
    dage,
    udeladt_grund,
    coalesce(
        udeladt_grund,
        case
            when row_number() over (
                partition by skole, person, slutaar, udeladt_grund
                order by slutdato, startdato, hold, skolefag
            ) > 1 then 'senere_linje_samme_aar'
        end
    ) as deltager_udeladt_grund,
    levering,
    fil,
    linje,
    startdato,
    slutdato,
from doemte
