-- titel: Behov for sprogstøtte
-- beskrivelse: Andelen af sprogscreenede elever med behov (Behov eller Stort behov), talt på screeningsdatoen. En person tæller én gang i året (aar_begynder_maaned), ved årets første screening med et resultat, og har behov, når en af årets screeninger viser det.
-- formel: Σ taeller / Σ naevner = screenede med behov / screenede
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: neutral
-- kendte_begraensninger: Kun de screenede er med; hvor mange der burde være screenet, siger tallet ikke.
with grundlag as (
    select
        skole,
        screeningsdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(case when har_behov then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.sprogscreening
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
