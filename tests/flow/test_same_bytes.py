"""The same night again: a date computed from the archive gives the files of its night, every byte.

Three nights see a drawn school's late corrections and resent quarters, a new survey file, refused
deliveries, and at last a school that nobody knew of before.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.flow.drawn import PR_DATO, deliver, draw_school
from tests.nights import KEY, SOSU, Home, completed, delivery
from tests.same_bytes import Bytes, bytes_of, differences

NIGHTS = (date(2027, 6, 30), date(2027, 9, 30), PR_DATO)
NEW_SCHOOL = "opfundet_syd"
FEED_REFUSED = 3
OTHER_MACHINE = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "7",
    "SOSU_HUKOMMELSE": "700MB",
}
ONE_CORE = f"import os; os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}}); {SOSU}"


@dataclass(frozen=True)
class Story:
    """The publications of three nights, of the earlier two run again after them, and elsewhere."""

    home: Home
    first: Mapping[date, Bytes]
    again: Mapping[date, Bytes]
    elsewhere: Mapping[date, Bytes]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Run three nights as files come, the earlier two again, and all on another machine."""
    drawn, home = tmp_path_factory.mktemp("tegnet"), Home(tmp_path_factory.mktemp("hjem"))
    draw_school(drawn, rod=3, elever=40, fra=2026, seed=4)
    for night in NIGHTS:
        deliver(drawn, home, by=night)
        if night == NIGHTS[-1]:
            deliver_new_school(home)
        completed(home.run(night))
    first = taken(home)
    for night in reversed(NIGHTS[:2]):
        completed(home.run(night))
    again = taken(home)
    other = given_archive(home, tmp_path_factory.mktemp("en anden maskine på øen"))
    for night in (NIGHTS[1], NIGHTS[2], NIGHTS[0]):
        run_elsewhere(other, night)
    return Story(home, first, again, taken(other))


def deliver_new_school(home: Home) -> None:
    rows = [{"startdato": "2027-08-02"}] * 12
    file = delivery("uddannelsesforhold", *rows)
    home.drop("uddannelsesforhold", "elever.csv", file, day=NIGHTS[-1], skole=NEW_SCHOOL)


def taken(home: Home) -> dict[date, Bytes]:
    """Return the bytes of every publication by its date, and take them away."""
    folders = {path.name: path for path in home.root.glob("published/marts/*")}
    dates = {date.fromisoformat(name[:10]): path for name, path in folders.items()}
    assert len(dates) == len(folders), "a date has two publications"
    content = {day: bytes_of(path) for day, path in dates.items()}
    shutil.rmtree(home.root / "published" / "marts")
    return content


def given_archive(home: Home, root: Path) -> Home:
    """Return a fresh home with another one's archive and key, and no file in landing."""
    shutil.copytree(home.root / "arkiv", root / "arkiv")
    key = root / "nøgle.txt"
    key.write_text(f"{KEY}\n", encoding="utf-8")
    return Home(root, {"SOSU_PSEUDONYM_KEY_FILE": str(key), **OTHER_MACHINE})


def run_elsewhere(home: Home, night: date) -> None:
    """Run a night by the command, on one core where the machine can be told so."""
    sosu = ONE_CORE if hasattr(os, "sched_setaffinity") else SOSU
    with home.python(sosu, "run", "--dato", night.isoformat()) as process:
        printed = process.communicate()
    assert process.returncode in {0, FEED_REFUSED}, printed


def schools(files: Bytes) -> list[str]:
    """Return the schools that a publication knows."""
    table = pq.read_table(pa.BufferReader(files["dim_skole.parquet"]))
    return list(table["skole"].to_pylist())


@pytest.mark.parametrize("night", NIGHTS[:2], ids=str)
def test_a_night_run_again_later_gives_every_byte_it_gave_then(story: Story, night: date) -> None:
    assert differences(story.first[night], story.again[night]) == []


@pytest.mark.parametrize("night", NIGHTS, ids=str)
def test_a_night_run_on_another_machine_gives_every_byte_it_gave_then(
    story: Story, night: date
) -> None:
    assert differences(story.first[night], story.elsewhere[night]) == []


def test_the_nights_differ_by_corrections_resent_files_and_a_new_school(story: Story) -> None:
    """Guard the tests above: the story really tells of something new each night."""
    replaced = story.home.query(
        "select distinct kilde from staging.raekkeregnskab where erstattet > 0"
    )
    knows = {night: NEW_SCHOOL in schools(files) for night, files in story.first.items()}

    assert {row["kilde"] for row in replaced} >= {"amu_tilmeldinger", "uddannelsesforhold"}
    assert knows == dict(zip(NIGHTS, (False, False, True), strict=True))
    for night, before in zip(NIGHTS[1:], NIGHTS, strict=False):
        assert len(differences(story.first[before], story.first[night])) > len(NIGHTS)
