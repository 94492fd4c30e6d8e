-- titel: EUD-årselever
-- beskrivelse: Summen af Bidrag i måned, talt på tælledatoen, som systemet indberettede det; bidraget regnes aldrig om ud fra datoer. Tælledatoer efter kørslens dato er ikke sket endnu.
-- formel: Σ taeller = Σ Bidrag i måned
-- enhed: årselever
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
with grundlag as (
    select
        a.skole,
        a.taelledato as dato,
        a.uddannelse,
        cast(null as varchar) as uddannelsesdel,
        cast(null as varchar) as afdeling,
        a.person,
        a.bidrag as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from staging.aarselever_eud as a
    cross join staging.koersel as k
    where a.taelledato <= k.dato and a.bidrag is not null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
