"""The landing folder: what is ready, what waits, and what is told instead of taken."""

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sosu_pipeline.deliveries.landing import Landing, LandingRule, scan_landing
from sosu_pipeline.deliveries.settling import Settling
from sosu_pipeline.privacy.cpr import mask_cpr
from tests.factories import catalog

LONG_AGO = 1_700_000_000.0
SETTLING = Settling(quiet_seconds=2, watched_seconds=60, pause_seconds=0)


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    root = tmp_path / "landing"
    root.mkdir()
    return root


def drop(root: Path, place: str, *, changed: float = LONG_AGO) -> Path:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    os.utime(path, (changed, changed))
    return path


def scan(root: Path) -> Landing:
    return scan_landing(root, catalog(), settling=SETTLING, mask=mask_cpr)


def rules(root: Path) -> list[LandingRule]:
    return [problem.regel for problem in scan(root).problems]


def test_a_loose_file_is_a_delivery_of_its_own(landing: Path) -> None:
    drop(landing, "sosu_nord/fvu/a.csv")
    drop(landing, "sosu_nord/fvu/b.csv")
    found = scan(landing).found
    assert [[file.name for file in each.files] for each in found] == [["a.csv"], ["b.csv"]]
    assert {(each.skole_folder, each.kilde, each.declared) for each in found} == {
        ("sosu_nord", "fvu", None)
    }


def test_a_dated_folder_is_one_delivery_of_that_day(landing: Path) -> None:
    drop(landing, "sosu_nord/fvu/2026-09-01/b.csv")
    drop(landing, "sosu_nord/fvu/2026-09-01/a.csv")
    [found] = scan(landing).found
    assert found.declared == date(2026, 9, 1)
    assert [found.place(file) for file in found.files] == [
        "sosu_nord/fvu/2026-09-01/a.csv",
        "sosu_nord/fvu/2026-09-01/b.csv",
    ]


def test_deliveries_come_by_declared_day_then_by_time_then_by_name(landing: Path) -> None:
    drop(landing, "sosu_nord/fvu/b.csv", changed=LONG_AGO + 1)
    drop(landing, "sosu_nord/fvu/a.csv", changed=LONG_AGO + 2)
    drop(landing, "sosu_nord/amu_hold/c.csv", changed=LONG_AGO + 1)
    drop(landing, "sosu_nord/fvu/2026-09-01/d.csv", changed=LONG_AGO + 9)
    drop(landing, "sosu_nord/fvu/2026-08-01/e.csv", changed=LONG_AGO + 9)
    names = [each.files[0].name for each in scan(landing).found]
    assert names == ["e.csv", "d.csv", "c.csv", "b.csv", "a.csv"]


@pytest.mark.parametrize("name", ["a.csv.part", "a.tmp", "a.crdownload", "~$a.xlsx", ".a.csv"])
def test_a_file_with_the_name_of_an_unfinished_one_waits(landing: Path, name: str) -> None:
    path = drop(landing, f"sosu_nord/fvu/{name}")
    assert [waiting.path for waiting in scan(landing).waiting] == [path]


def test_a_file_changed_a_moment_ago_waits(landing: Path) -> None:
    drop(landing, "sosu_nord/fvu/a.csv", changed=time.time())
    assert [waiting.reason for waiting in scan(landing).waiting] == ["filen er lige blevet ændret"]


def test_a_file_that_grows_while_it_is_watched_waits(landing: Path) -> None:
    path = drop(landing, "sosu_nord/fvu/a.csv", changed=time.time() - 10)

    def grow(_: float) -> None:
        path.write_text("xx", encoding="utf-8")

    seen = scan_landing(landing, catalog(), settling=SETTLING, mask=str, pause=grow)
    assert [waiting.reason for waiting in seen.waiting] == ["filen vokser eller ændrer sig"]
    assert not seen.found


def test_an_old_file_is_not_watched(landing: Path) -> None:
    drop(landing, "sosu_nord/fvu/a.csv")

    def fail(_: float) -> None:
        pytest.fail("nothing here is young enough to be watched")

    assert scan_landing(landing, catalog(), settling=SETTLING, mask=str, pause=fail).found


def test_a_dated_folder_waits_for_all_of_its_files(landing: Path) -> None:
    drop(landing, "sosu_nord/fvu/2026-09-01/a.csv")
    drop(landing, "sosu_nord/fvu/2026-09-01/b.csv.part")
    assert not scan(landing).found


@pytest.mark.parametrize(
    "place", ["sosu_nord/fvu/x.csv", "sosu_nord/fvu/2026-09-01", "sosu_nord/fvu"]
)
def test_a_link_is_refused_wherever_it_leads(landing: Path, tmp_path: Path, place: str) -> None:
    outside = drop(tmp_path, "outside/2026-09-01/a.csv").parent.parent
    link = landing / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / "2026-09-01" / "a.csv" if link.suffix else outside)
    assert rules(landing) == [LandingRule.HENVISNING]
    assert not scan(landing).found


def test_a_folder_without_contract_is_told_with_the_nearest_name(landing: Path) -> None:
    drop(landing, "sosu_nord/amu_tilmelding/a.csv")
    [problem] = scan(landing).problems
    assert problem.regel is LandingRule.UKENDT_KILDE
    assert problem.tekst == (
        "landing/sosu_nord/amu_tilmelding: kilden har ingen kontrakt "
        "(data/kilder/amu_tilmelding.yaml)"
    )
    assert problem.middel == "omdøb mappen til amu_tilmeldinger, eller opret kontrakten"


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ("ukendt/fvu/a.csv", LandingRule.UKENDT_SKOLE),
        ("sosu_nord/fvu/gamle/a.csv", LandingRule.UKENDT_MAPPE),
        ("sosu_nord/fvu/2026-02-30/a.csv", LandingRule.UKENDT_MAPPE),
        ("sosu_nord/fvu/2026-09-01/mere/a.csv", LandingRule.UKENDT_MAPPE),
        ("sosu_nord/a.csv", LandingRule.UDEN_FOR_KILDE),
        ("a.csv", LandingRule.UDEN_FOR_KILDE),
    ],
)
def test_what_lies_in_the_wrong_place_is_told(landing: Path, place: str, rule: LandingRule) -> None:
    drop(landing, place)
    assert rules(landing) == [rule]


def test_a_feed_the_school_does_not_deliver_is_told(landing: Path) -> None:
    drop(landing, "sosu_nord/fvu/a.csv")
    known = catalog()
    school = known.schools["sosu_nord"]
    fewer = {kilde: feed for kilde, feed in school.kilder.items() if kilde != "fvu"}
    schools = {"sosu_nord": school.model_copy(update={"kilder": fewer})}
    without = replace(known, schools=schools)
    [problem] = scan_landing(landing, without, settling=SETTLING, mask=str).problems
    assert problem.regel is LandingRule.UAFTALT_KILDE


def test_what_systems_and_the_invented_school_leave_is_not_told(landing: Path) -> None:
    for place in ("opfundet/syntetisk.json", "sosu_nord/fvu/.DS_Store", "sosu_nord/fvu/Thumbs.db"):
        drop(landing, place)
    assert scan(landing) == Landing((), (), ())


def test_a_number_in_a_name_is_masked(landing: Path) -> None:
    drop(landing, "sosu_nord/710190-1234.csv")
    [problem] = scan(landing).problems
    assert problem.tekst.startswith("landing/sosu_nord/******-****.csv: ")
