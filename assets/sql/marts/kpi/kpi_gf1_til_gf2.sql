-- titel: Overgang fra GF1 til GF2
-- beskrivelse: Andelen af fuldførte GF1, der fortsætter på GF2 til og med gf1_gf2_maaneder efter afgangsdatoen, talt på afgangsdatoen. En overgang tæller fra dagen efter sit vindue, også når den er sket.
-- formel: Σ taeller / Σ naevner = fuldførte GF1 fulgt af GF2 / fuldførte GF1, hvis vindue er gået
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- kendte_begraensninger: Skolen ser kun sin egen del af elevens vej; en overgang til en anden skole ligner ingen overgang. Vejen over GF+ tæller ikke, for GF2 begynder så efter vinduet.
with grundlag as (
    select
        skole,
        afgangsdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(case when naeste_startdato is not null then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.overgang
    where udeladt_grund is null and uddannelsesdel = 'GF1'
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
