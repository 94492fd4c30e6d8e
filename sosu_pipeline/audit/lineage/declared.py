"""Tables that Python makes, not SQL: their columns, and what each is made of, declared here alone.

A row of a declaration is ``columns: sources``. A source is a column (``staging.kilder.datadato``),
a word of ``WORDS`` for several, or a place in the tree, whose field of the same name is meant.
"""

from collections.abc import Iterable, Iterator, Mapping

from sosu_pipeline.audit.lineage.columns import NIGHTS, RUN, Column, Step, Steps
from sosu_pipeline.audit.lineage.hidden import HIDDEN_TABLES
from sosu_pipeline.warehouse.nights import COLUMNS as SHOWN_THAT_NIGHT

LIMITS = ("smaa_celler_personer", "smaa_celler_trivsel")
PLANS, SCHOOLS, CODES = "data/indsatser", "data/skoler", "data/koder"
WORDS: Mapping[str, tuple[str, ...]] = {
    "mål": (PLANS, "data/sektormaal"),
    "tal": ("marts.kpi.dato", "marts.kpi.taeller", "marts.kpi.naevner"),
    "personer": ("marts.kpi.personer",),
    "skole": (SCHOOLS,),
    "nat": (f"{RUN}.dato",),
    "rettelse": (RUN,),
    "kilde": ("staging.kilder.datadato", "staging.kilder.alder_dage"),
    "vist": (
        *("marts.kpi_skole.taeller", "marts.kpi_skole.naevner"),
        *("marts.maal_status.aktuel", "marts.maal_status.maaltal"),
    ),
    "småt": (
        *("marts.kpi_skole.personer", "marts.maal_status.personer"),
        *(f"staging.indstillinger.{name}" for name in LIMITS),
    ),
    "milepæl": tuple(
        f"staging.milepaele.{name}"
        for name in ("maal", "milepael", "status", "frist", "opnaaet_dato", "dokumentation")
    ),
}
"""What a word stands for.

Goals measure the KPIs one by one; ``tal`` and ``personer`` are of the table that has their rows.
"""
_VERDICT = "tal mål milepæl kilde skole nat"
_FIGURE = "tal mål kilde skole nat"
_GOAL_STATUS = {
    "skole": "skole",
    "plan maal": "mål",
    "dato": "nat",
    "indsats fokusomraade titel type kpi": "mål",
    "enhed": "mål marts.kpi_katalog.enhed",
    "maalt_som retning": "mål",
    "status status_tekst grund": _VERDICT,
    "basis basis_er_foreloebig samme_dag_basis aktuel maaltal forventet_nu": _FIGURE,
    "prognose prognose_fra prognose_til fremdrift mangler mangler_pr_maaned": _FIGURE,
    "maaneder_tilbage taeller naevner": _FIGURE,
    "personer basis_personer": "personer mål kilde skole nat",
    "frist": "mål staging.milepaele.frist",
    "datadato": "staging.kilder.datadato",
    "gyldig_fra version_grund": "mål",
    "uenig_med": _FIGURE,
    "naevnte_aar": "mål tal skole",
}
_INDSATS_STATUS = {
    "skole": "skole",
    "plan indsats": "mål",
    "dato": "nat",
    "titel fokusomraade": "mål",
    "status status_tekst bedoemte_maal neutrale_maal": "marts.maal_status_historik.status",
    "maal": "mål",
}
_OF_GOAL = "tal mål kilde skole"
_GOAL_STEP = f"{_OF_GOAL} marts.nat_foer.datadato"
_MOVED = " ".join(
    [
        *("marts.nat_foer." + name for name in ("vaerdi", "til_datadato", "definition", "ordlyd")),
        *("marts.nat_nu." + name for name in ("vaerdi", "genregnet", "med_gammel_ordlyd")),
        *("marts.nat_nu." + name for name in ("definition", "ordlyd", "ordlyd_foer")),
    ]
)
_CORRECTED = {"rettelse rettelse_grund": "rettelse"}


def _same(table: str, names: Iterable[str]) -> dict[str, str]:
    """Declare columns that are those of another table."""
    return {name: f"{table}.{name}" for each in names for name in each.split()}


