-- titel: Elever pr. år
-- beskrivelse: Hver elev, der var aktiv i et år, én gang, med den uddannelse, del og afdeling, eleven havde på sin første aktive dag i året. Året begynder i aar_begynder_maaned og tæller, når det er begyndt på kørslens dato.
-- enhed: personer
-- grain: én elev og år
-- noegle: skole, person, aar
-- ejer: data-team
with aarene as (
    select
        i.skole,
        d.aar,
        d.dato as foerste_dag,
    from staging.indstillinger as i
    inner join staging.kalender as d on i.aar_begynder_maaned = d.maaned and day(d.dato) = 1
    cross join staging.koersel as k
    where d.dato <= k.dato
)

select
    a.skole,
    a.person,
    y.aar,
    a.uddannelse,
    a.uddannelsesdel,
    a.afdeling,
    greatest(a.startdato, y.foerste_dag) as foerste_aktive_dag,
from marts.forloeb_aktiv as a
inner join aarene as y
    on
        a.skole = y.skole
        and a.startdato < y.foerste_dag + interval 12 month
        and a.aktiv_til >= y.foerste_dag
where a.udeladt_grund is null
qualify row_number() over (
    partition by a.skole, a.person, y.aar
    order by
        greatest(a.startdato, y.foerste_dag) asc,
        a.startdato desc,
        a.uddannelse asc,
        a.uddannelsesdel asc
) = 1
