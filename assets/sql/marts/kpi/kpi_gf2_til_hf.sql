-- titel: Overgang fra GF2 til HF
-- beskrivelse: Andelen af fuldførte GF2, der fortsætter på HF til og med gf2_hf_maaneder efter afgangsdatoen, talt på afgangsdatoen. En overgang tæller fra dagen efter sit vindue, også når den er sket. Merit (adgangsvejen merit_adgangsvej) og EUV1 er ude, og hovedforløbet må være i en anden uddannelse.
-- formel: Σ taeller / Σ naevner = fuldførte GF2 fulgt af HF / fuldførte GF2, hvis vindue er gået
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- kendte_begraensninger: Skolen ser kun sin egen del af elevens vej; en overgang til en anden skole ligner ingen overgang.
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
    where udeladt_grund is null and uddannelsesdel = 'GF2'
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
