-- titel: Udlandsophold
-- beskrivelse: Hvert ophold i udlandet med eleven, som den er i opholdets år efter aar_begynder_maaned. udeladt_grund siger, hvorfor opholdet ikke tæller: det er ikke gennemført, det ligger efter kørslens dato, personen var ikke aktiv elev det år, eller eleven tæller allerede med et tidligere ophold samme år.
-- enhed: ophold
-- grain: ét ophold (person, land og startdato)
-- noegle: skole, person, land, startdato
-- ejer: data-team
with raekker as (
    select
        o.*,
        e.aar,
        e.uddannelse,
        e.uddannelsesdel,
        e.afdeling,
        case
            when o.startdato > k.dato then 'ikke_begyndt_endnu'
            when o.er_gennemfoert is null then 'ukendt_gennemfoerelse'
            when not o.er_gennemfoert then 'ikke_gennemfoert'
            when o.slutdato > k.dato then 'ikke_sluttet_endnu'
            when e.person is null then 'ikke_aktiv_i_aaret'
        end as grund,
    from staging.udlandsophold as o
    inner join staging.indstillinger as i on o.skole = i.skole
    left join marts.elev_aar as e
        on
            o.skole = e.skole
            and o.person = e.person
            and year(o.startdato - interval 1 month * (i.aar_begynder_maaned - 1)) = e.aar
    cross join staging.koersel as k
)

select
    skole,
    person,
    land,
    aar,
    uddannelse,
    uddannelsesdel,
    afdeling,
    finansiering,
    er_gennemfoert,
    coalesce(
        grund,
        case
            when row_number() over (
                partition by skole, person, aar, grund order by startdato, land
            ) > 1 then 'senere_ophold_samme_aar'
        end
    ) as udeladt_grund,
    levering,
    fil,
    linje,
    startdato,
    slutdato,
from raekker
