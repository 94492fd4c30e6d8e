-- titel: Aftale ved GF2's slut
-- beskrivelse: Andelen af elever med en tællende uddannelsesaftale ved den planlagte slut på GF2 (Forventet slut, som EUV2 har sin egen af), talt på den dag. Naevner er de elever, der er aktive på GF2 den dag eller har fuldført det, og som ikke har afbrudt. Taeller er dem med en aftale i GF2's uddannelse underskrevet senest den dag; aftalen må ikke være begyndt mere end aftale_foer_gf2_maaneder før GF2.
-- formel: Σ taeller / Σ naevner = elever med underskrevet aftale / elever ved GF2's planlagte slut
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- kendte_begraensninger: Et GF2 uden Forventet slut tæller ikke. En aftale, der senere ophæves før start, tæller ikke med, heller ikke bagud.
with grundlag as (
    select
        skole,
        planlagt_slut as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(case when har_aftale_slut then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.gf2_aftale
    where udeladt_grund_slut is null
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
