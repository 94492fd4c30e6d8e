-- titel: Uddannelsesaftaler
-- beskrivelse: Hver aftale, som den stod på kørslens dato: en ophævelse dateret senere er ikke sket, en underskrift dateret senere er ikke givet. En aftale tæller, uanset type, medmindre den er underkendt eller ophævet før start (også Ophævet med en dato før praktikstart); er den ophævet efter start, tæller den stadig, og en blank status tæller som gældende. kommune_udeladt_grund siger, hvorfor aftalen ikke er den, personen tæller med i sin kommune: en person og uddannelse (SSA eller SSH) tæller én gang nogensinde, ved den første begyndte aftale.
-- enhed: aftaler
-- grain: én aftale (person, uddannelse, praktikstart og aftaletype)
-- noegle: skole, person, uddannelse, praktikstart, aftaletype
-- ejer: data-team
with raekker as (
    select
        a.*,
        k.dato as koerselsdato,
        case
            when a.aftalestatus = 'Underkendt' then 'underkendt'
            when a.underskriftsdato > k.dato then 'ikke_underskrevet_endnu'
            when a.ophaevet_dato > k.dato then null
            when a.aftalestatus = 'Ophævet før start' then 'ophaevet_foer_start'
            when a.aftalestatus = 'Ophævet' and a.ophaevet_dato < a.praktikstart
                then 'ophaevet_foer_start'
        end as udeladt_grund,
    from staging.uddannelsesaftaler as a
    cross join staging.koersel as k
),

begyndte as (
    select
        *,
        case
            when udeladt_grund is not null then udeladt_grund
            when coalesce(uddannelse, '') not in ('SSA', 'SSH') then 'ikke_ssa_eller_ssh'
            when praktikstart > koerselsdato then 'ikke_begyndt_endnu'
        end as ikke_begyndt_grund,
    from raekker
),

nummererede as (
    select
        *,
        row_number() over (
            partition by skole, person, uddannelse, ikke_begyndt_grund
            order by praktikstart, underskriftsdato nulls last, aftaletype
        ) as nummer,
    from begyndte
)

select
    skole,
    person,
    uddannelse,
    aftaletype,
    case when ophaevet_dato > koerselsdato then 'Gældende' else aftalestatus end as aftalestatus,
    right(kommune, 3) as kommune,
    udeladt_grund,
    coalesce(
        ikke_begyndt_grund, case when nummer > 1 then 'senere_aftale' end
    ) as kommune_udeladt_grund,
    levering,
    fil,
    linje,
    underskriftsdato,
    praktikstart,
    praktikslut,
    hf_start,
    case when ophaevet_dato <= koerselsdato then ophaevet_dato end as ophaevet_dato,
from nummererede