TABLES: Mapping[str, Mapping[str, str]] = {
    "staging.koersel": {"dato": "nat"},
    "staging.skoler": {"skole navn": "skole"},
    "staging.afdelinger": {"skole afdeling navn": "skole"},
    "staging.kalender": {
        "dato aar maaned iso_aar iso_uge uge_mandag ugedag skoleaar helligdag": (
            "sosu_pipeline/warehouse/calendar.py"
        ),
        "er_skoledag er_undervisningsuge undervisningsuge_nr": (
            "sosu_pipeline/warehouse/calendar.py staging.kode_undervisningsfri_uger.kode "
            "staging.kode_undervisningsfri_uger.gyldig_fra "
            "staging.kode_undervisningsfri_uger.gyldig_til"
        ),
    },
    "marts.maal_status_historik": _GOAL_STATUS | _CORRECTED,
    "marts.maal_status": _same("marts.maal_status_historik", _GOAL_STATUS | _CORRECTED),
    "marts.maal_status_afvigelser": _same("marts.maal_status", ["skole plan maal dato"]),
    "marts.indsats_status_historik": _INDSATS_STATUS | _CORRECTED,
    "marts.indsats_status": _same("marts.indsats_status_historik", _INDSATS_STATUS | _CORRECTED),
    "marts.indsats_status_afvigelser": _same("marts.indsats_status", ["skole plan indsats dato"]),
    "marts.maal": {
        "skole": "skole",
        "plan maal indsats fokusomraade titel type kpi": "mål",
        "enhed": "mål marts.kpi_katalog.enhed",
        "retning loefte maaling": "mål",
        "kilder": "mål data/kilder",
        "formel": "mål marts.kpi_katalog.formel",
        "vilkaar": "mål",
        "graenser": "mål marts.kpi_katalog.kendte_begraensninger",
    },
    "marts.maal_ved_siden_af": {
        "skole": "skole",
        "plan maal nr titel": "mål",
        "aar": "tal mål skole nat",
        "dato": "nat",
        "kpi": "mål",
        "enhed": "mål marts.kpi_katalog.enhed",
        "taeller naevner aktuel": "tal mål skole nat",
        "personer": "personer mål skole nat",
    },
    "marts.maal_aar": {
        "skole": "skole",
        "plan maal": "mål",
        "aar til_dato": "tal kilde skole",
        "kpi er_basis": "mål",
        "er_foreloebig": "kilde skole",
        "taeller naevner aktuel": _OF_GOAL,
        "personer": "personer mål kilde skole",
    },
    "marts.maal_version": {
        "skole": "skole",
        "plan maal version gyldig_fra gyldig_til": "mål",
        "er_gaeldende": "mål nat",
        "aarsag basisaar maalaar aendring maaltal": "mål",
        "loefte": "mål marts.kpi_katalog.titel",
    },
    "marts.indsats": {
        "skole": "skole",
        "plan indsats titel fokusomraade periode_fra periode_til overgaar_til_drift ejer": PLANS,
    },
    "marts.indsats_maal": {"skole": "skole", "plan indsats maal er_egen": PLANS},
    "marts.statusser": {
        "status status_tekst symbol farve raekkefoelge": "sosu_pipeline/progress/status.py"
    },
    "marts.kpi_datadato": {
        "skole": "skole",
        "kpi": "assets/sql/marts/kpi",
        "datadato": "staging.kilder.datadato",
    },
    "marts.nat_foer": dict.fromkeys(SHOWN_THAT_NIGHT, NIGHTS),
    **HIDDEN_TABLES,
    "marts.maal_skridt": {
        "skole": "skole",
        "plan maal kpi basis_kpi ordlyd ordlyd_foer": "mål",
        "dato": "nat",
        "aar": "tal kilde skole",
        "personer": "personer mål kilde skole",
        "genregnet": _GOAL_STEP,
        "med_gammel_ordlyd": _OF_GOAL,
        "maaltal_genregnet": _GOAL_STEP,
        "maaltal_med_gammel_ordlyd": _OF_GOAL,
    },
    "marts.kpi_definition": {
        "skole": "skole",
        "kpi": "assets/sql/marts/kpi",
        "definition": f"assets/sql/marts {CODES} {SCHOOLS}",
    },
    "marts.kpi_skridt": {
        **_same("marts.kpi_skole", ["kpi skole aar opdeling"]),
        "datadato": "marts.kpi_datadato.datadato",
        "til_datadato": "tal marts.kpi_datadato.datadato",
        "genregnet": "tal marts.nat_foer.datadato",
        "personer": "personer",
    },
    "marts.nat_nu": {
        "skole": "marts.kpi_skole.skole marts.maal_status.skole",
        "art": "sosu_pipeline/publishing/moving.py",
        "plan": "marts.maal_status.plan",
        "navn": "marts.kpi_skole.kpi marts.maal_status.maal",
        "kpi": "marts.kpi_skole.kpi marts.maal_skridt.kpi",
        "opdeling": "marts.kpi_skole.opdeling",
        "aar": "marts.kpi_skole.aar marts.maal_skridt.aar",
        "dato": "nat",
        "titel": "marts.kpi_katalog.titel marts.maal_status.titel",
        "enhed": "marts.kpi_katalog.enhed marts.maal_status.enhed",
        "vaerdi": "vist",
        "status": "marts.maal_status.status",
        "datadato": "marts.kpi_skridt.datadato marts.maal_status.datadato",
        "til_datadato": "vist marts.kpi_skridt.til_datadato",
        "definition": "marts.kpi_definition.definition",
        "ordlyd": "marts.maal_skridt.ordlyd",
        "skjult_aarsag": "småt",
        "genregnet": (
            "marts.kpi_skridt.genregnet marts.maal_skridt.genregnet "
            "marts.maal_skridt.maaltal_genregnet"
        ),
        "med_gammel_ordlyd": (
            "marts.maal_skridt.med_gammel_ordlyd marts.maal_skridt.maaltal_med_gammel_ordlyd"
        ),
        "ordlyd_foer": "marts.maal_skridt.ordlyd_foer",
        "mellem_skjult": "småt marts.kpi_skridt.personer marts.maal_skridt.personer",
    },
    "marts.aendringer": {
        **_same("marts.nat_nu", ["skole art plan navn opdeling aar titel enhed"]),
        "foer_dato": "marts.nat_foer.dato",
        **_same("marts.nat_nu", ["dato datadato"]),
        "foer": "marts.nat_foer.vaerdi",
        "efter": "marts.nat_nu.vaerdi",
        "forskel": "marts.nat_foer.vaerdi marts.nat_nu.vaerdi",
        "heraf_data heraf_rettelse heraf_maal heraf_definition": _MOVED,
        "aarsag grund": f"{_MOVED} marts.nat_foer.status marts.nat_nu.status",
        "status_foer": "marts.nat_foer.status",
        "status_efter": "marts.nat_nu.status",
        "er_forvaerret": "marts.nat_foer.status marts.nat_nu.status",
        "skjult_aarsag": (
            "marts.nat_foer.skjult_aarsag marts.nat_nu.skjult_aarsag marts.nat_nu.mellem_skjult"
        ),
        "advarsel": f"{_MOVED} skole assets/sql/marts/kpi",
    },
}


def declared_steps(table: str) -> Steps:
    """Return the steps back from each column of a table that is declared here."""
    return {
        name: tuple(sorted({Step(each) for each in _columns(sources.split(), name)}))
        for names, sources in TABLES[table].items()
        for name in names.split()
    }


def code_steps(navn: str, columns: Iterable[str]) -> Steps:
    """Return the steps back from each column of a code list to its file."""
    return {name: (Step(Column(f"{CODES}/{navn}.csv", name)),) for name in columns}


def setting_steps(columns: Iterable[str]) -> Steps:
    """Return the steps back from each setting to the schools' files."""
    return {name: (Step(Column(SCHOOLS, name)),) for name in columns}


def _columns(sources: Iterable[str], name: str) -> Iterator[Column]:
    for source in sources:
        for each in WORDS.get(source, (source,)):
            end = Column(each, name)
            yield end if end.end else Column(*each.rsplit(".", 1))
