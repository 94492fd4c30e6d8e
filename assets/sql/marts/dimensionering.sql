-- titel: Aftaler mod dimensioneringen
-- beskrivelse: Personer med en aftale på HF SSA eller SSH i hver kommune, holdt mod det antal, kommunen er dimensioneret til det år. Kravene står i data/koder/dimensionering.csv; en kommune uden krav er ikke med. mangler er 0, når kravet er nået.
-- enhed: personer
-- grain: skole, kommune, uddannelse, år
-- noegle: skole, kommune, uddannelse, aar
-- ejer: data-team
-- kendte_begraensninger: Skolen ser kun de aftaler, dens egne elever har; en kommunes øvrige aftaler ligger hos andre skoler.
with aftaler as (
    select
        a.skole,
        a.kommune,
        a.uddannelse,
        year(a.dato - interval 1 month * (i.aar_begynder_maaned - 1)) as aar,
        sum(a.taeller) as personer,
    from marts.kpi_aftale_kommune as a
    inner join staging.indstillinger as i on a.skole = i.skole
    group by all
),

krav as (
    select
        i.skole,
        d.kommune,
        d.uddannelse,
        cast(d.aar as bigint) as aar,
        cast(d.antal as bigint) as krav,
    from staging.kode_dimensionering as d
    cross join staging.indstillinger as i
)

select
    k.skole,
    k.kommune,
    k.uddannelse,
    k.aar,
    k.krav,
    cast(coalesce(a.personer, 0) as bigint) as personer,
    greatest(k.krav - cast(coalesce(a.personer, 0) as bigint), 0) as mangler,
from krav as k
left join aftaler as a using (skole, kommune, uddannelse, aar)
