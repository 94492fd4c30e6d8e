-- titel: Afgange
-- beskrivelse: Hver afgang, der er sket på kørslens dato. En afgang tæller, når forløbet er i populationen, koden er fuldført eller afbrudt, og afgangsdatoen kendes. En afbrudt afgang udgår, når personen fra afgangsdagen til og med genoptag_maaneder senere starter på samme uddannelse (genoptaget), eller til og med omvalg_maaneder senere på en anden uddannelse eller et andet grundforløb (omvalg). En fuldført afgang bliver altid stående.
-- enhed: afgange
-- grain: én afgang (forløbets person, uddannelse, del og startdato)
-- noegle: skole, person, uddannelse, uddannelsesdel, startdato
-- ejer: data-team
-- kendte_begraensninger: Skolen ser kun sin egen del af elevens vej; et skift til en anden skole ligner et afbrud, så andelen er ikke ministeriets.
with afgange as (
    select
        *,
        case
            when not er_i_population then udeladt_grund
            when tilstand = 'fortsat' then 'teknisk_afgang'
            when afgangsaarsag is null then 'uden_afgangskode'
            when afgangsgruppe is null then 'ukendt_afgangskode'
            when tilstand = 'i_gang' then 'i_gang'
            when afgangsdato is null then 'uden_afgangsdato'
        end as grund,
    from marts.forloeb
    where afgangsdato is not null or afgangsaarsag is not null
),

senere_starter as (
    select
        a.skole,
        a.person,
        a.uddannelse,
        a.uddannelsesdel,
        a.startdato,
        min(s.startdato) filter (
            where s.uddannelse = a.uddannelse
            and s.startdato > a.startdato
            and s.startdato <= a.afgangsdato + interval 1 month * i.genoptag_maaneder
        ) as genoptaget_dato,
        min(s.startdato) filter (
            where (
                s.uddannelse <> a.uddannelse
                or (s.uddannelsesdel <> a.uddannelsesdel and s.uddannelsesdel like 'GF%')
            )
            and s.startdato <= a.afgangsdato + interval 1 month * i.omvalg_maaneder
        ) as omvalg_dato,
    from afgange as a
    inner join staging.indstillinger as i on a.skole = i.skole
    inner join marts.forloeb as s
        on a.skole = s.skole and a.person = s.person and a.afgangsdato <= s.startdato
    where a.grund is null and a.tilstand = 'afbrudt' and s.er_start
    group by all
)

select
    a.skole,
    a.person,
    a.uddannelse,
    a.uddannelsesdel,
    a.afdeling,
    a.elevtype,
    a.adgangsvej,
    a.tilstand,
    a.afgangsaarsag,
    a.afgangsaarsag_tekst,
    coalesce(
        a.grund,
        case when s.genoptaget_dato is not null then 'genoptaget' end,
        case when s.omvalg_dato is not null then 'omvalg' end
    ) as udeladt_grund,
    a.levering,
    a.fil,
    a.linje,
    a.startdato,
    a.afgangsdato,
    s.genoptaget_dato,
    s.omvalg_dato,
from afgange as a
left join senere_starter as s using (skole, person, uddannelse, uddannelsesdel, startdato)
