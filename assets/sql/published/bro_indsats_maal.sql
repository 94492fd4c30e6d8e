-- titel: Indsats og mål
-- beskrivelse: Hvilke mål der står under hvilke indsatser; et fælles mål ejes af en anden indsats og tæller én gang.
-- enhed: mål
-- grain: indsats × mål
-- noegle: indsats_noegle, maal_noegle
-- ejer: data-team
select distinct
    coalesce(i.indsats_noegle, -1) as indsats_noegle,
    coalesce(m.maal_noegle, -1) as maal_noegle,
    x.er_egen,
from marts.indsats_maal as x
left join published.dim_indsats as i on x.plan = i.plan and x.indsats = i.indsats
left join published.dim_maal as m on x.plan = m.plan and x.maal = m.maal
