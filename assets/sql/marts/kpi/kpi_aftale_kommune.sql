-- titel: Uddannelsesaftaler pr. kommune
-- beskrivelse: Personer med en aftale på hovedforløb i SSA eller SSH, talt på praktikstart. En person og uddannelse tæller én gang nogensinde, i den første aftales kommune; aftalen er gældende eller ophævet efter start, underskrevet og begyndt.
-- formel: Σ taeller = personer ved deres første begyndte aftale
-- enhed: personer
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, kommune
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, kommune
-- ejer: data-team
-- retning: op
-- dimensioner: kommune
-- opdeling: kommune
-- kendte_begraensninger: En senere aftale i en anden kommune flytter ikke personen.
with grundlag as (
    select
        skole,
        praktikstart as dato,
        uddannelse,
        'HF' as uddannelsesdel,
        cast(null as varchar) as afdeling,
        kommune,
        person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from marts.aftale
    where kommune_udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    kommune,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
