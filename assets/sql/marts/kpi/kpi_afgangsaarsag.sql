-- titel: Afgangsårsager
-- beskrivelse: Afbrudte afgange efter central grund, talt på afgangsdatoen; de samme afgange som tælleren i kpi_afbrud. Den lokale tekst i Afgangsårsag betegnelse slås op i data/koder/afgangsgrunde.csv efter de mønstre, der gælder på afgangsdatoen; passer flere, gælder det længste. Grunden er ukendt, hvor teksten er tom eller intet passer, og andelen ukendt er ukendt mod summen af alle grunde. Den lokale tekst forlader aldrig skolens data, og et antal i stedet for en andel skjuler en grund, som kun få personer har.
-- formel: Σ taeller = afbrudte afgange med grunden; andel = Σ taeller i grunden / Σ taeller i alle grunde
-- enhed: afgange
-- grain: skole, dato, uddannelse, uddannelsesdel, afdeling, grund
-- noegle: skole, dato, uddannelse, uddannelsesdel, afdeling, grund
-- ejer: data-team
-- retning: ned
-- dimensioner: grund
-- opdeling: grund
-- kendte_begraensninger: Den lokale tekst er fri og ændrer sig; et nyt ord er ukendt, til det får sit mønster.
with grunde as (
    select
        a.skole,
        a.person,
        a.uddannelse,
        a.uddannelsesdel,
        a.afdeling,
        coalesce(g.grund, 'ukendt') as grund,
        a.afgangsdato as dato,
        row_number() over (
            partition by a.skole, a.person, a.uddannelse, a.uddannelsesdel, a.startdato
            order by length(g.moenster) desc, g.moenster asc, g.grund asc
        ) as nummer,
    from marts.forloeb_afgang as a
    left join staging.kode_afgangsgrunde as g
        on
            lower(trim(a.afgangsaarsag_tekst)) like lower(g.moenster)
            and a.afgangsdato >= coalesce(g.gyldig_fra, date '1900-01-01')
            and a.afgangsdato <= coalesce(g.gyldig_til, date '9999-12-31')
    where a.udeladt_grund is null and a.tilstand = 'afbrudt'
),

grundlag as (
    select
        skole,
        dato,
        uddannelse,
        uddannelsesdel,
        afdeling,
        grund,
        person,
        cast(1 as decimal(18, 4)) as taeller,
        cast(null as decimal(18, 4)) as naevner,
    from grunde
    where nummer = 1
)

select
    skole,
    dato,
    uddannelse,
    uddannelsesdel,
    afdeling,
    grund,
    sum(taeller) as taeller,
    sum(naevner) as naevner,
    count(distinct person) as personer,
from grundlag
group by all
