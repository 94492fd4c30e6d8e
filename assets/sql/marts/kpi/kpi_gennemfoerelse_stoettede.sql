-- titel: Gennemførelse blandt elever med sprogstøtte
-- beskrivelse: Andelen af afgange, der er fuldført, blandt elever, hvis sprogstøtte begyndte før afgangsdatoen, talt på afgangsdatoen. De samme afgange som kpi_gennemfoerelse (genoptag_maaneder, omvalg_maaneder), også på en senere del af uddannelsen end den, støtten begyndte på.
-- formel: Σ taeller / Σ naevner = fuldførte afgange / fuldførte og afbrudte afgange, begge blandt støttede
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
-- retning: op
-- kendte_begraensninger: De støttede er valgt efter behov, så en lavere andel end de øvriges siger ikke, at støtten ikke virker.
with stoettede as (
    select
        skole,
        person,
        min(stoette_fra) as stoette_fra,
    from staging.sprogstoette
    group by all
),

grundlag as (
    select
        a.skole,
        a.afgangsdato as dato,
        a.uddannelse,
        a.uddannelsesdel,
        a.afdeling,
        a.person,
        cast(case when a.tilstand = 'fuldfoert' then 1 else 0 end as decimal(18, 4)) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.forloeb_afgang as a
    inner join stoettede as s on a.skole = s.skole and a.person = s.person
    where a.udeladt_grund is null and s.stoette_fra < a.afgangsdato
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
