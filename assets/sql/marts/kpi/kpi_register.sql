-- titel: Registertal
-- beskrivelse: Tal, som skolen selv fører for et mål, f.eks. antal robotter i brug. Tallet er et niveau, der gælder fra sin dato, til det næste kommer: i en periode tæller det seneste tal, og tal fra to datoer lægges aldrig sammen.
-- formel: seneste taeller = det seneste tal i registret til og med dagen
-- enhed: målets egen
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, maal
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, maal
-- ejer: data-team
-- retning: op
-- dimensioner: maal
-- opdeling: maal
-- over_tid: seneste
-- personer: ingen
-- kendte_begraensninger: Skolen fører tallet selv, og enheden er målets egen.
with grundlag as (
    select
        skole,
        dato,
        cast(null as varchar) as uddannelse,
        cast(null as varchar) as uddannelsesdel,
        cast(null as varchar) as afdeling,
        maal,
        cast(null as varchar) as person,
        vaerdi as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from marts.registertal
    where udeladt_grund is null
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    maal,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    cast(null as bigint) as personer,
from grundlag
group by all
