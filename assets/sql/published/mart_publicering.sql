-- titel: Publicering
-- beskrivelse: Publiceringen selv: dagen den er pr., og hvor langt dens data rækker.
-- enhed: publiceringer
-- grain: publicering
-- noegle: pr_dato
-- ejer: data-team
select
    koersel.dato as pr_dato,
    min(kilder.datadato) as data_pr,
    count(*) as kilder_antal,
    count(*) filter (where kilder.alder_dage > kilder.max_alder_dage or kilder.alder_dage is null)
        as gamle_kilder_antal,
from staging.koersel as koersel
cross join staging.kilder as kilder
group by koersel.dato
