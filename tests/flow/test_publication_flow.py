"""What readers are given: whole publications, moved on by good nights, with small cells hidden."""

import hashlib
import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sosu_pipeline.publishing.bi_types import BI_TYPES
from sosu_pipeline.publishing.code_version import code_version
from sosu_pipeline.publishing.folder import read_current
from tests.factories import ROOT, fetch
from tests.nights import Home, Outcome, completed, delivery

FIRST, NEXT, LAST = date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3)
KEPT = 2
TWO_HOURS = 7200
PAUSE_SECONDS = 0.1
NOT_PUBLISHED = 4
PUPILS = {"PAU": 2, "SSA": 5, "SSH": 6}


@dataclass(frozen=True)
class Story:
    """Nights in order: a good one, a broken one, a mended one, one of an earlier day, a last one.

    ``broken`` is the broken night's process; ``before`` and ``after`` what readers had around it.
    """

    home: Home
    first: Outcome
    broken: "subprocess.CompletedProcess[str]"
    before: Mapping[str, str]
    after: Mapping[str, str]
    mended: Outcome
    earlier: Outcome
    last: Outcome
    reader: "Reader"


@dataclass
class Reader:
    """Somebody who reads the current publication in a loop, as Power BI would."""

    root: Path
    seen: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read until the block is left, and once more."""
        stop = threading.Event()
        thread = threading.Thread(target=self._read, args=[stop])
        thread.start()
        yield
        stop.set()
        thread.join()

    def _read(self, stop: threading.Event) -> None:
        with duckdb.connect() as connection:
            is_last = False
            while not is_last:
                is_last = stop.wait(PAUSE_SECONDS)
                try:
                    self._read_once(connection)
                except Exception as error:  # noqa: BLE001 - whatever a reader meets is told
                    self.errors.append(repr(error))

    def _read_once(self, connection: duckdb.DuckDBPyConnection) -> None:
        current = read_current(self.root)
        if current is None:
            return
        for name, path in current.paths(self.root).items():
            count = f"select count(*) from read_parquet('{path}')"
            ((rows,),) = connection.execute(count).fetchall()
            if rows != current.tabeller[name].raekker:
                self.errors.append(f"{name}: {rows} rows")
        if current.publicering_id not in self.seen[-1:]:
            self.seen.append(current.publicering_id)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Run five nights while somebody reads."""
    home = Home(tmp_path_factory.mktemp("hjem"))
    home.variables["SOSU_BEHOLD_PUBLICERINGER"] = str(KEPT)
    reader = Reader(home.root / "published")
    home.drop("uddannelsesforhold", "elever.csv", _starts(PUPILS))
    with reader.reading():
        first = completed(home.run(FIRST))
        before = _published(home)
        with _wrong_contract(home):
            broken = home.command("run", "--dato", NEXT.isoformat())
        after = _published(home)
        mended = completed(home.run(NEXT))
        earlier = completed(home.run(FIRST))
        _age(home)
        last = completed(home.run(LAST))
    return Story(home, first, broken, before, after, mended, earlier, last, reader)


def test_the_pointer_says_what_was_published_of_what_and_by_which_code(story: Story) -> None:
    pointer = json.loads((story.home.root / "published/aktuel.json").read_text("utf-8"))
    folder = story.home.root / "published" / pointer["sti"]

    assert pointer["publicering_id"] == story.last.publicering_id
    assert pointer["pr_dato"] == LAST.isoformat()
    assert pointer["kode_version"] == code_version()
    assert pointer["datadatoer"]["uddannelsesforhold"] == "2027-09-01"
    assert pointer["datadatoer"]["fvu"] is None
    assert set(pointer["datadatoer"]) == {path.stem for path in ROOT.glob("data/kilder/*.yaml")}
    for name, file in pointer["tabeller"].items():
        content = (folder / file["fil"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), _sha256(content))
        assert file["raekker"] == _read(folder / file["fil"], "count(*) as n")[0]["n"], name


def test_every_published_column_is_of_a_type_that_bi_reads(story: Story) -> None:
    types = {
        (path.name, row["column_name"]): row["column_type"]
        for path in story.home.root.glob("published/marts/*/*.parquet")
        for row in _rows(f"describe from read_parquet('{path}')")
    }
    assert {column: kind for column, kind in types.items() if kind not in BI_TYPES} == {}
    assert len(types) > 20


