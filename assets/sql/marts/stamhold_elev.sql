-- titel: Elever på stamhold
-- beskrivelse: Hver elev, der er aktiv på et stamhold den første dag i en måned, én gang pr. hold. Et hold, der deler elever fra flere uddannelser eller afdelinger, står ved den, de fleste af dets elever har den dag. En elev uden stamhold har en udeladt_grund.
-- enhed: personer
-- grain: én elev, stamhold og måned
-- noegle: skole, person, stamhold, dato
-- ejer: data-team
with elever as (
    select distinct
        a.skole,
        a.person,
        a.stamhold,
        a.uddannelse,
        a.uddannelsesdel,
        a.afdeling,
        d.dato,
    from marts.forloeb_aktiv as a
    inner join staging.kalender as d
        on day(d.dato) = 1 and a.startdato <= d.dato and a.aktiv_til >= d.dato
    where a.udeladt_grund is null
),

steder as (
    select
        skole,
        stamhold,
        uddannelse,
        uddannelsesdel,
        afdeling,
        dato,
    from elever
    group by skole, stamhold, dato, uddannelse, uddannelsesdel, afdeling
    qualify row_number() over (
        partition by skole, stamhold, dato
        order by count(*) desc, uddannelse asc, uddannelsesdel asc, afdeling asc
    ) = 1
)

select distinct
    e.skole,
    e.person,
    e.stamhold,
    s.uddannelse,
    s.uddannelsesdel,
    s.afdeling,
    case when e.stamhold is null then 'uden_stamhold' end as udeladt_grund,
    e.dato,
from elever as e
left join steder as s on e.skole = s.skole and e.stamhold = s.stamhold and e.dato = s.dato
