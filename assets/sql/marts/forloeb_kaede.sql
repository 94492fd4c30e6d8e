-- titel: Sammenhængende forløb
-- beskrivelse: Et forløb sammen med de rækker, der fortsætter det i samme uddannelse: tekniske fortsættelser og genoptagelser inden for genoptag_maaneder. Kæden har sin første rækkes del, afdeling og startdato og sin sidste rækkes tilstand. udeladt_grund siger, hvorfor forløbet ikke er i en kohorte: et afbrud efterfulgt af omvalg, eller ikke personens første start i delen og uddannelsen i året (aar_begynder_maaned).
-- enhed: forløb
-- grain: ét sammenhængende forløb (person, uddannelse og første startdato og del)
-- noegle: skole, person, uddannelse, uddannelsesdel, startdato
-- ejer: data-team
with raekker as (
    select
        f.*,
        a.genoptaget_dato,
        case when a.udeladt_grund = 'omvalg' then 'omvalg' else f.tilstand end as sluttilstand,
        max(case when f.er_start then f.startdato end) over (
            partition by f.skole, f.person, f.uddannelse, f.uddannelsesdel order by f.startdato
        ) as delens_startdato,
    from marts.forloeb as f
    left join marts.forloeb_afgang as a
        using (skole, person, uddannelse, uddannelsesdel, startdato)
    where f.er_i_population
),

led as (
    select
        *,
        not er_start or coalesce(lag(genoptaget_dato) over orden = startdato, false) as er_fortsat,
    from raekker
    window
        orden as (
            partition by skole, person, uddannelse
            order by delens_startdato, uddannelsesdel, startdato
        )
),

kaeder as (
    select
        *,
        sum(case when er_fortsat then 0 else 1 end) over (
            partition by skole, person, uddannelse
            order by delens_startdato, uddannelsesdel, startdato
            rows between unbounded preceding and current row
        ) as kaede,
    from led
),

samlede as (
    select
        *,
        last_value(sluttilstand) over hele as kaedens_tilstand,
        last_value(startdato) over hele as sidste_startdato,
        count(*) over hele as raekker_antal,
    from kaeder
    window
        hele as (
            partition by skole, person, uddannelse, kaede
            order by delens_startdato, uddannelsesdel, startdato
            rows between unbounded preceding and unbounded following
        )
)

select
    skole,
    person,
    uddannelse,
    uddannelsesdel,
    afdeling,
    elevtype,
    adgangsvej,
    kaedens_tilstand as tilstand,
    case
        when kaedens_tilstand = 'omvalg' then 'omvalg'
        when row_number() over (
            partition by
                skole, person, uddannelse, uddannelsesdel, startaar, kaedens_tilstand = 'omvalg'
            order by startdato
        ) > 1 then 'senere_start_samme_aar'
    end as udeladt_grund,
    raekker_antal,
    startdato,
    sidste_startdato,
from samlede
where not er_fortsat
