-- titel: Afslag
-- beskrivelse: Hver ansøgning, der er afvist på kørslens dato, med det første adgangskursus, ansøgeren begyndte på fra afslagets dag til og med afvist_kursus_dage efter. udeladt_grund siger, hvorfor afslaget ikke tæller: en persons første afslag for manglende adgangskrav i året (aar_begynder_maaned), uanset uddannelse. vindue er lukket, når kurset er begyndt eller fristen er gået, ellers aaben.
-- enhed: afslag
-- grain: én afvist ansøgning (person, skoleår, uddannelse, del og prioritet)
-- noegle: skole, person, skoleaar, uddannelse, uddannelsesdel, prioritet
-- ejer: data-team
with afviste as (
    select
        a.*,
        k.dato as koerselsdato,
        year(a.status_dato - interval 1 month * (i.aar_begynder_maaned - 1)) as afslagsaar,
        cast(a.status_dato + interval 1 day * i.afvist_kursus_dage as date) as vindue_slutdato,
        case
            when a.udeladt_grund = 'ikke_soegt_endnu' then 'ikke_soegt_endnu'
            when a.status_dato is null then 'uden_afslagsdato'
            when a.afslagsaarsag is null then 'uden_afslagsaarsag'
            when a.afslagsaarsag <> 'Adgangskrav' then 'anden_afslagsaarsag'
        end as grund,
    from marts.ansoegning as a
    inner join staging.indstillinger as i on a.skole = i.skole
    cross join staging.koersel as k
    where a.status = 'Afvist'
),

nummererede as (
    select
        *,
        row_number() over (
            partition by skole, person, afslagsaar, grund
            order by status_dato, prioritet, skoleaar, uddannelse, uddannelsesdel
        ) as nummer_i_aaret,
    from afviste
),

fulgte as (
    select
        n.*,
        min(d.startdato) as kursus_startdato,
    from nummererede as n
    left join staging.adgangskursus as d
        on
            n.skole = d.skole
            and n.person = d.person
            and d.startdato between n.status_dato and n.vindue_slutdato
            and n.koerselsdato >= d.startdato
    group by all
)

select
    skole,
    person,
    skoleaar,
    uddannelse,
    uddannelsesdel,
    afdeling,
    prioritet,
    afslagsaarsag,
    coalesce(
        grund, case when nummer_i_aaret > 1 then 'senere_afslag_samme_aar' end
    ) as udeladt_grund,
    case
        when kursus_startdato is not null or vindue_slutdato < koerselsdato then 'lukket'
        else 'aaben'
    end as vindue,
    levering,
    fil,
    linje,
    status_dato as afslagsdato,
    vindue_slutdato,
    kursus_startdato,
from fulgte
