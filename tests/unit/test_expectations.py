"""The rules that a contract states, and the suite's verdicts on distinct values."""

import json
import logging
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sosu_pipeline.declarations.catalog import load_catalog
from sosu_pipeline.declarations.contract import Column, Contract
from sosu_pipeline.expectations import judging
from sosu_pipeline.expectations.judging import JudgingError, Verdict, judge
from sosu_pipeline.expectations.rules import rules_of
from sosu_pipeline.expectations.suite import build_suite

PROJECT = Path(__file__).parents[2]
PLANTED = "fortroligt 4711"

COLUMNS: list[dict[str, Any]] = [
    {"navn": "person", "overskrift": "CPR", "type": "cpr", "er_udfyldt": True},
    {"navn": "respondent", "overskrift": "Respondent", "type": "respondent"},
    {"navn": "elevnavn", "overskrift": "Elevnavn", "er_udeladt": True},
    {"navn": "del", "overskrift": "GH", "vaerdier": ["GF1", "GF2", "HF"]},
    {"navn": "niveau", "overskrift": "Niveau", "type": "heltal", "vaerdier": ["1", "2"]},
    {"navn": "kommune", "overskrift": "Kommune", "kodeliste": "kommuner"},
    {"navn": "cvr", "overskrift": "CVR", "moenster": r"\d{8}|X", "alvor": "advar"},
    {"navn": "note", "overskrift": "Note", "er_udfyldt": True},
    {"navn": "svar", "overskrift": "Svar", "type": "heltal", "mindst": 1, "hoejst": 5},
    {"navn": "bidrag", "overskrift": "Bidrag", "type": "decimal", "hoejst": 0.1},
    {"navn": "timer", "overskrift": "Timer", "type": "decimal", "mindst": 0},
    {"navn": "start", "overskrift": "Start", "type": "dato", "er_udfyldt": True},
    {"navn": "slut", "overskrift": "Slut", "type": "dato", "senest": "2030-12-31"},
    {"navn": "eux", "overskrift": "EUX", "type": "ja_nej"},
]
CONTRACT = Contract.model_validate(
    {
        "kilde": "hold",
        **dict.fromkeys(("titel", "beskrivelse", "rapport", "ejer", "grain"), "opfundet"),
        "version": 1,
        "levering": "upsert",
        "linjer_mindst_andel": 0.5,
        "linjer_hoejst_andel": 3.0,
        "noegle": ["person", "del"],
        "kolonner": [{"beskrivelse": "opfundet"} | column for column in COLUMNS],
        "relationer": [
            {
                "regel": "start_foer_slut",
                "type": "foer_eller_lig",
                "kolonner": ["start", "slut"],
                "tekst": "Slut ligger før Start",
                "middel": "ret datoerne i Studie+ og udtræk igen",
            }
        ],
    }
)


def values_of(column: Column) -> tuple[str, ...]:
    return ("773", "851") if column.kodeliste else column.vaerdier


Frames = dict[tuple[str, ...], pd.DataFrame]
RULES = rules_of(CONTRACT, values_of)


def verdict_on(regel: str, frame: Mapping[str, Sequence[Any]]) -> Verdict:
    columns = next(rule.columns for rule in RULES if rule.regel == regel)
    verdicts = judge("hold", RULES, {columns: pd.DataFrame(frame)})
    return next(verdict for verdict in verdicts if verdict.rule.regel == regel)


def values(name: str, *given_values: object, unreadable: int = 0) -> dict[str, list[Any]]:
    """Return a column's frame; its last ``unreadable`` values were texts that nobody could read."""
    readable = len(given_values) - unreadable
    flags = [False] * readable + [True] * unreadable
    return {name: list(given_values), f"{name}_ulaeselig": flags}


def forms(name: str, *given_forms: str) -> dict[str, list[Any]]:
    names = [None if form == "tom" else f"p{form}" for form in given_forms]
    return values(name, *names) | {f"{name}_form": list(given_forms)}


