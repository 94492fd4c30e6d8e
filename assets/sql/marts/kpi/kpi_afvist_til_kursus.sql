-- titel: Fra afslag til adgangskursus
-- beskrivelse: Andelen af personer afvist for manglende adgangskrav, der begynder på et adgangskursus inden for afvist_kursus_dage, talt på afslagets dag. En person tæller én gang i året (aar_begynder_maaned), ved sit første afslag, ikke sine ansøgninger. Andelen tæller straks og er foreløbig: vindue er lukket for dem, der er afgjort, og aaben for dem, der endnu kan nå det.
-- formel: Σ taeller / Σ naevner = afviste, der begynder på et adgangskursus / afviste for manglende adgangskrav
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, vindue
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, vindue
-- ejer: data-team
-- retning: op
-- dimensioner: vindue
-- kendte_begraensninger: Kun skolens egne adgangskurser er med; et kursus et andet sted ses ikke.
with grundlag as (
    select
        skole,
        afslagsdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        vindue,
        person,
        cast(case when kursus_startdato is not null then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.afslag
    where udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    vindue,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
