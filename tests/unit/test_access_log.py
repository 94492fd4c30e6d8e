"""The log of who has followed which figure is only added to, and every tampering is named."""

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from sosu_pipeline.audit.access import FOLDER, LOG, AccessLog, AccessLogError, Outcome, Use

USE = Use(handling="trace", maal="04-b", personraekker=False, udfald=Outcome.VIST)


def logged(home: Path, uses: int = 4) -> AccessLog:
    log = AccessLog(home)
    for _ in range(uses):
        log.record(USE)
    return log


def lines_of(home: Path) -> list[str]:
    return (home / FOLDER / LOG).read_text(encoding="utf-8").splitlines()


def rewrite(home: Path, lines: list[str]) -> None:
    (home / FOLDER / LOG).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_a_use_is_logged_with_user_time_target_and_whether_persons_were_shown(
    tmp_path: Path,
) -> None:
    refused = Use(handling="trace", maal="04-b", personraekker=True, udfald=Outcome.AFVIST)
    AccessLog(tmp_path).record(refused)

    (line,) = map(json.loads, lines_of(tmp_path))

    assert (line["nr"], line["maal"], line["personraekker"]) == (1, "04-b", True)
    assert (line["handling"], line["udfald"]) == ("trace", "afvist")
    assert line["bruger"]
    assert line["tid"].endswith("+00:00")
    assert line["forrige"] == "0" * 64


def test_a_log_that_nobody_touched_has_no_problems(tmp_path: Path) -> None:
    assert list(logged(tmp_path).problems()) == []
    assert list(AccessLog(tmp_path / "ingen").problems()) == []


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (lambda lines: [lines[0], lines[1].replace("04-b", "05-a"), *lines[2:]], "linje 2 "),
        (lambda lines: [lines[0], *lines[2:]], "en linje er fjernet"),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], "flyttet"),
        (lambda lines: lines[:2], "de sidste 2 linjer"),
        (lambda lines: [*lines[:3], lines[3].replace("04-b", "05-a")], "linje 4 "),
        (lambda lines: [*lines[:1], "{", *lines[2:]], "linje 2 "),
    ],
    ids=["edited", "removed", "reordered", "cut off", "last edited", "unreadable"],
)
def test_a_line_that_was_tampered_with_is_named(
    tmp_path: Path, tamper: Callable[[list[str]], list[str]], named: str
) -> None:
    log = logged(tmp_path)
    rewrite(tmp_path, tamper(lines_of(tmp_path)))

    problems = list(log.problems())

    assert any(named in problem for problem in problems)
    assert all("sikkerhedskopi" in problem for problem in problems)


def test_a_crash_between_the_line_and_what_is_told_of_it_is_no_problem(tmp_path: Path) -> None:
    log = logged(tmp_path)
    told = (tmp_path / FOLDER / "adgang.sidste.json").read_text(encoding="utf-8")
    log.record(USE)
    (tmp_path / FOLDER / "adgang.sidste.json").write_text(told, encoding="utf-8")

    assert list(log.problems()) == []


def test_uses_at_the_same_time_do_not_break_the_chain(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        list(pool.map(logged, [tmp_path] * 3, [5] * 3))

    assert len(lines_of(tmp_path)) == 15  # 3 processes of 5 uses
    assert list(AccessLog(tmp_path).problems()) == []


def test_where_the_log_cannot_be_written_the_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("en fil, hvor mappen skulle være", encoding="utf-8")

    with pytest.raises(AccessLogError, match="intet vises"):
        AccessLog(tmp_path).record(USE)