HOLDS = [
    ("person_form", forms("person", "ok", "nul_tilfoejet", "erstatning", "tom")),
    ("person_udfyldt", forms("person", "ok", "forkert")),
    ("respondent_form", forms("respondent", "ok", "tom")),
    ("del_vaerdier", values("del", "GF1", None)),
    ("niveau_vaerdier", values("niveau", 1, 2, None)),
    ("kommune_vaerdier", values("kommune", "773", "851", None)),
    ("cvr_moenster", values("cvr", "29553165", "X", None)),
    ("note_udfyldt", values("note", "kort")),
    ("svar_type", values("svar", 1, 9, None)),
    ("svar_interval", values("svar", 1, 5, None, unreadable=1)),
    ("bidrag_type", values("bidrag", Decimal("7.0000"), None)),
    ("bidrag_interval", values("bidrag", Decimal("0.1000"), Decimal("-3.0000"), None)),
    ("timer_interval", values("timer", Decimal("0.0000"), None)),
    ("start_udfyldt", values("start", date(2026, 8, 1), None, unreadable=1)),
    ("start_interval", values("start", date(1990, 1, 1), None, date(2100, 12, 31))),
    ("slut_interval", values("slut", date(2030, 12, 31), None)),
    ("eux_type", values("eux", True, False, None)),
    ("start_foer_slut", {"start": [date(2026, 1, 1)] * 2, "slut": [date(2026, 1, 1), None]}),
    ("noegle_entydig", {"antal": [1]}),
    ("linjer_baand", {"linjer": [50], "sidst": [100]}),  # 50 of 100 lines = 0.5
    ("linjer_baand", {"linjer": [300], "sidst": [100]}),  # 300 of 100 lines = 3
]
BREAKS = [
    ("person_form", forms("person", "ok", "forkert", "tom"), (1,)),
    ("person_udfyldt", forms("person", "ok", "tom"), (1,)),
    ("respondent_form", forms("respondent", "ligner_cpr", "ok"), (0,)),
    ("del_vaerdier", values("del", "GF1", None, "GF3", "gf1"), (2, 3)),
    ("niveau_vaerdier", values("niveau", 1, 3), (1,)),
    ("kommune_vaerdier", values("kommune", "0851", "851"), (0,)),
    ("cvr_moenster", values("cvr", "29553165", "2955316", "X1", "29553165\n"), (1, 2, 3)),
    ("note_udfyldt", values("note", "kort", None), (1,)),
    ("svar_type", values("svar", 1, None, None, unreadable=1), (2,)),
    ("svar_interval", values("svar", 0, 1, 5, 6, None), (0, 3)),
    ("bidrag_type", values("bidrag", None, unreadable=1), (0,)),
    ("bidrag_interval", values("bidrag", Decimal("0.1001"), Decimal("0.1000")), (0,)),
    ("timer_interval", values("timer", Decimal("-0.0001"), None), (0,)),
    ("start_type", values("start", date(2026, 8, 1), None, None, unreadable=1), (2,)),
    ("start_udfyldt", values("start", date(2026, 8, 1), None), (1,)),
    ("start_interval", values("start", date(1989, 12, 31), date(9999, 12, 31)), (0, 1)),
    ("slut_interval", values("slut", date(2030, 12, 31), date(2031, 1, 1)), (1,)),
    ("eux_type", values("eux", True, None, unreadable=1), (1,)),
    (
        "start_foer_slut",
        {
            "start": [date(2026, 1, 2), date(2026, 1, 1), None],
            "slut": [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 1)],
        },
        (0,),
    ),
    ("noegle_entydig", {"antal": [1, 2, 5]}, (1, 2)),
    ("linjer_baand", {"linjer": [49], "sidst": [100]}, (0,)),  # 49 of 100 lines = 0.49
    ("linjer_baand", {"linjer": [301], "sidst": [100]}, (0,)),  # 301 of 100 lines = 3.01
]


@pytest.mark.parametrize(("regel", "frame"), HOLDS)
def test_a_rule_holds(regel: str, frame: Mapping[str, Sequence[Any]]) -> None:
    verdict = verdict_on(regel, frame)
    assert verdict.success
    assert verdict.refused == ()


@pytest.mark.parametrize(("regel", "frame", "refused"), BREAKS)
def test_a_rule_is_broken_by_the_refused_alone(
    regel: str, frame: Mapping[str, Sequence[Any]], refused: tuple[int, ...]
) -> None:
    verdict = verdict_on(regel, frame)
    assert not verdict.success
    assert verdict.refused == refused


