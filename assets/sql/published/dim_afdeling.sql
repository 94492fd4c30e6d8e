-- titel: Afdeling
-- beskrivelse: Skolernes afdelinger med numre og navne; en afdeling, som kun kilderne kender, hedder det, de kalder den.
-- enhed: afdelinger
-- grain: skole × afdeling
-- noegle: afdeling_noegle
-- ejer: data-team
-- forretningsnoegle: skole, afdeling
-- ikke_opdelt: ja
with kendte as (
    select
        skole,
        afdeling,
        navn as afdeling_navn,
    from staging.afdelinger
),

leverede as (
    select distinct
        skole,
        afdeling,
        afdeling as afdeling_navn,
    from marts.kpi_maaned
    where afdeling is not null
)

select
    skole,
    afdeling,
    afdeling_navn,
from kendte
union all
select
    skole,
    afdeling,
    afdeling_navn,
from leverede
anti join kendte using (skole, afdeling)
