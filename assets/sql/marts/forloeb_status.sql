-- titel: Uddannelsesforhold pr. kørslens dato
-- beskrivelse: Hvert uddannelsesforhold, som det stod på kørslens dato: en afgang dateret senere er ikke sket endnu. Afgangskoden slås op i de daterede afgangsaarsager på afgangens dato (på kørslens dato, hvor den mangler) og elevtypen i elevtyper; en blank elevtype hører med. startaar er året, startdatoen falder i, når året begynder i aar_begynder_maaned; et skoleår hedder det år, det begynder i. udeladt_grund siger, hvorfor rækken er uden for populationen.
-- enhed: forløb
-- grain: ét uddannelsesforhold (person, uddannelse, del og startdato)
-- noegle: skole, person, uddannelse, uddannelsesdel, startdato
-- ejer: data-team
with raekker as (
    select
        f.*,
        k.dato as koerselsdato,
        coalesce(f.afgangsdato, k.dato) <= k.dato as er_afgang_sket,
    from staging.uddannelsesforhold as f
    cross join staging.koersel as k
),

kodede as (
    select
        r.*,
        a.gruppe as afgangsgruppe,
    from raekker as r
    left join staging.kode_afgangsaarsager as a
        on
            r.er_afgang_sket
            and r.afgangsaarsag = a.kode
            and coalesce(r.afgangsdato, r.koerselsdato) >= coalesce(a.gyldig_fra, date '1900-01-01')
            and coalesce(r.afgangsdato, r.koerselsdato) <= coalesce(a.gyldig_til, date '9999-12-31')
)

select
    k.skole,
    k.person,
    k.uddannelse,
    k.uddannelsesdel,
    coalesce(k.ds_nr, k.elevafd) as afdeling,
    k.stamhold,
    k.elevtype,
    k.adgangsvej,
    k.forudgaaende_uddannelse,
    k.eux,
    case when k.er_afgang_sket then k.afgangsaarsag end as afgangsaarsag,
    case when k.er_afgang_sket then k.afgangsaarsag_tekst end as afgangsaarsag_tekst,
    k.afgangsgruppe,
    case
        when k.startdato > k.koerselsdato then 'ikke_startet_endnu'
        when e.er_i_population = 'nej' then 'elevtype_uden_for_population'
        when k.afgangsgruppe = 'uden_for_population' then 'afgangskode_uden_for_population'
    end as udeladt_grund,
    k.levering,
    k.fil,
    k.linje,
    k.er_gammel,
    year(k.startdato - interval 1 month * (i.aar_begynder_maaned - 1)) as startaar,
    k.startdato,
    k.slutdato,
    k.forventet_slut,
    case when k.er_afgang_sket then k.afgangsdato end as afgangsdato,
from kodede as k
inner join staging.indstillinger as i on k.skole = i.skole
left join staging.kode_elevtyper as e on k.elevtype = e.kode
