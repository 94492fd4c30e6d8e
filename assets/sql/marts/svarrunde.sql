-- titel: Svarrunder
-- beskrivelse: Hver gruppe (uddannelse, del og afdeling) i hver uge med en mikromåling: hvor mange der var aktive, hvor mange der deltog, og hvor mange af dem der besvarede mindst ét spørgsmål. dato er den første dag, gruppen svarede. udeladt_grund siger, hvorfor gruppen ikke indgår i svarandelen.
-- enhed: personer
-- grain: én gruppe og uge
-- noegle: skole, uge_mandag, uddannelse, uddannelsesdel, afdeling
-- ejer: data-team
with deltagere as (
    select
        t.skole,
        k.uge_mandag,
        t.uddannelse,
        t.uddannelsesdel,
        t.afdeling,
        t.respondent,
        sum(t.besvaret_antal) filter (where t.dato <= r.dato) as besvaret_antal,
        min(t.dato) as dato,
    from marts.trivsel_score as t
    inner join staging.kalender as k on t.dato = k.dato
    cross join staging.koersel as r
    group by all
),

grupper as (
    select
        skole,
        uge_mandag,
        uddannelse,
        uddannelsesdel,
        afdeling,
        count(*) as deltagere_antal,
        count(*) filter (where besvaret_antal > 0) as respondenter_antal,
        0 as aktive_antal,
        min(dato) as dato,
    from deltagere
    group by all
    union all
    select
        skole,
        uge_mandag,
        uddannelse,
        uddannelsesdel,
        afdeling,
        0 as deltagere_antal,
        0 as respondenter_antal,
        count(*) as aktive_antal,
        null as dato,
    from marts.svaruge_elev
    group by all
)

select
    g.skole,
    g.uge_mandag,
    g.uddannelse,
    g.uddannelsesdel,
    g.afdeling,
    sum(g.deltagere_antal) as deltagere_antal,
    sum(g.respondenter_antal) as respondenter_antal,
    sum(g.aktive_antal) as aktive_antal,
    case
        when min(g.dato) is null then 'ikke_spurgt'
        when min(g.dato) > k.dato then 'ikke_stillet_endnu'
        when g.uddannelse is null or g.uddannelsesdel is null or g.afdeling is null
            then 'uden_gruppe'
        when sum(g.aktive_antal) = 0 then 'ingen_aktive'
    end as udeladt_grund,
    min(g.dato) as dato,
from grupper as g
cross join staging.koersel as k
group by g.skole, g.uge_mandag, g.uddannelse, g.uddannelsesdel, g.afdeling, k.dato
