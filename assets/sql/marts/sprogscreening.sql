-- titel: Sprogscreeninger
-- beskrivelse: Hver sprogscreening med det behov og den støtte, personen har fået i året (aar_begynder_maaned): behov, når en af årets screeninger viser Behov eller Stort behov; støtte, når den er begyndt på kørslens dato ved en af dem. Uddannelse, del og afdeling er dem, eleven gik på den dag, det senest begyndte forløb først; tomme, når eleven ikke findes i uddannelsesforhold. udeladt_grund siger, hvorfor screeningen ikke tæller: en persons første med et resultat i året.
-- enhed: screeninger
-- grain: én screening (person og screeningsdato)
-- noegle: skole, person, screeningsdato
-- ejer: data-team
with screeninger as (
    select
        s.*,
        year(s.screeningsdato - interval 1 month * (i.aar_begynder_maaned - 1)) as screeningsaar,
        case
            when s.screeningsdato > k.dato then 'ikke_screenet_endnu'
            when s.resultat is null then 'uden_resultat'
        end as grund,
        case when s.stoette_fra <= k.dato then s.stoette_fra end as stoette_startdato,
    from staging.sprogstoette as s
    inner join staging.indstillinger as i on s.skole = i.skole
    cross join staging.koersel as k
),

placerede as (
    select
        s.*,
        f.uddannelse,
        f.uddannelsesdel,
        f.afdeling,
        row_number() over (
            partition by s.skole, s.person, s.screeningsdato
            order by f.startdato desc, f.uddannelse asc, f.uddannelsesdel asc
        ) as nummer,
    from screeninger as s
    left join marts.forloeb as f
        on
            s.skole = f.skole
            and s.person = f.person
            and f.er_i_population
            and s.screeningsdato >= f.startdato
            and s.screeningsdato <= coalesce(f.afgangsdato, s.screeningsdato)
)

select
    skole,
    person,
    uddannelse,
    uddannelsesdel,
    afdeling,
    resultat,
    max(resultat <> 'Intet behov') over personens_aar as har_behov,
    count(stoette_startdato) over personens_aar > 0 as har_stoette,
    coalesce(
        grund,
        case
            when row_number() over (
                partition by skole, person, screeningsaar, grund order by screeningsdato
            ) > 1 then 'senere_screening_samme_aar'
        end
    ) as udeladt_grund,
    levering,
    fil,
    linje,
    screeningsdato,
    stoette_startdato,
from placerede
where nummer = 1
window
    personens_aar as (partition by skole, person, screeningsaar, grund)
