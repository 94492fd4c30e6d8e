-- titel: GF2-forløb
-- beskrivelse: Hver start på GF2 sammen med de rækker, der fortsætter den efter et teknisk skift: den første rækkes afdeling og startdato, den sidste rækkes tilstand, afgang og planlagte slut (Forventet slut). laereplads_mandag er mandagen i undervisningsuge laereplads_uge, talt fra den uge, GF2 begynder i; ferie- og helligdagsuger i undervisningsfri_uger tæller ikke. En genoptagelse er en ny start med sine egne uger.
-- enhed: forløb
-- grain: én start på GF2 (person, uddannelse og startdato); en række uden for populationen står for sig
-- noegle: skole, person, uddannelse, startdato
-- ejer: data-team
with nummererede as (
    select
        *,
        sum(case when er_start then 1 else 0 end) over (
            partition by skole, person, uddannelse, er_i_population order by startdato
            rows between unbounded preceding and current row
        ) as nummer,
    from marts.forloeb_aktiv
    where uddannelsesdel = 'GF2'
),

kaeder as (
    select
        *,
        first_value(startdato) over hele as gf2_start,
        last_value(forventet_slut) over hele as planlagt_slut,
        last_value(tilstand) over hele as sluttilstand,
        last_value(afgangsdato) over hele as sidste_afgangsdato,
    from nummererede
    window
        hele as (
            partition by skole, person, uddannelse, er_i_population, nummer order by startdato
            rows between unbounded preceding and unbounded following
        )
),

dage as (
    select
        k.*,
        uge.dato as laereplads_mandag,
        coalesce(
            k.udeladt_grund is null and k.startdato <= uge.dato and k.aktiv_til >= uge.dato, false
        ) as er_aktiv_mandag,
        coalesce(
            k.udeladt_grund is null
            and k.startdato <= k.planlagt_slut
            and k.aktiv_til >= k.planlagt_slut,
            false
        ) as er_aktiv_slut,
    from kaeder as k
    inner join staging.indstillinger as i on k.skole = i.skole
    left join staging.kalender as begyndt on k.gf2_start = begyndt.dato
    left join staging.kalender as uge
        on
            begyndt.undervisningsuge_nr + i.laereplads_uge - 1 = uge.undervisningsuge_nr
            and uge.er_undervisningsuge
            and uge.ugedag = 1
)

select
    skole,
    person,
    uddannelse,
    uddannelsesdel,
    afdeling,
    er_i_population,
    sluttilstand as tilstand,
    bool_or(er_aktiv_mandag) over hele as er_aktiv_mandag,
    bool_or(er_aktiv_slut) over hele as er_aktiv_slut,
    case when not er_i_population then udeladt_grund end as udeladt_grund,
    startdato,
    laereplads_mandag,
    planlagt_slut,
    sidste_afgangsdato as afgangsdato,
from dage
window hele as (partition by skole, person, uddannelse, er_i_population, nummer)
qualify er_start or not er_i_population
