-- titel: Elever på udlandsophold
-- beskrivelse: Andelen af årets aktive elever, der gennemfører et ophold i udlandet. En elev tæller i naevner én gang om året (aar_begynder_maaned), på sin første aktive dag i året, og i taeller én gang om året, på sit første gennemførte opholds startdato. Begge står ved den uddannelse, del og afdeling, eleven havde på årets første aktive dag.
-- formel: Σ taeller / Σ naevner over et år = elever med et gennemført ophold / elever, der var aktive i året
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- kendte_begraensninger: Andelen gælder hele år; en måned for sig har elever i taeller, hvis naevner ligger tidligere i året. Et ophold af en person, der ikke var aktiv elev det år, tæller ikke.
with grundlag as (
    select
        skole,
        foerste_aktive_dag as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(0 as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.elev_aar
    union all
    select
        skole,
        startdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(0 as decimal(18, 4)) as naevner,
    from marts.udlandsophold
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
