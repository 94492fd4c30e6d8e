-- titel: Dato
-- beskrivelse: Én række pr. dag i hele år, fra det første tal til forbi det sidste mål; måneder, kvartaler, ISO-uger og skoleår på dansk med kolonner at sortere efter.
-- enhed: dage
-- grain: dag
-- noegle: dato_noegle
-- ejer: data-team
with naevnte_aar as (
    select aar, from marts.kpi_skole
    union all
    select aar, from marts.dimensionering
    union all
    select basisaar as aar, from marts.maal_version
    union all
    select maalaar as aar, from marts.maal_version
    union all
    select year(dato) as aar, from marts.maal_status
),

graenser as (
    select
        min(aar) as foerste,
        max(aar) + 1 as sidste,
    from naevnte_aar
),

navne as (
    select
        [
            'januar', 'februar', 'marts', 'april', 'maj', 'juni',
            'juli', 'august', 'september', 'oktober', 'november', 'december'
        ] as maaneder,
        ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'] as ugedage,
)

select
    k.aar * 10000 + k.maaned * 100 + day(k.dato) as dato_noegle,
    k.dato,
    k.aar,
    quarter(k.dato) as kvartal_nr,
    quarter(k.dato) || '. kvartal ' || k.aar as kvartal_navn,
    k.aar * 10 + quarter(k.dato) as kvartal_sortering,
    k.maaned as maaned_nr,
    navne.maaneder[k.maaned] as maaned_navn,
    cast(date_trunc('month', k.dato) as date) as maaned_start,
    left(navne.maaneder[k.maaned], 3) || ' ' || k.aar as aar_maaned,
    k.aar * 100 + k.maaned as aar_maaned_sortering,
    k.iso_aar,
    k.iso_uge as iso_uge_nr,
    k.iso_aar || '-U' || lpad(cast(k.iso_uge as varchar), 2, '0') as iso_uge,
    k.iso_aar * 100 + k.iso_uge as iso_uge_sortering,
    k.ugedag as ugedag_nr,
    navne.ugedage[k.ugedag] as ugedag_navn,
    k.skoleaar,
    cast(left(k.skoleaar, 4) as bigint) as skoleaar_sortering,
    k.dato = last_day(k.dato) as er_sidste_dag_i_maaned,
from staging.kalender as k
cross join navne
inner join graenser on k.aar between graenser.foerste and graenser.sidste
