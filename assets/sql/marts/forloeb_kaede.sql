-- titel: Sammenhængende forløb
-- beskrivelse: Et forløb sammen med de rækker, der fortsætter det i samme uddannelse: tekniske fortsættelser og genoptagelser inden for genoptag_maaneder. Kæden har sin første rækkes del, afdeling og startdato og sin sidste rækkes tilstand; et afbrud efterfulgt af omvalg har tilstanden omvalg.
-- enhed: forløb
-- grain: ét sammenhængende forløb (person, uddannelse og første startdato og del)
-- noegle: skole, person, uddannelse, uddannelsesdel, startdato
-- ejer: data-team
with raekker as (
    select
        f.*,
        a.genoptaget_dato,
        case when a.udeladt_grund = 'omvalg' then 'omvalg' else f.tilstand end as sluttilstand,
    from marts.forloeb as f
    left join marts.forloeb_afgang as a
        using (skole, person, uddannelse, uddannelsesdel, startdato)
    where f.er_i_population
),

led as (
    select
        *,
        not er_start
        or coalesce(lag(genoptaget_dato) over fra_start = startdato, false) as er_fortsat,
    from raekker
    window
        fra_start as (
            partition by skole, person, uddannelse order by startdato, uddannelsesdel
        )
),

kaeder as (
    select
        *,
        sum(case when er_fortsat then 0 else 1 end) over (
            partition by skole, person, uddannelse
            order by startdato, uddannelsesdel
            rows between unbounded preceding and current row
        ) as kaede,
    from led
)

select
    skole,
    person,
    uddannelse,
    uddannelsesdel,
    afdeling,
    elevtype,
    adgangsvej,
    last_value(sluttilstand) over hele as tilstand,
    count(*) over hele as raekker_antal,
    startdato,
    last_value(startdato) over hele as sidste_startdato,
from kaeder
window
    hele as (
        partition by skole, person, uddannelse, kaede order by startdato, uddannelsesdel
        rows between unbounded preceding and unbounded following
    )
qualify row_number() over (
    partition by skole, person, uddannelse, kaede order by startdato, uddannelsesdel
) = 1
