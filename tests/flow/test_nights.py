"""Night after night: what is run again comes out the same, and each night sees what had arrived."""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

from assets.marts import GATHERED, MODELS
from sosu_pipeline.resources import night as night_resource
from sosu_pipeline.resources import today
from tests.flow.drawn import PR_DATO, deliver, draw_school
from tests.nights import Home, completed, delivery

EARLY, LATER, LAST = date(2027, 6, 30), date(2027, 9, 30), PR_DATO
LAYERS = ("raw", "staging", "marts")
INTAKE = "select sum(taeller) as antal from marts.kpi_optag where dato = '2027-08-02'"

Sums = dict[str, tuple[int, int]]
Files = dict[str, str]


@dataclass(frozen=True)
class Night:
    """What a night left: its publication, where the pointer was, and every table and file."""

    publicering_id: str | None
    aktuel: str | None
    marts: Sums
    tables: Sums
    files: Files


@dataclass(frozen=True)
class Story:
    """Three nights in order, the last of them again, and the first two again as of their days."""

    home: Home
    nights: Sequence[Night]
    again: Night
    as_of: Sequence[Night]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Let a school's files arrive over three nights, with corrections, resends and new numbers."""
    drawn, home = tmp_path_factory.mktemp("tegnet"), Home(tmp_path_factory.mktemp("hjem"), {})
    draw_school(drawn, rod=2, elever=100, fra=2026, seed=4)
    nights = []
    for day in (EARLY, LATER, LAST):
        deliver(drawn, home, by=day)
        nights.append(run(home, day))
    return Story(home, nights, run(home, LAST), [run(home, day) for day in (EARLY, LATER)])


def run(home: Home, day: date) -> Night:
    """Run a night and take down what it left."""
    outcome = completed(home.run(day))
    return Night(
        publicering_id=outcome.publicering_id,
        aktuel=outcome.pointer.publicering_id if outcome.pointer else None,
        marts=sums(home, ["marts"]),
        tables=sums(home, LAYERS),
        files=files(home),
    )


def sums(home: Home, layers: Sequence[str]) -> Sums:
    """Return the rows of every table, and a sum over them that any other cell would change."""
    tables = home.query(
        "select table_schema || '.' || table_name as navn from information_schema.tables "
        f"where list_contains({list(layers)}, table_schema) order by navn"
    )
    counted = " union all ".join(
        f"select '{each['navn']}' as navn, count(*) as antal, "
        f"coalesce(sum(hash(t)::hugeint), 0) as aftryk from {each['navn']} as t"
        for each in tables
    )
    return {row["navn"]: (row["antal"], row["aftryk"]) for row in home.query(counted)}


