-- titel: Kommune
-- beskrivelse: Kommunerne fra skolens kodeliste; en kommune, som kun kilderne eller dimensioneringen kender, hedder sin kode.
-- enhed: kommuner
-- grain: kommune
-- noegle: kommune_noegle
-- ejer: data-team
-- forretningsnoegle: kommune
-- ikke_opdelt: ja
with kendte as (
    select
        kode as kommune,
        navn as kommune_navn,
    from staging.kode_kommuner
),

naevnte as (
    select distinct
        opdeling as kommune,
        opdeling as kommune_navn,
    from marts.kpi_skole
    where kpi = 'kpi_aftale_kommune' and opdeling is not null
    union
    select distinct
        kommune,
        kommune as kommune_navn,
    from marts.dimensionering
)

select
    kommune,
    kommune_navn,
from kendte
union all
select
    kommune,
    kommune_navn,
from naevnte
anti join kendte using (kommune)
