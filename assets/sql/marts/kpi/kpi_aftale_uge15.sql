-- titel: Aftale i undervisningsuge 15
-- beskrivelse: Andelen af elever på GF2 med en tællende uddannelsesaftale, talt på mandagen i undervisningsuge laereplads_uge. Naevner er de elever, der er aktive på GF2 den dag, ikke RKV, hvis GF2 efter Forventet slut varer mindst så mange undervisningsuger (ugen er med, når mandagen er nået). Taeller er dem med en aftale i GF2's uddannelse underskrevet senest den dag; aftalen må ikke være begyndt mere end aftale_foer_gf2_maaneder før GF2.
-- formel: Σ taeller / Σ naevner = elever med underskrevet aftale / elever på GF2 i ugen
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- kendte_begraensninger: Et GF2 uden Forventet slut tæller ikke. En aftale, der senere ophæves før start, tæller ikke med, heller ikke bagud.
with grundlag as (
    select
        skole,
        laereplads_mandag as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        person,
        cast(case when har_aftale_uge15 then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.gf2_aftale
    where udeladt_grund_uge15 is null
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
