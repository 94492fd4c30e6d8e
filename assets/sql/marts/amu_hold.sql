-- titel: AMU-hold og deres skæbne
-- beskrivelse: Hvert hold én gang, uanset hvor mange skolefag det har. Holdet begynder ved sit første skolefags planlagte start og er aflyst, når alle dets skolefag er det; en blank status er ikke en aflysning. Et hold, hvis planlagte start ligger efter kørslens dato, er ikke sket endnu.
-- enhed: hold
-- grain: ét hold
-- noegle: skole, hold
-- ejer: data-team
select
    h.skole,
    h.hold,
    min(h.ds_nr) as afdeling,
    min(h.fkb_cosa) as fkb_cosa,
    count(*) as skolefag_antal,
    bool_and(coalesce(h.status = 'Aflyst', false)) as er_aflyst,
    case
        when min(h.planlagt_start) is null then 'uden_planlagt_start'
        when min(h.planlagt_start) > k.dato then 'planlagt_start_ikke_naaet'
    end as udeladt_grund,
    min(h.planlagt_start) as planlagt_start,
    max(h.planlagt_slut) as planlagt_slut,
from staging.amu_hold as h
cross join staging.koersel as k
group by h.skole, h.hold, k.dato
