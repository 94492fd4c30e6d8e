-- titel: Overgange mellem uddannelsens dele
-- beskrivelse: Hvert fuldført GF1 og GF2 med den næste start: GF2 til og med gf1_gf2_maaneder efter GF1, HF til og med gf2_hf_maaneder efter GF2, i hvilken uddannelse det end er. udeladt_grund siger, hvorfor overgangen ikke tæller: den tæller fra dagen efter sit vindue; fra GF2 er merit (adgangsvejen merit_adgangsvej) og EUV1 ude.
-- enhed: overgange
-- grain: ét fuldført GF1 eller GF2 (person, uddannelse, del og startdato)
-- noegle: skole, person, uddannelse, uddannelsesdel, startdato
-- ejer: data-team
-- kendte_begraensninger: Skolen ser kun sin egen del af elevens vej; en overgang til en anden skole ses ikke. Vejen fra GF1 over GF+ er ikke en start på GF2 inden for vinduet.
with fuldfoerte as (
    select
        a.*,
        k.dato as koerselsdato,
        case when a.uddannelsesdel = 'GF1' then 'GF2' else 'HF' end as naeste_del,
        cast(
            a.afgangsdato
            + interval 1 month
            * case when a.uddannelsesdel = 'GF1' then i.gf1_gf2_maaneder else i.gf2_hf_maaneder end
            as date
        ) as vindue_slutdato,
        case
            when a.udeladt_grund is not null then a.udeladt_grund
            when a.uddannelsesdel = 'GF1' then null
            when a.adgangsvej = i.merit_adgangsvej then 'merit'
            when a.adgangsvej = 'EUV1' or a.elevtype = 'EUV1' then 'euv1'
        end as grund,
    from marts.forloeb_afgang as a
    inner join staging.indstillinger as i on a.skole = i.skole
    cross join staging.koersel as k
    where a.tilstand = 'fuldfoert' and a.uddannelsesdel in ('GF1', 'GF2')
),

fulgte as (
    select
        f.*,
        min(s.startdato) as naeste_startdato,
    from fuldfoerte as f
    left join marts.forloeb as s
        on
            f.skole = s.skole
            and f.person = s.person
            and f.naeste_del = s.uddannelsesdel
            and s.er_start
            and s.startdato between f.afgangsdato and f.vindue_slutdato
    group by all
)

select
    skole,
    person,
    uddannelse,
    uddannelsesdel,
    afdeling,
    elevtype,
    adgangsvej,
    naeste_del,
    coalesce(
        grund, case when vindue_slutdato >= koerselsdato then 'vindue_aabent' end
    ) as udeladt_grund,
    levering,
    fil,
    linje,
    startdato,
    afgangsdato,
    vindue_slutdato,
    naeste_startdato,
from fulgte
