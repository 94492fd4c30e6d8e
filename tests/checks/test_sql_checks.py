"""Every promise of `checks/sql`, kept by sound rows and broken by one bad row, written by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from sosu_pipeline.warehouse.findings import counter_examples_of
from sosu_pipeline.warehouse.models import Promise, load_promises
from sosu_pipeline.warehouse.tables import create_schemas
from tests.factories import ROOT, Row

PROMISES = {promise.name: promise for promise in load_promises(ROOT / "checks" / "sql")}
RUN = date(2026, 12, 31)

LINE = {"skole": "nord", "levering": "levering-1", "fil": "fil-1", "linje": 1}
CELL = {
    "skole": "nord",
    "dato": RUN,
    "uddannelse": "SSA",
    "uddannelsesdel": "GF2",
    "afdeling": "821411",
    "naevner": Decimal(3),
}
FIGURE = {"kpi": "kpi_optag", "skole": "nord", "dato": RUN, "formaal": None, "naevner": None}
SCORE = {"skole": "nord", "dato": RUN, "indikator": "Velbefindende", "udeladt_grund": None}
MEAN = {"skole": "nord", "dato": RUN, "indikator": "Velbefindende", "naevner": Decimal(2)}
START = {
    "skole": "nord",
    "person": "anna",
    "uddannelse": "SSA",
    "uddannelsesdel": "GF2",
    "startaar": 2026,
    "udeladt_grund": None,
}
AGREEMENT = {"skole": "nord", "person": "anna", "uddannelse": "SSA", "kommune_udeladt_grund": None}
COURSE = {
    **LINE,
    "er_i_population": True,
    "startdato": date(2026, 8, 3),
    "afgangsdato": date(2026, 8, 3),
    "afgangsaarsag": "20",
    "afgangsgruppe": "afbrudt",
}
FIGURE_SEEN = {
    "skole": "nord",
    "art": "kpi",
    "plan": "",
    "navn": "kpi_optag",
    "opdeling": "",
    "aar": 2026,
}
MOVE = {
    **FIGURE_SEEN,
    "foer": Decimal(5),
    "efter": Decimal(7),
    "forskel": Decimal(2),
    "heraf_data": Decimal(3),
    "heraf_rettelse": Decimal(-1),
    "heraf_maal": Decimal(0),
    "heraf_definition": Decimal(0),
}
NIGHT = {"staging.koersel": [{"dato": RUN}]}
EARLIER = date(2026, 12, 30)
OWN = {"skole": "nord", "plan": "nord_2026", "maal": "01-a"}
PROMISE = {**OWN, "indsats": 1}
MEASURED = "et_maalt_tal_har_taeller_naevner_og_personer"
VERDICT = {
    **OWN,
    "dato": RUN,
    "kpi": "kpi_optag",
    "maalt_som": "sum",
    "basis": Decimal(157),
    "aktuel": Decimal(3),
    "taeller": Decimal(3),
    "naevner": None,
    "personer": 3,
    "uenig_med": None,
}
INDSATS = {"skole": "nord", "plan": "nord_2026", "indsats": 1, "dato": RUN}
ENROLMENT = {
    **LINE,
    "udeladt_grund": None,
    "startdato": date(2026, 3, 2),
    "slutdato": date(2026, 3, 6),
    "dage": Decimal(5),
}


@dataclass(frozen=True)
class Shown:
    """The tables a promise reads, and the row of its own table that breaks it."""

    sound: Mapping[str, Sequence[Row]]
    bad: Row
    into: str


def lines(kilde: str, mart: str) -> Shown:
    """Return a feed whose second line has not reached its mart."""
    feed = f"staging.{kilde}"
    return Shown({feed: [LINE], f"marts.{mart}": [LINE]}, {**LINE, "linje": 2}, feed)


def small_groups(fact: str, mart: str, *, month: bool, place: bool, department: bool) -> Shown:
    """Return a fact that shows ten people, and two whose figures it must hide."""
    when = {"maaned": date(2026, 8, 1)} if month else {"aar": 2026}
    key = {"kpi_noegle": 1, "skole_noegle": 1, "opdeling": ""}
    key |= {"dato_noegle": 20260801} if month else {"dato_noegle": 20260101, "aar": 2026}
    cell = {"kpi": "kpi_optag", "skole": "nord", "opdeling": None, **when}
    dimensions = {
        "published.dim_kpi": [{"kpi_noegle": 1, "kpi": "kpi_optag"}],
        "published.dim_skole": [{"skole_noegle": 1, "skole": "nord"}],
    }
    few, many = {**key, "kommune_noegle": -2}, {**key, "kommune_noegle": -2}
    small, large = {**cell, "personer": 2}, {**cell, "personer": 10}
    places = ("uddannelse", "uddannelsesdel") if place else ()
    for name in (*places, "afdeling") if department else places:
        dimensions[f"published.dim_{name}"] = [
            {f"{name}_noegle": 1, name: "A"},
            {f"{name}_noegle": -2, name: "Ikke opdelt"},
        ]
        few[f"{name}_noegle"], small[name] = -2, None
        many[f"{name}_noegle"], large[name] = 1, "A"
    if not place:
        few["opdeling"] = small["opdeling"] = "lille"
    figures = dict.fromkeys(("taeller", "naevner", "vaerdi"))
    shown = {"taeller": Decimal(2), "naevner": None, "vaerdi": Decimal(2)}
    return Shown(
        {
            **dimensions,
            f"marts.{mart}": [small, large],
            "marts.kpi_katalog": [{"kpi": "kpi_optag", "graense": None}],
            "staging.indstillinger": [
                {"skole": "nord", "smaa_celler_personer": 3, "smaa_celler_trivsel": 5}
            ],
            f"published.{fact}": [{**many, **shown}, {**few, **figures}],
        },
        {**few, **shown},
        f"published.{fact}",
    )


SHOWN = {
    "fakt_maaling_viser_ingen_smaa_grupper": small_groups(
        "fakt_maaling", "kpi_maaned", month=True, place=True, department=True
    ),
    "fakt_maaling_maaned_viser_ingen_smaa_grupper": small_groups(
        "fakt_maaling_maaned", "kpi_skole_maaned", month=True, place=False, department=False
    ),
    "fakt_maaling_aar_viser_ingen_smaa_grupper": small_groups(
        "fakt_maaling_aar", "kpi_aar", month=False, place=True, department=False
    ),
    "fakt_maaling_skole_viser_ingen_smaa_grupper": small_groups(
        "fakt_maaling_skole", "kpi_skole", month=False, place=False, department=False
    ),
    "afbrud_og_gennemfoerelse_er_tilsammen_alle_afgange": Shown(
        {
            "marts.kpi_afbrud": [{**CELL, "taeller": Decimal(1)}],
            "marts.kpi_gennemfoerelse": [{**CELL, "taeller": Decimal(2)}],
        },
        {**CELL, "afdeling": None, "taeller": Decimal(1)},  # 1 af 3, og resten mangler
        "marts.kpi_afbrud",
    ),
    "alle_forloeb_er_gjort_rede_for": lines("uddannelsesforhold", "forloeb"),
    "alle_aftaler_er_gjort_rede_for": lines("uddannelsesaftaler", "aftale"),
    "alle_ansoegninger_er_gjort_rede_for": lines("ansoegninger", "ansoegning"),
    "alle_amu_tilmeldinger_er_gjort_rede_for": lines("amu_tilmeldinger", "amu_tilmelding"),
    "alle_adgangskurser_er_gjort_rede_for": lines("adgangskursus", "kursusdeltagelse"),
    "alle_sprogscreeninger_er_gjort_rede_for": lines("sprogstoette", "sprogscreening"),
    "afgangsgrunde_er_tilsammen_alle_afbrud": Shown(
        {
            "marts.kpi_afbrud": [{**CELL, "taeller": Decimal(3)}],
            "marts.kpi_afgangsaarsag": [
                {**CELL, "grund": "Helbred", "taeller": Decimal(2)},
                {**CELL, "grund": "ukendt", "taeller": Decimal(1)},  # 2 + 1 = 3
            ],
        },
        {**CELL, "grund": "Økonomi", "taeller": Decimal(1)},
        "marts.kpi_afgangsaarsag",
    ),
    "elever_med_behov_er_dem_stoetten_maales_mod": Shown(
        {
            "marts.kpi_sprogbehov": [{**CELL, "taeller": Decimal(3)}],
            "marts.kpi_sprogstoette": [{**CELL, "taeller": Decimal(1)}],  # 1 af de 3 med behov
        },
        {**CELL, "afdeling": None, "taeller": Decimal(1)},
        "marts.kpi_sprogstoette",
    ),
    "kohortens_tilstande_er_tilsammen_alle_starter": Shown(
        {
            "marts.kpi_kohorte": [
                {**CELL, "tilstand": "fuldfoert", "taeller": Decimal(2)},
                {**CELL, "tilstand": "i_gang", "taeller": Decimal(1)},
                {**CELL, "tilstand": "afbrudt", "taeller": Decimal(0)},  # 2 + 1 + 0 = 3
            ]
        },
        {**CELL, "afdeling": None, "tilstand": "fuldfoert", "taeller": Decimal(3)},
        "marts.kpi_kohorte",
    ),
    "en_person_starter_hoejst_en_gang_om_aaret_i_en_del": Shown(
        {
            "marts.forloeb": [
                START,
                {**START, "startaar": 2027},
                {**START, "udeladt_grund": "teknisk_fortsaettelse"},
            ]
        },
        START,
        "marts.forloeb",
    ),
    "en_person_og_uddannelse_har_hoejst_en_foerste_aftale": Shown(
        {"marts.aftale": [AGREEMENT, {**AGREEMENT, "kommune_udeladt_grund": "senere_aftale"}]},
        AGREEMENT,
        "marts.aftale",
    ),
    "et_forloeb_slutter_ikke_foer_det_begynder": Shown(
        {"marts.forloeb": [COURSE, {**COURSE, "afgangsdato": None}]},
        {**COURSE, "afgangsdato": date(2026, 8, 2)},
        "marts.forloeb",
    ),
    "en_afgangskode_staar_i_kodelisten": Shown(
        {"marts.forloeb": [COURSE, {**COURSE, "afgangsaarsag": None, "afgangsgruppe": None}]},
        {**COURSE, "afgangsgruppe": None},
        "marts.forloeb",
    ),
    "en_amu_tilmelding_har_ikke_flere_dage_end_den_varer": Shown(
        {"marts.amu_tilmelding": [ENROLMENT]},  # 2.–6. marts = 5 dage
        {**ENROLMENT, "dage": Decimal("5.1")},
        "marts.amu_tilmelding",
    ),
    "en_trivselsscore_ligger_mellem_1_og_5": Shown(
        {
            "marts.trivsel_score": [
                {**SCORE, "score": Decimal(1)},
                {**SCORE, "score": Decimal(5)},
                {**SCORE, "score": None, "udeladt_grund": "for_faa_besvaret"},
            ]
        },
        {**SCORE, "score": None},
        "marts.trivsel_score",
    ),
    "ingen_besvarer_flere_spoergsmaal_end_der_er_stillet": Shown(
        {"marts.trivsel_score": [{**SCORE, "besvaret_antal": 2, "spoergsmaal_antal": 2}]},
        {**SCORE, "besvaret_antal": 3, "spoergsmaal_antal": 2},
        "marts.trivsel_score",
    ),
    "en_trivsel_i_gennemsnit_ligger_mellem_1_og_5": Shown(
        {
            "marts.kpi_trivsel_mikro": [
                {**MEAN, "taeller": Decimal(2)},  # 2 / 2 = 1
                {**MEAN, "taeller": Decimal(10)},  # 10 / 2 = 5
            ]
        },
        {**MEAN, "taeller": Decimal("10.5")},
        "marts.kpi_trivsel_mikro",
    ),
    "intet_kpi_tal_ligger_efter_koerslens_dato": Shown(
        {
            "staging.koersel": [{"dato": RUN}],
            "marts.kpi": [FIGURE, {**FIGURE, "kpi": "kpi_budget", "dato": date(2027, 1, 31)}],
            "marts.kpi_katalog": [
                {"kpi": FIGURE["kpi"], "ser_frem": None},
                {"kpi": "kpi_budget", "ser_frem": "ja"},
            ],
        },
        {**FIGURE, "dato": date(2027, 1, 1)},
        "marts.kpi",
    ),
    "hvert_maal_har_en_status_pr_nat": Shown(
        {
            **NIGHT,
            "marts.maal": [PROMISE, {**PROMISE, "plan": "sektor", "maal": "s1-a"}],
            "marts.maal_status": [
                VERDICT,
                {**VERDICT, "dato": EARLIER},
                {**VERDICT, "plan": "sektor", "maal": "s1-a"},
            ],
        },
        VERDICT,
        "marts.maal_status",
    ),
    "hver_indsats_har_en_status_pr_nat": Shown(
        {
            **NIGHT,
            "marts.maal": [PROMISE, {**PROMISE, "maal": "01-b"}, {**PROMISE, "indsats": None}],
            "marts.indsats_status": [INDSATS, {**INDSATS, "dato": EARLIER}],
        },
        INDSATS,
        "marts.indsats_status",
    ),
    "en_tidligere_nats_dom_staar_ved_magt": Shown(
        {"marts.maal_status_afvigelser": []},
        {**OWN, "dato": EARLIER},
        "marts.maal_status_afvigelser",
    ),
    "to_ordlyde_af_samme_loefte_er_enige": Shown(
        {
            **NIGHT,
            "marts.maal_status": [VERDICT, {**VERDICT, "dato": EARLIER, "uenig_med": "01-b"}],
        },
        {**VERDICT, "basis": Decimal(100), "uenig_med": "01-b"},
        "marts.maal_status",
    ),
    MEASURED: Shown(
        {
            **NIGHT,
            "marts.kpi": [
                {"kpi": "kpi_optag", "personer": 3},
                {"kpi": "kpi_resultat", "personer": None},
            ],
            "marts.maal_status": [
                VERDICT,
                {**VERDICT, "dato": EARLIER, "personer": None},
                {**VERDICT, "kpi": "kpi_resultat", "personer": None},
                {**VERDICT, "aktuel": None, "taeller": None, "personer": None},
                {**VERDICT, "maalt_som": "forhold", "naevner": Decimal(4)},
            ],
        },
        {**VERDICT, "personer": None},
        "marts.maal_status",
    ),
    "delene_af_en_aendring_giver_hele_forskellen": Shown(
        {"published.mart_aendringer": [MOVE]},
        {**MOVE, "heraf_rettelse": Decimal(0)},  # 3 + 0 er ikke 2
        "published.mart_aendringer",
    ),
    "en_aendring_siger_intet_om_skjulte_tal": Shown(
        {
            "published.mart_aendringer": [MOVE],
            "marts.nat_foer": [{**FIGURE_SEEN, "skjult_aarsag": None}],
            "marts.nat_nu": [{**FIGURE_SEEN, "skjult_aarsag": None}],
        },
        {**FIGURE_SEEN, "skjult_aarsag": "skjult"},
        "marts.nat_foer",
    ),
    "kun_penge_kan_vaere_negative": Shown(
        {
            "marts.kpi": [
                {**FIGURE, "taeller": Decimal(0)},
                {**FIGURE, "formaal": "Kantine", "taeller": Decimal(-1)},
            ]
        },
        {**FIGURE, "taeller": Decimal(-1)},
        "marts.kpi",
    ),
}


def test_every_promise_is_shown_here() -> None:
    assert SHOWN.keys() == PROMISES.keys()


@pytest.mark.parametrize("name", SHOWN)
def test_a_promise_is_kept_by_sound_rows(name: str) -> None:
    assert counter_examples_of(tables(SHOWN[name]), PROMISES[name].sql).holds


@pytest.mark.parametrize("name", SHOWN)
def test_a_promise_is_broken_by_one_bad_row(name: str) -> None:
    finding = counter_examples_of(tables(SHOWN[name], SHOWN[name].bad), PROMISES[name].sql)
    assert (finding.holds, finding.tekst) == (False, "1 modeksempel")


@pytest.mark.parametrize(
    ("name", "into", "bad"),
    [
        ("hvert_maal_har_en_status_pr_nat", "marts.maal", {**PROMISE, "maal": "01-c"}),
        ("hver_indsats_har_en_status_pr_nat", "marts.maal", {**PROMISE, "indsats": 2}),
        (MEASURED, "marts.maal_status", {**VERDICT, "taeller": None}),
        (MEASURED, "marts.maal_status", {**VERDICT, "maalt_som": "forhold"}),
    ],
    ids=["a goal without a status", "an indsats without one", "no numerator", "no denominator"],
)
def test_a_promise_of_the_goals_is_also_broken_by(name: str, into: str, bad: Row) -> None:
    shown = replace(SHOWN[name], into=into)
    assert not counter_examples_of(tables(shown, bad), PROMISES[name].sql).holds


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_a_counter_example_never_names_a_person(promise: Promise) -> None:
    connection = tables(SHOWN[promise.name])
    columns = connection.execute(f"describe {promise.sql}").fetchall()
    assert {name for name, *_ in columns}.isdisjoint({"person", "respondent"})


def tables(shown: Shown, *bad: Row) -> duckdb.DuckDBPyConnection:
    """Return the sound tables, and in the promise's own the bad rows too."""
    connection = duckdb.connect()
    create_schemas(connection)
    connection.execute("create schema published")
    for table, sound in shown.sound.items():
        own = table == shown.into
        rows = pa.Table.from_pylist([*sound, *(bad or [shown.bad])] if own else [*sound])
        connection.register("rows", rows if bad else rows.slice(0, len(sound)))
        connection.execute(f"create table {table} as select * from rows")
        connection.unregister("rows")
    return connection
