-- titel: AMU-tilmeldinger
-- beskrivelse: Hver linje i tilmeldingerne med sine kursistdage: Varighed_dage, eller Time-varighed / timer_pr_dag hvor den er blank. UMO-varighed er et loft, der gentages på hver linje, og lægges aldrig sammen. En linje tæller, når uddannelsestypen er AMU, og slutdato er nået på kørslens dato; udlagt undervisning (en anden skole gennemfører end den godkendte) tæller, når udlagt_taeller_med siger ja.
-- enhed: dage
-- grain: én linje (person, hold, skolefag, startdato og slutdato)
-- noegle: skole, person, hold, skolefag, startdato, slutdato
-- ejer: data-team
with raekker as (
    select
        t.*,
        i.udlagt_taeller_med,
        coalesce(t.gennemfoerende_skole <> t.godkendt_skole, false) as er_udlagt,
        t.slutdato > k.dato as er_fremtidig,
        cast(
            coalesce(t.varighed_dage, t.time_varighed / i.timer_pr_dag) as decimal(18, 10)
        ) as dage,
    from staging.amu_tilmeldinger as t
    inner join staging.indstillinger as i on t.skole = i.skole
    cross join staging.koersel as k
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
    case
        when coalesce(uddannelsestype, '') <> 'AMU' then 'ikke_amu'
        when er_fremtidig then 'ikke_sluttet_endnu'
        when er_udlagt and not udlagt_taeller_med then 'udlagt'
        when dage is null then 'uden_varighed'
    end as udeladt_grund,
    levering,
    fil,
    linje,
    startdato,
    slutdato,
from raekker
