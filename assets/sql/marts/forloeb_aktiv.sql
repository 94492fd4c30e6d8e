-- titel: Aktive perioder
-- beskrivelse: De dage, et forløb er aktivt: fra startdatoen til og med afgangsdagen, og til kørslens dato, hvor der ingen afgang er, også efter forventet slut. En afgangsdato uden kode eller med 33 eller 40 slutter også aktiviteten. udeladt_grund siger, hvorfor forløbet aldrig tæller som aktivt: det er uden for populationen, eller afgangen er sket, uden at dagen kendes.
-- enhed: forløb
-- grain: ét uddannelsesforhold (person, uddannelse, del og startdato)
-- noegle: skole, person, uddannelse, uddannelsesdel, startdato
-- ejer: data-team
select
    f.skole,
    f.person,
    f.uddannelse,
    f.uddannelsesdel,
    f.afdeling,
    f.stamhold,
    f.er_i_population,
    f.er_start,
    f.tilstand,
    case
        when not f.er_i_population then f.udeladt_grund
        when f.afgangsdato is null and f.tilstand in ('fuldfoert', 'afbrudt', 'fortsat')
            then 'uden_afgangsdato'
    end as udeladt_grund,
    f.startdato,
    coalesce(f.afgangsdato, k.dato) as aktiv_til,
    f.forventet_slut,
    f.afgangsdato,
from marts.forloeb as f
cross join staging.koersel as k
