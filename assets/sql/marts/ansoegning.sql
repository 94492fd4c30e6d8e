-- titel: Ansøgninger
-- beskrivelse: Hver ansøgning, som den stod på kørslens dato: en status dateret senere er ikke givet endnu, så ansøgningen er Ansøgt. udeladt_grund siger, hvorfor den ikke er søgning: en persons første ansøgning til en uddannelse og del i året (aar_begynder_maaned), uanset status. Meritansøgninger (adgangsvejen merit_adgangsvej) tages ud først, så den første findes for sig blandt merit og for sig blandt de øvrige.
-- enhed: ansøgninger
-- grain: én ansøgning (person, skoleår, uddannelse, del og prioritet)
-- noegle: skole, person, skoleaar, uddannelse, uddannelsesdel, prioritet
-- ejer: data-team
with raekker as (
    select
        a.*,
        case
            when a.ansoegningsdato is null then 'uden_ansoegningsdato'
            when a.ansoegningsdato > k.dato then 'ikke_soegt_endnu'
        end as grund,
        coalesce(a.adgangsvej = i.merit_adgangsvej, false) as er_merit,
        coalesce(a.status_dato > k.dato, false) as er_status_senere,
        year(a.ansoegningsdato - interval 1 month * (i.aar_begynder_maaned - 1)) as ansoegningsaar,
    from staging.ansoegninger as a
    inner join staging.indstillinger as i on a.skole = i.skole
    cross join staging.koersel as k
),

nummererede as (
    select
        *,
        row_number() over (
            partition by
                skole, person, uddannelse, uddannelsesdel, er_merit, ansoegningsaar, grund
            order by ansoegningsdato, prioritet, skoleaar
        ) as nummer_i_aaret,
    from raekker
)

select
    skole,
    person,
    skoleaar,
    uddannelse,
    uddannelsesdel,
    ds_nr as afdeling,
    prioritet,
    adgangsvej,
    forudgaaende_uddannelse,
    er_merit,
    case when er_status_senere then 'Ansøgt' else status end as status,
    case when not er_status_senere then afslagsaarsag end as afslagsaarsag,
    coalesce(
        grund, case when nummer_i_aaret > 1 then 'senere_ansoegning_samme_aar' end
    ) as udeladt_grund,
    levering,
    fil,
    linje,
    ansoegningsdato,
    case when not er_status_senere then status_dato end as status_dato,
from nummererede
