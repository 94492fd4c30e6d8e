-- titel: Elever i en uge med mikromåling
-- beskrivelse: Hver elev, der var aktiv mindst én dag i en uge, hvor skolen målte: de elever, der kunne svare, i deres uddannelse, del og afdeling. Elever og svar mødes aldrig; de tælles hver for sig og kun som grupper.
-- enhed: elever
-- grain: én elev, uge, uddannelse, del og afdeling
-- noegle: skole, uge_mandag, person, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
with dage as (
    select distinct
        skole,
        dato,
    from marts.trivsel_score
),

uger as (
    select distinct
        d.skole,
        k.uge_mandag,
    from dage as d
    inner join staging.kalender as k on d.dato = k.dato
)

select distinct
    a.skole,
    u.uge_mandag,
    a.person,
    a.uddannelse,
    a.uddannelsesdel,
    a.afdeling,
from marts.forloeb_aktiv as a
inner join uger as u
    on
        a.skole = u.skole
        and a.startdato <= u.uge_mandag + interval 6 day
        and a.aktiv_til >= u.uge_mandag
where a.udeladt_grund is null
