"""Every table and column of the publication that the scorecard reads, and nothing else names."""

from typing import Final

SECTOR: Final = "sektor"
CHANGES_TABLE: Final = "mart_aendringer"
CHANGES: Final = f"""
select
    art, navn, titel, opdeling, aar, enhed, foer, efter, aarsag, grund, status_foer, status_efter,
    er_forvaerret
from {CHANGES_TABLE}
order by
    er_forvaerret desc, array_position(['maal', 'maaltal', 'kpi'], art), navn, opdeling, aar desc
"""

GOALS: Final = """
select
    skole.skole, skole.skole_navn, maal.plan, maal.maal, maal.maal_titel as titel,
    fokus.fokusomraade, maal.type, maal.enhed, maal.loefte, maal.maaling, maal.kilder,
    maal.formel, maal.vilkaar, maal.graenser, natten.status, natten.grund, natten.basis,
    natten.basis_er_foreloebig, natten.vaerdi, natten.maaltal, natten.forventet_nu,
    natten.prognose, natten.prognose_fra, natten.prognose_til, natten.fremdrift,
    natten.taeller, natten.naevner, natten.frist, natten.datadato, natten.rettelse,
    natten.rettelse_grund, natten.skjult_aarsag, natten.data_pr
from fakt_maalstatus as natten
inner join dim_maal as maal using (maal_noegle)
inner join dim_skole as skole using (skole_noegle)
inner join dim_fokusomraade as fokus
    on natten.fokusomraade_noegle = fokus.fokusomraade_noegle
where natten.er_seneste
order by skole.skole, maal.plan, maal.maal
"""

INDSATSER: Final = """
select
    skole.skole, indsats.plan, indsats.indsats, indsats.indsats_titel as titel,
    fokus.fokusomraade, fokus.fokusomraade_titel, fokus.fokusomraade_raekkefoelge as raekkefoelge,
    indsats.periode_fra,
    indsats.periode_til, indsats.overgaar_til_drift, indsats.ejer, natten.status
from fakt_indsatsstatus as natten
inner join dim_indsats as indsats using (indsats_noegle)
inner join dim_skole as skole using (skole_noegle)
inner join dim_fokusomraade as fokus
    on natten.fokusomraade_noegle = fokus.fokusomraade_noegle
where natten.er_seneste
order by skole.skole, indsats.plan, raekkefoelge, indsats.indsats
"""

LINKS: Final = """
select indsats.plan, indsats.indsats, maal.maal, bro.er_egen
from bro_indsats_maal as bro
inner join dim_indsats as indsats using (indsats_noegle)
inner join dim_maal as maal using (maal_noegle)
order by indsats.plan, indsats.indsats, not bro.er_egen, maal.maal
"""

YEARS: Final = """
select
    skole.skole, maal.plan, maal.maal, forloeb.aar, forloeb.vaerdi, forloeb.er_foreloebig,
    forloeb.skjult_aarsag
from fakt_maalforloeb as forloeb
inner join dim_maal as maal using (maal_noegle)
inner join dim_skole as skole using (skole_noegle)
order by skole.skole, maal.plan, maal.maal, forloeb.aar
"""

VERSIONS: Final = """
select
    skole.skole, maal.plan, maal.maal, udgave.gyldig_fra, udgave.er_gaeldende, udgave.aarsag,
    udgave.basisaar, udgave.maalaar, udgave.loefte
from fakt_maaltal as udgave
inner join dim_maal as maal using (maal_noegle)
inner join dim_skole as skole using (skole_noegle)
order by skole.skole, maal.plan, maal.maal, udgave.version
"""

BESIDE: Final = """
select skole, plan, maal, titel, aar, enhed, vaerdi, skjult_aarsag
from mart_ved_siden_af
order by skole, plan, maal, titel, aar
"""

FEEDS: Final = """
select
    kvalitet.skole, skole.skole_navn, kvalitet.kilde_titel, kvalitet.datadato,
    kvalitet.seneste_ankomst, kvalitet.er_for_gammel, kvalitet.linjer,
    kvalitet.karantaene, kvalitet.karantaene_andel, kvalitet.svarandel,
    kvalitet.afviste_leveringer, kvalitet.seneste_afvist_grund
from mart_datakvalitet as kvalitet
inner join dim_skole as skole using (skole_noegle)
order by kvalitet.skole, kvalitet.kilde_titel
"""

HIDDEN_CELLS: Final = """
select titel, coalesce(skjult_aarsag, '') as aarsag, count(*) as celler
from (
    select 'Nøgletal pr. skole og år' as titel, 1 as nr, skjult_aarsag from fakt_maaling_skole
    union all
    select 'Nøgletal pr. uddannelse og år', 2, skjult_aarsag from fakt_maaling_aar
    union all
    select 'Nøgletal pr. skole og måned', 3, skjult_aarsag from fakt_maaling_maaned
    union all
    select 'Nøgletal pr. afdeling og måned', 4, skjult_aarsag from fakt_maaling
    union all
    select 'Aftaler pr. kommune', 5, skjult_aarsag from fakt_dimensionering
) as celle
group by all
order by min(nr), aarsag
"""

NEEDED: Final = (
    *("dim_skole", "dim_fokusomraade", "dim_indsats", "dim_maal", "bro_indsats_maal"),
    *("fakt_maalstatus", "fakt_indsatsstatus", "fakt_maalforloeb", "fakt_maaltal"),
    *("fakt_maaling", "fakt_maaling_maaned", "fakt_maaling_aar", "fakt_maaling_skole"),
    *("fakt_dimensionering", "mart_ved_siden_af", "mart_datakvalitet"),
)
