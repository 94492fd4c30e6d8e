-- titel: Deltagelse på adgangskurser
-- beskrivelse: Hver deltagelse på et adgangskursus, gennemført eller ej, med den direkte start, der fulgte: den første start på GF+ eller GF2 i SSA eller SSH fra kursets slutdato til og med direkte_start_dage efter. udeladt_grund siger, hvorfor deltagelsen ikke tæller: en persons første afsluttede kursus i året (aar_begynder_maaned). Årets direkte start er personens, efter hvilket af årets kurser den end fulgte; vindue er lukket, når den er sket, eller fristen efter det sidste er gået, ellers aaben.
-- enhed: deltagelser
-- grain: én deltagelse (person, kursus og startdato)
-- noegle: skole, person, kursus, startdato
-- ejer: data-team
with deltagelser as (
    select
        d.*,
        k.dato as koerselsdato,
        year(d.slutdato - interval 1 month * (i.aar_begynder_maaned - 1)) as slutaar,
        cast(d.slutdato + interval 1 day * i.direkte_start_dage as date) as vindue_slutdato,
        case
            when d.slutdato is null then 'uden_slutdato'
            when d.slutdato > k.dato then 'ikke_sluttet_endnu'
        end as grund,
    from staging.adgangskursus as d
    inner join staging.indstillinger as i on d.skole = i.skole
    cross join staging.koersel as k
),

fulgte as (
    select
        d.*,
        min(s.startdato) as direkte_startdato,
    from deltagelser as d
    left join marts.forloeb as s
        on
            d.skole = s.skole
            and d.person = s.person
            and s.er_start
            and s.uddannelsesdel in ('GF+', 'GF2')
            and s.uddannelse in ('SSA', 'SSH')
            and s.startdato between d.slutdato and d.vindue_slutdato
    group by all
),

samlede as (
    select
        *,
        row_number() over (
            partition by skole, person, slutaar, grund order by slutdato, startdato, kursus
        ) as nummer_i_aaret,
        min(direkte_startdato) over personens_aar as aarets_direkte_startdato,
        max(vindue_slutdato) over personens_aar as aarets_vindue_slutdato,
    from fulgte
    window
        personens_aar as (partition by skole, person, slutaar, grund)
)

select
    skole,
    person,
    kursus,
    er_gennemfoert,
    coalesce(
        grund, case when nummer_i_aaret > 1 then 'senere_kursus_samme_aar' end
    ) as udeladt_grund,
    case
        when aarets_direkte_startdato is not null then 'lukket'
        when aarets_vindue_slutdato < koerselsdato then 'lukket'
        else 'aaben'
    end as vindue,
    levering,
    fil,
    linje,
    startdato,
    slutdato,
    direkte_startdato,
    aarets_direkte_startdato,
from samlede