def test_every_kind_of_rule_is_shown_broken() -> None:
    kinds = {rule.regel: rule.kind for rule in RULES}
    assert {kinds[regel] for regel, *_ in BREAKS} == set(kinds.values())


def test_a_contract_states_one_rule_for_each_promise() -> None:
    expected = (
        "person_form person_udfyldt respondent_form del_vaerdier niveau_type niveau_vaerdier "
        "kommune_vaerdier cvr_moenster note_udfyldt svar_type svar_interval bidrag_type "
        "bidrag_interval timer_type timer_interval start_type start_udfyldt start_interval "
        "slut_type slut_interval eux_type start_foer_slut noegle_entydig linjer_baand"
    )
    assert [rule.regel for rule in RULES] == expected.split()


@pytest.mark.parametrize(
    ("regel", "tekst", "other_remedy"),
    [
        (
            "kommune_vaerdier",
            "Kommune står ikke i data/koder/kommuner.csv",
            "tilføj koden i data/koder/kommuner.csv",
        ),
        (
            "del_vaerdier",
            "GH er ikke GF1, GF2 eller HF",
            "tilføj værdien under vaerdier i data/kilder/hold.yaml",
        ),
        ("bidrag_interval", "Bidrag er over 0,1", "ret mindst og hoejst i data/kilder/hold.yaml"),
        (
            "slut_interval",
            "Slut ligger ikke mellem 01-01-1990 og 31-12-2030",
            "ret tidligst og senest i data/kilder/hold.yaml",
        ),
        (
            "start_type",
            "Start er ikke en dato, der findes",
            "giv teksten en betydning under synonymer i data/kilder/hold.yaml",
        ),
    ],
)
def test_a_rule_says_its_fault_and_its_remedy(regel: str, tekst: str, other_remedy: str) -> None:
    rule = next(rule for rule in RULES if rule.regel == regel)
    header = tekst.split(maxsplit=1)[0]
    assert rule.tekst == tekst
    assert rule.middel == f"ret {header} i kildesystemet og udtræk igen, eller {other_remedy}"


def test_every_declared_contract_becomes_a_suite_with_an_expectation_for_each_rule() -> None:
    catalog = load_catalog(PROJECT / "data")
    for contract in catalog.contracts.values():
        rules = rules_of(contract, catalog.values_of)
        suite = build_suite(contract.kilde, rules)
        named = [(expectation.meta or {})["regel"] for expectation in suite.expectations]
        assert named == [rule.regel for rule in rules]
        assert len(named) == len(set(named))


def test_the_suite_tells_an_auditor_severity_fault_and_remedy() -> None:
    suite = build_suite("hold", RULES)
    by_rule = {(expectation.meta or {})["regel"]: expectation for expectation in suite.expectations}
    assert by_rule["svar_type"].severity == "critical"
    assert by_rule["cvr_moenster"].severity == "warning"
    assert by_rule["person_form"].notes == [
        "Fejl: CPR er ikke et CPR-nummer.",
        "Afhjælpning: ret CPR i kildesystemet og udtræk igen.",
    ]


def test_only_rules_whose_frame_is_given_are_judged() -> None:
    frames: Frames = {
        ("del",): pd.DataFrame(values("del", "GF1")),
        ("x",): pd.DataFrame({"x": [1]}),
    }
    assert [verdict.rule.regel for verdict in judge("hold", RULES, frames)] == ["del_vaerdier"]


def test_a_frame_without_rows_breaks_nothing() -> None:
    verdict = verdict_on("svar_interval", values("svar"))
    assert (verdict.success, verdict.evaluated) == (True, 0)


def test_blanks_are_judged_only_where_a_value_is_asked_for() -> None:
    frame = values("note", "kort", None)
    assert verdict_on("note_udfyldt", frame).evaluated == 2
    assert verdict_on("svar_interval", values("svar", 3, None)).evaluated == 1


def test_long_frames_are_judged_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "ROWS_AT_ONCE", 2)
    verdict = verdict_on("svar_interval", values("svar", 9, 1, 2, 9, 9))
    assert verdict.refused == (0, 3, 4)
    assert verdict.evaluated == 5


