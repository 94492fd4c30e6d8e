-- titel: Afbrud
-- beskrivelse: Andelen af afgange, der er afbrudt, talt på afgangsdatoen. Naevner er alle fuldførte og afbrudte afgange i populationen; et afbrud fulgt af samme uddannelse inden for genoptag_maaneder eller af omvalg inden for omvalg_maaneder udgår af begge. Den, der stadig er i gang, er i ingen af dem.
-- formel: Σ taeller / Σ naevner = afbrudte afgange / fuldførte og afbrudte afgange
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: ned
-- kendte_begraensninger: Skolen ser kun sin egen del af elevens vej (omkring hver femte på hovedforløb tog grundforløbet et andet sted), så andelen er ikke ministeriets.
with grundlag as (
    select
        skole,
        afgangsdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(case when tilstand = 'afbrudt' then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.forloeb_afgang
    where udeladt_grund is null
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