def files(home: Home) -> Files:
    """Return the sha256 of every archived and every published file, the pointer apart."""
    found = [*home.root.glob("arkiv/**/*"), *home.root.glob("published/marts/**/*")]
    return {
        path.relative_to(home.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
        if path.is_file()
    }


def test_a_night_run_again_adds_nothing(story: Story) -> None:
    assert story.again == story.nights[2]


def test_a_night_run_again_as_of_its_day_gives_the_marts_it_gave_then(story: Story) -> None:
    assert [night.marts for night in story.as_of] == [night.marts for night in story.nights[:2]]


def test_a_night_run_again_as_of_its_day_publishes_the_same_bytes(story: Story) -> None:
    ids = [night.publicering_id for night in story.nights]
    assert [night.publicering_id for night in story.as_of] == ids[:2]
    assert len(set(ids)) == 3
    for night in story.as_of:
        assert night.files == story.nights[2].files


def test_a_night_as_of_an_earlier_day_does_not_move_the_pointer(story: Story) -> None:
    last = story.nights[2].publicering_id
    assert [night.aktuel for night in story.nights] == [n.publicering_id for n in story.nights]
    assert [night.aktuel for night in story.as_of] == [last, last]


def test_late_corrections_and_resent_quarters_change_what_was_known_earlier(story: Story) -> None:
    """Guard the tests above: between the nights the story really tells of something new."""
    replaced = story.home.query(
        "select kilde, sum(erstattet) as linjer from staging.raekkeregnskab group by kilde"
    )
    changes = story.home.query("select count(*) as antal from staging.cpr_skift_versioner")

    assert {row["kilde"] for row in replaced if row["linjer"]} >= {
        "amu_tilmeldinger",
        "oekonomi",
        "uddannelsesaftaler",
        "uddannelsesforhold",
    }
    assert changes[0]["antal"] >= 3


def test_a_home_that_is_given_the_archive_gives_the_same_publication(
    story: Story, tmp_path: Path
) -> None:
    listed = "landing/sosu_nord/syntetisk.json"
    (tmp_path / listed).parent.mkdir(parents=True)
    shutil.copy(story.home.root / listed, tmp_path / listed)

    night = run(given_archive(story.home, tmp_path), LAST)

    assert night.publicering_id == story.nights[2].publicering_id
    assert night.marts == story.nights[2].marts


@pytest.mark.parametrize(
    "days", [(1, 2), (2, 1)], ids=["in the order of arrival", "an earlier day declared later"]
)
def test_answers_that_come_again_count_as_they_first_came_however_they_are_read(
    home: Home, tmp_path_factory: pytest.TempPathFactory, days: Sequence[int]
) -> None:
    """Each file has one of its own, one twice, one that both have, and one they disagree on."""
    for day in days:
        own, twice, both, other = f"{day}", f"to gange {day}", "begge", "modsagt"
        answers = {own: 1, twice: 2, both: 3, other: 3 + day}
        rows = [{"respondent": name, "svar": svar} for name, svar in answers.items()]
        file = delivery("mikromaalinger", *rows, rows[1])
        home.drop("mikromaalinger", f"{day}.csv", file, day=date(2027, 9, day))
        night = run(home, date(2027, 10, day))

    again = run(given_archive(home, tmp_path_factory.mktemp("igen")), date(2027, 10, days[1]))

    assert again.marts == night.marts
    assert again.publicering_id == night.publicering_id
    accounts = home.query(
        "select linjer, accepteret, karantaene, erstattet from staging.raekkeregnskab "
        "order by ankomst"
    )
    assert [tuple(account.values()) for account in accounts] == [
        (5, 4, 0, 1),  # all of the first but a line that stands twice
        (5, 2, 1, 2),  # its own and the one of two; one contradicts, two came before
    ]


def test_a_folder_of_a_later_day_is_not_seen_before_that_day(home: Home) -> None:
    pupils = [{"startdato": "2027-08-02"}] * 3
    home.drop("uddannelsesforhold", "a.csv", delivery("uddannelsesforhold", *pupils[:2]))
    tomorrow = date(2027, 9, 2)
    home.drop("uddannelsesforhold", "b.csv", delivery("uddannelsesforhold", *pupils), day=tomorrow)

    intake = {}
    for day in (tomorrow - timedelta(days=1), tomorrow):
        completed(home.run(day))
        intake[day.day] = home.query(INTAKE)[0]["antal"]

    assert intake == {1: 2, 2: 3}


def test_a_night_makes_only_the_marts_that_new_files_change(home: Home) -> None:
    home.drop("fvu", "a.csv", delivery("fvu", {}))
    assert marts_made(home) == {model.name for model in MODELS} | {*GATHERED}
    assert marts_made(home) == set()

    home.drop("fvu", "b.csv", delivery("fvu", {}, {}))
    assert marts_made(home) == {"kpi_fvu_amu", *GATHERED}
    assert home.query("select sum(taeller)::int as antal from marts.kpi_fvu_amu") == [{"antal": 2}]


def marts_made(home: Home) -> set[str]:
    """Run a night and return the marts that did not stand from the night before."""
    told = completed(home.run()).metadata.items()
    stood = {
        key: bool(facts["stod uændret"].value) for key, facts in told if "stod uændret" in facts
    }
    return {key.removeprefix("marts/") for key, is_so in stood.items() if not is_so}


@pytest.mark.parametrize(
    ("seen", "dag"),
    [
        (datetime(2027, 7, 14, 21, 59, tzinfo=UTC), date(2027, 7, 14)),  # 23.59 in summer
        (datetime(2027, 7, 14, 22, 0, tzinfo=UTC), date(2027, 7, 15)),
        (datetime(2027, 10, 30, 22, 30, tzinfo=UTC), date(2027, 10, 31)),  # clocks go back
        (datetime(2027, 10, 31, 22, 30, tzinfo=UTC), date(2027, 10, 31)),  # 23.30 in winter
        (datetime(2027, 10, 31, 23, 0, tzinfo=UTC), date(2027, 11, 1)),
    ],
)
def test_a_day_ends_at_midnight_in_denmark(
    monkeypatch: pytest.MonkeyPatch, seen: datetime, dag: date
) -> None:
    stop_clock(monkeypatch, seen)
    assert today() == dag


def test_a_loose_file_arrives_on_the_danish_day_it_is_first_seen(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.drop("fvu", "a.csv", delivery("fvu", {}), day=None)
    stop_clock(monkeypatch, datetime(2027, 10, 30, 22, 30, tzinfo=UTC))

    completed(home.run(date(2027, 10, 31)))

    assert home.query("select ankomst, er_erklaeret from raw.filer") == [
        {"ankomst": date(2027, 10, 31), "er_erklaeret": False}
    ]
    assert home.query("select count(*) as antal from staging.fvu") == [{"antal": 1}]


def given_archive(home: Home, root: Path) -> Home:
    """Return a fresh home with another one's archive, under the same settings."""
    shutil.copytree(home.root / "arkiv", root / "arkiv")
    return Home(root, home.variables)


def stop_clock(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    """Let it be that instant, wherever the pipeline asks for the time of an arrival."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(instant.timestamp(), tz)

    monkeypatch.setattr(night_resource, "datetime", Stopped)
