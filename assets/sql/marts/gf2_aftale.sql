-- titel: GF2-elever og deres aftale
-- beskrivelse: Hver start på GF2 med dagen, den første tællende aftale blev underskrevet. En aftale tæller i GF2's uddannelse, uanset type, medmindre den er underkendt eller ophævet før start, og når den ikke begyndte mere end aftale_foer_gf2_maaneder før GF2; en blank underskriftsdato er ukendt og tæller ikke. De to grunde siger, hvorfor eleven ikke tæller med i undervisningsuge laereplads_uge og ved den planlagte slut.
-- enhed: forløb
-- grain: én start på GF2 (person, uddannelse og startdato)
-- noegle: skole, person, uddannelse, startdato
-- ejer: data-team
with underskrevne as (
    select
        g.skole,
        g.person,
        g.uddannelse,
        g.startdato,
        min(a.underskriftsdato) as underskriftsdato,
    from marts.gf2_forloeb as g
    inner join staging.indstillinger as i on g.skole = i.skole
    inner join marts.aftale as a
        on
            g.skole = a.skole
            and g.person = a.person
            and g.uddannelse = a.uddannelse
            and a.praktikstart >= g.startdato - interval 1 month * i.aftale_foer_gf2_maaneder
    where a.udeladt_grund is null
    group by all
)

select
    g.skole,
    g.person,
    g.uddannelse,
    g.uddannelsesdel,
    g.afdeling,
    g.tilstand,
    coalesce(u.underskriftsdato <= g.laereplads_mandag, false) as har_aftale_uge15,
    coalesce(u.underskriftsdato <= g.planlagt_slut, false) as har_aftale_slut,
    case
        when g.udeladt_grund is not null then g.udeladt_grund
        when g.planlagt_slut is null then 'uden_forventet_slut'
        when g.laereplads_mandag is null then 'uden_for_kalenderen'
        when g.planlagt_slut < g.laereplads_mandag then 'kortere_end_laereplads_uge'
        when g.laereplads_mandag > k.dato then 'laereplads_uge_ikke_naaet'
        when not g.er_aktiv_mandag then 'ikke_aktiv_i_laereplads_uge'
    end as udeladt_grund_uge15,
    case
        when g.udeladt_grund is not null then g.udeladt_grund
        when g.planlagt_slut is null then 'uden_forventet_slut'
        when g.planlagt_slut > k.dato then 'slut_ikke_naaet'
        when g.tilstand = 'afbrudt' and coalesce(g.afgangsdato <= g.planlagt_slut, true)
            then 'afbrudt'
        when g.tilstand <> 'fuldfoert' and not g.er_aktiv_slut then 'ikke_aktiv_ved_slut'
    end as udeladt_grund_slut,
    g.startdato,
    g.laereplads_mandag,
    g.planlagt_slut,
    g.afgangsdato,
    u.underskriftsdato,
from marts.gf2_forloeb as g
left join underskrevne as u using (skole, person, uddannelse, startdato)
cross join staging.koersel as k