def test_no_result_log_or_screen_shows_a_refused_value(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    results: list[Any] = []
    validate = judging._validate  # noqa: SLF001 - the one place where the library answers

    def listen(*asked: Any) -> list[Any]:
        answers = validate(*asked)
        results.extend(answers)
        return answers

    monkeypatch.setattr(judging, "_validate", listen)
    caplog.set_level(logging.DEBUG)
    frames: Frames = {
        ("del",): pd.DataFrame(values("del", PLANTED)),
        ("cvr",): pd.DataFrame(values("cvr", PLANTED)),
        ("svar",): pd.DataFrame(values("svar", 4711)),
    }
    verdicts = judge("hold", RULES, frames)
    assert [verdict.refused for verdict in verdicts] == [(0,), (0,), (), (0,)]
    assert len(results) == 7  # four rules asked whether they hold, three asked where they do not
    told = [json.dumps(result.to_json_dict()) for result in results]
    told += [repr(vars(result)) for result in results] + [repr(verdicts), caplog.text]
    told += capfd.readouterr()
    assert not [text for text in told if "4711" in text]


def test_a_rule_that_does_not_fit_its_column_is_an_error_without_the_value(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(
        JudgingError, match=r"hold: reglen svar_interval kan ikke vurderes"
    ) as error:
        verdict_on("svar_interval", values("svar", PLANTED, 1))
    assert PLANTED not in "".join(traceback.format_exception(error.value))
    assert PLANTED not in caplog.text


def test_a_frame_that_lacks_the_judged_column_is_an_error() -> None:
    with pytest.raises(JudgingError, match="svar_type"):
        verdict_on("svar_type", {"svar": [1]})


ANSWERS = st.lists(st.sampled_from([None, 0, 1, 3, 5, 6]), min_size=1, max_size=30)
DAYS = st.none() | st.sampled_from([date(2026, 1, day) for day in (1, 2, 3)])
SPANS = st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=30)


@settings(max_examples=15, deadline=None)
@given(answers=ANSWERS)
def test_an_interval_refuses_the_same_rows_by_distinct_values(answers: list[int | None]) -> None:
    distinct = list(dict.fromkeys(answers))
    refused = verdict_on("svar_interval", values("svar", *distinct)).refused
    by_value = [row for row, svar in enumerate(answers) if distinct.index(svar) in refused]
    by_row = verdict_on("svar_interval", values("svar", *answers)).refused
    plain = [row for row, svar in enumerate(answers) if svar is not None and not 1 <= svar <= 5]
    assert by_value == list(by_row) == plain


@settings(max_examples=15, deadline=None)
@given(spans=SPANS)
def test_a_relation_refuses_the_same_rows_by_distinct_pairs(
    spans: list[tuple[date | None, date | None]],
) -> None:
    distinct = list(dict.fromkeys(spans))
    refused = verdict_on("start_foer_slut", _pairs(distinct)).refused
    by_value = [row for row, span in enumerate(spans) if distinct.index(span) in refused]
    by_row = verdict_on("start_foer_slut", _pairs(spans)).refused
    plain = [row for row, (start, slut) in enumerate(spans) if start and slut and start > slut]
    assert by_value == list(by_row) == plain


def _pairs(spans: Sequence[tuple[date | None, date | None]]) -> dict[str, list[date | None]]:
    return {"start": [start for start, _ in spans], "slut": [slut for _, slut in spans]}


def test_the_room_is_imported_without_great_expectations() -> None:
    code = (
        "import sys, sosu_pipeline.expectations.judging\n"
        "sys.exit('great_expectations' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


def test_great_expectations_is_imported_meanwhile_once_it_is_foretold() -> None:
    code = (
        "import sys, threading\n"
        "from sosu_pipeline.expectations.library import foretell, import_when_foretold\n"
        "meanwhile = threading.Thread(target=import_when_foretold)\n"
        "meanwhile.start()\n"
        "before = 'great_expectations' in sys.modules\n"
        "foretell()\n"
        "meanwhile.join()\n"
        "sys.exit(before or 'great_expectations' not in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0
