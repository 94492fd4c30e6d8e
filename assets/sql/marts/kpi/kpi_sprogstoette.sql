-- titel: Sprogstøtte begyndt
-- beskrivelse: Andelen af elever med behov for sprogstøtte, hvis støtte er begyndt på kørslens dato, talt på screeningsdatoen. En person tæller én gang i året (aar_begynder_maaned); behov og støtte er fra en hvilken som helst af årets screeninger.
-- formel: Σ taeller / Σ naevner = elever med begyndt støtte / elever med behov
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- kendte_begraensninger: Støtte til en elev, hvis screeninger ikke viser behov, er ikke med.
with grundlag as (
    select
        skole,
        screeningsdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(case when har_stoette then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.sprogscreening
    where udeladt_grund is null and har_behov
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
