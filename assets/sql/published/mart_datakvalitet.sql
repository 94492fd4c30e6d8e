-- titel: Datakvalitet
-- beskrivelse: Hvor friske og hele hver skoles leverancer er, og hvor mange der svarer på undersøgelserne.
-- enhed: linjer
-- grain: skole × kilde
-- noegle: skole, kilde
-- ejer: data-team
with svar as (
    select
        skole,
        kpi,
        vaerdi,
    from vist.kpi_skole
    where kpi = 'kpi_svarandel'
    qualify row_number() over (partition by skole, kpi order by aar desc) = 1
)

select
    x.skole,
    x.kilde,
    x.kilde_titel,
    x.datadato,
    x.seneste_ankomst,
    x.alder_dage,
    coalesce(x.alder_dage > x.max_alder_dage, true) as er_for_gammel,
    x.linjer,
    x.karantaene,
    cast(x.karantaene / nullif(x.linjer, 0) as decimal(18, 4)) as karantaene_andel,
    svar.vaerdi as svarandel,
    x.afviste_leveringer,
    x.seneste_afvist_grund,
    s.skole_noegle,
    x.datadato as data_pr,
from staging.kilder as x
left join svar on x.skole = svar.skole and x.kilde = 'mikromaalinger'
inner join published.dim_skole as s on x.skole = s.skole
