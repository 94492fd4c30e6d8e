-- titel: En ændring siger intet om tal, der er skjult på en af de to nætter
-- alvor: bloker
-- tabel: published.mart_aendringer
-- middel: Se efter i sosu_pipeline/publishing/moving.py, hvorfor tallet er med, selv om det er skjult.
with skjult as (
    select
        skole,
        art,
        plan,
        navn,
        opdeling,
        aar,
    from marts.nat_foer
    where skjult_aarsag is not null
    union all
    select
        skole,
        art,
        plan,
        navn,
        opdeling,
        aar,
    from marts.nat_nu
    where skjult_aarsag is not null
)

select
    x.skole,
    x.art,
    x.navn,
    x.opdeling,
    x.aar,
from published.mart_aendringer as x
inner join skjult as s
    on
        x.skole = s.skole
        and x.art = s.art
        and x.plan = s.plan
        and x.navn = s.navn
        and x.opdeling = s.opdeling
        and (x.art <> 'kpi' or x.aar = s.aar)
where coalesce(x.foer, x.efter, x.forskel, x.heraf_data) is not null
