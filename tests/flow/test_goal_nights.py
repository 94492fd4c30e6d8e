"""What a night says of its goals stands: later ones show it, and only a correction changes it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

import dagster as dg
import pytest
from rich.console import Console

from sosu_pipeline.cli.status import print_json
from sosu_pipeline.cli.status_rows import NightShown, night_in, read_night
from sosu_pipeline.publishing.folder import read_publication
from tests.nights import Home, Outcome, completed, delivery

FIRST, NEXT = date(2027, 10, 1), date(2027, 10, 2)
TITLE, OTHER = "60 flere begynder på GF2 PAU", "60 flere på GF2 PAU"
WHY = "Titlen var en anden i planen"
STANDS = "en_tidligere_nats_dom_staar_ved_magt"
PUPILS = [
    {"person": f"{61 + number:02}0190-1000", "uddannelse": "PAU", "startdato": f"{year}-08-03"}
    for number, year in enumerate([2026] * 4 + [2027] * 5)
]


@dataclass(frozen=True)
class Story:
    """Two nights, the first again under a changed plan, and then with that declared a correction.

    ``told`` is what ``sosu status --json`` printed after the first night, and ``later`` the same
    of the first night after the second.
    """

    home: Home
    nights: Sequence[Outcome]
    told: Mapping[str, Any]
    later: Mapping[str, Any]
    differing: Outcome
    corrected: Mapping[str, Any]

    def shown(self, night: Outcome, dato: date) -> NightShown:
        """Return what a night's publication has of a date."""
        root = self.home.root / "published"
        return night_in(root, read_publication(root, str(night.publicering_id)), dato)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Run four nights on a small delivery, the last by the command line."""
    home = Home(tmp_path_factory.mktemp("hjem"))
    home.drop("uddannelsesforhold", "elever.csv", delivery("uddannelsesforhold", *PUPILS))
    first = completed(home.run(FIRST))
    told = _status(home)
    second = completed(home.run(NEXT))
    later = _status(home, FIRST)
    plan = home.copy_declarations() / "indsatser" / "sosu_nord_2026" / "03.yaml"
    plan.write_text(plan.read_text("utf-8").replace(TITLE, OTHER), encoding="utf-8")
    differing = completed(home.run(FIRST))
    ran = home.command("run", "--dato", FIRST.isoformat(), "--rettelse", WHY)
    assert "Indsatser pr. 01-10-2027" in ran.stdout, ran.stderr
    corrected = _status(home, FIRST)
    return Story(home, (first, second), told, later, differing, corrected)


def test_status_of_an_earlier_day_gives_the_rows_of_the_night_of_that_day(story: Story) -> None:
    assert story.later == story.told
    assert story.told["pr_dato"] == FIRST.isoformat()
    assert _goal(story.told)["titel"] == TITLE


def test_a_later_publication_says_of_an_earlier_night_what_that_night_said(story: Story) -> None:
    first, second = story.nights
    own, since = story.shown(first, FIRST), story.shown(second, FIRST)
    assert (own.maal, own.indsatser, own.fokus) == (since.maal, since.indsatser, since.fokus)
    assert len(own.maal) == len(story.shown(second, NEXT).maal)


def test_a_night_run_again_under_a_changed_plan_stands_and_the_difference_is_told(
    story: Story,
) -> None:
    check = story.differing.check("marts/maal_status_afvigelser", STANDS)
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert check.description == "1 modeksempel"
    titles = {each["titel"] for each in story.shown(story.differing, FIRST).maal}
    assert TITLE in titles
    assert OTHER not in titles


def test_a_declared_correction_is_shown_with_its_number_and_its_reason(story: Story) -> None:
    goal = _goal(story.corrected)
    assert (goal["titel"], goal["rettelse"], goal["rettelse_grund"]) == (OTHER, 1, WHY)
    others = [each for each in story.corrected["maal"] if each["maal"] != "03-b"]
    assert {(each["rettelse"], each["rettelse_grund"]) for each in others} == {(0, None)}
    before = [each for each in story.told["maal"] if each["maal"] != "03-b"]
    assert others == before


def test_what_stood_before_a_correction_is_kept(story: Story) -> None:
    rows = story.home.query(
        "select titel, rettelse, rettelse_grund from marts.maal_status_historik "
        f"where maal = '03-b' and dato = '{FIRST}' order by rettelse"
    )
    assert [tuple(row.values()) for row in rows] == [(TITLE, 0, None), (OTHER, 1, WHY)]


def test_the_statuses_lie_in_the_archive_a_file_a_night(story: Story) -> None:
    folder = story.home.root / "arkiv" / "status" / "maal_status"
    assert sorted(path.name for path in folder.iterdir()) == [
        "2027-10-01-rettelse-01.parquet",
        "2027-10-01.parquet",
        "2027-10-02.parquet",
    ]


def _status(home: Home, dato: date | None = None) -> Mapping[str, Any]:
    """Return what ``sosu status --json`` prints."""
    printed = StringIO()
    print_json(read_night(home.root / "published", dato), Console(file=printed))
    told: Mapping[str, Any] = json.loads(printed.getvalue())
    return told


def _goal(told: Mapping[str, Any]) -> Mapping[str, Any]:
    (goal,) = (each for each in told["maal"] if each["maal"] == "03-b")
    return {**goal}
