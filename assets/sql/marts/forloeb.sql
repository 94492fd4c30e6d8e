-- titel: Forløb
-- beskrivelse: Hvert uddannelsesforhold med sin plads i rækken. En række fortsætter den forrige i samme del og uddannelse, når den forrige endte med en teknisk kode (0FÆ, 0GH, 0RK); den er så ikke en start. Populationen tages før rækkefølgen. Tilstand er fuldfoert, afbrudt, fortsat (teknisk kode fulgt af en række), uden_for_population, ikke_startet eller i_gang, som også er en teknisk kode uden noget efter sig, 33, 40 og en afgangsdato uden kode. udeladt_grund siger, hvorfor rækken ikke er optag: en persons første start i en del og uddannelse i året (aar_begynder_maaned).
-- enhed: forløb
-- grain: ét uddannelsesforhold (person, uddannelse, del og startdato)
-- noegle: skole, person, uddannelse, uddannelsesdel, startdato
-- ejer: data-team
with naboer as (
    select
        *,
        udeladt_grund is null as er_i_population,
        coalesce(lag(afgangsgruppe) over fra_start = 'teknisk', false) as er_fortsaettelse,
        lead(startdato) over fra_start is not null as er_fulgt,
    from marts.forloeb_status
    window
        fra_start as (
            partition by skole, person, uddannelse, uddannelsesdel, udeladt_grund
            order by startdato
        )
),

nummererede as (
    select
        *,
        er_i_population and not er_fortsaettelse as er_start,
        row_number() over (
            partition by
                skole, person, uddannelse, uddannelsesdel, startaar,
                er_i_population and not er_fortsaettelse
            order by startdato
        ) as nummer_i_aaret,
    from naboer
)

select
    skole,
    person,
    uddannelse,
    uddannelsesdel,
    afdeling,
    stamhold,
    elevtype,
    adgangsvej,
    forudgaaende_uddannelse,
    eux,
    er_i_population,
    er_start,
    case
        when udeladt_grund = 'ikke_startet_endnu' then 'ikke_startet'
        when not er_i_population then 'uden_for_population'
        when afgangsgruppe in ('fuldfoert', 'afbrudt') then afgangsgruppe
        when afgangsgruppe = 'teknisk' and er_fulgt then 'fortsat'
        else 'i_gang'
    end as tilstand,
    afgangsaarsag,
    afgangsaarsag_tekst,
    afgangsgruppe,
    case
        when not er_i_population then udeladt_grund
        when er_fortsaettelse then 'teknisk_fortsaettelse'
        when nummer_i_aaret > 1 then 'senere_start_samme_aar'
    end as udeladt_grund,
    levering,
    fil,
    linje,
    er_gammel,
    startaar,
    startdato,
    slutdato,
    forventet_slut,
    afgangsdato,
from nummererede