def test_a_failed_blocking_check_leaves_the_last_publication_in_place(story: Story) -> None:
    assert story.after == {**story.before, **story.after}
    assert story.after["published/aktuel.json"] == story.before["published/aktuel.json"]


def test_a_withheld_publication_is_told_as_withheld_with_an_exit_code_of_its_own(
    story: Story,
) -> None:
    told = " ".join(story.broken.stdout.split())
    assert story.broken.returncode == NOT_PUBLISHED, story.broken.stderr
    assert "en_trivselsscore_ligger_mellem_1_og_5" in told
    assert "Der er ikke publiceret: en blokerende kontrol fejlede" in told


def test_a_mended_night_publishes_again(story: Story) -> None:
    assert story.mended.pointer is not None
    assert story.mended.pointer.publicering_id == story.mended.publicering_id
    assert story.mended.pointer.pr_dato == NEXT


def test_a_night_as_of_an_earlier_day_is_written_and_not_pointed_at(story: Story) -> None:
    assert story.earlier.publicering_id == story.first.publicering_id
    assert story.earlier.pointer == story.mended.pointer


def test_the_last_publications_are_kept(story: Story) -> None:
    folders = {path.name for path in story.home.root.glob("published/marts/*")}
    assert folders == {story.mended.publicering_id, story.last.publicering_id}


def test_a_reader_during_the_nights_meets_no_error_and_no_mixed_version(story: Story) -> None:
    nights = (story.first, story.mended, story.last)
    assert story.reader.errors == []
    assert story.reader.seen == [night.publicering_id for night in nights]


def test_a_small_group_is_hidden_with_another_so_that_the_total_does_not_tell(
    story: Story,
) -> None:
    """Two in PAU are too few to show, and of 13 in all the 5 in SSA would tell them."""
    years = story.home.published(
        story.last,
        "select uddannelse, taeller::int as taeller, skjult_aarsag is null as er_vist "
        "from fakt_maaling_aar inner join dim_kpi using (kpi_noegle) "
        "inner join dim_uddannelse using (uddannelse_noegle) "
        "where kpi = 'kpi_optag' order by uddannelse",
    )
    (school,) = story.home.published(
        story.last,
        "select taeller::int as taeller from fakt_maaling_skole "
        "inner join dim_kpi using (kpi_noegle) where kpi = 'kpi_optag'",
    )

    assert [tuple(row.values()) for row in years] == [("SSH", 6, True)]
    assert school["taeller"] == 2 + 5 + 6


def _starts(pupils: Mapping[str, int]) -> str:
    start = {"uddannelsesdel": "GF2", "startdato": "2027-08-02"}
    rows = [
        {**start, "uddannelse": name, "person": f"{61 + place:02}0190-{1000 + number}"}
        for place, (name, count) in enumerate(pupils.items())
        for number in range(count)
    ]
    return delivery("uddannelsesforhold", *rows)


@contextmanager
def _wrong_contract(home: Home) -> Iterator[None]:
    """Let the contract take answers up to 9 for a while, and one of 9 come in."""
    contract = home.copy_declarations() / "kilder" / "mikromaalinger.yaml"
    text = contract.read_text("utf-8")
    assert text.count("hoejst: 5") == 1
    contract.write_text(text.replace("hoejst: 5", "hoejst: 9"), encoding="utf-8")
    answer = {"respondent": "R-ab", "dato": "2027-09-06", "svar": 9}
    answers = home.drop("mikromaalinger", "svar.csv", delivery("mikromaalinger", answer), day=NEXT)
    yield
    del home.variables["SOSU_DATA"]
    answers.unlink()


def _age(home: Home) -> None:
    """Let the publications be two hours older, past the hour that readers have to leave them."""
    then = time.time() - TWO_HOURS
    for folder in home.root.glob("published/marts/*"):
        os.utime(folder, (then, then))


def _published(home: Home) -> dict[str, str]:
    return {
        path.relative_to(home.root).as_posix(): _sha256(path.read_bytes())
        for path in home.root.glob("published/**/*")
        if path.is_file()
    }


def _read(path: Path, columns: str, where: str = "true") -> Sequence[Mapping[str, Any]]:
    return _rows(f"select {columns} from read_parquet('{path}') where {where}")


def _rows(query: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        return fetch(connection, query)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
