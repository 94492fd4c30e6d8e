-- titel: Gymnasial baggrund
-- beskrivelse: Andelen af optaget på GF1, GF+ og GF2 med Gymnasial som forudgående uddannelse, talt på startdatoen; optag som i kpi_optag (aar_begynder_maaned). Ukendt forudgående uddannelse bliver i nævneren; dens andel er nævneren, hvor forudgaaende_uddannelse er tom, mod hele nævneren.
-- formel: Σ taeller / Σ naevner = optagne med gymnasial baggrund / alle optagne på grundforløb
-- enhed: andel
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, forudgaaende_uddannelse
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, forudgaaende_uddannelse
-- ejer: data-team
-- retning: op
-- dimensioner: forudgaaende_uddannelse
-- kendte_begraensninger: En person, der begynder på to dele samme år, tæller i hver af dem.
with grundlag as (
    select
        skole,
        startdato as dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        forudgaaende_uddannelse,
        person,
        cast(
            case when forudgaaende_uddannelse = 'Gymnasial' then 1 else 0 end as decimal(18, 4)
        ) as taeller,
        cast(1 as decimal(18, 4)) as naevner,
    from marts.forloeb
    where udeladt_grund is null and uddannelsesdel in ('GF1', 'GF+', 'GF2')
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    forudgaaende_uddannelse,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
