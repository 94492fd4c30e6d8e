"""What was said of a night stands: the last one is open, an earlier one is only corrected."""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from sosu_pipeline.warehouse.history import History, record_night
from sosu_pipeline.warehouse.tables import create_schemas

MONDAY, TUESDAY, WEDNESDAY = date(2027, 10, 4), date(2027, 10, 5), date(2027, 10, 6)
NAMES = {"maal": pa.string(), "dato": pa.date32()}
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Nights:
    """A history under test, told night by night."""

    history: History
    connection: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)

    def tell(self, dato: date, told: Mapping[str, str], *, correction: str | None = None) -> None:
        """Say the status of each goal on a night."""
        rows = [{"maal": maal, "dato": dato, "status": status} for maal, status in told.items()]
        table = pa.Table.from_pylist(rows, pa.schema({**NAMES, "status": pa.string()}))
        record_night(self.connection, self.history, table, dato=dato, correction=correction)

    def held(self) -> Rows:
        """Return what is held now: goal, day of October and status."""
        return self._rows(", status", self.history.table)

    def deviations(self) -> Rows:
        """Return the goals and days that the run would say otherwise."""
        return self._rows("", self.history.deviations)

    def ledger(self) -> Rows:
        """Return every line that was ever said of each night until the last run's."""
        return self._rows(", status, rettelse, rettelse_grund", self.history.ledger)

    def files(self) -> dict[str, bytes]:
        """Return every file and what it holds."""
        return {path.name: path.read_bytes() for path in self.history.folder.iterdir()}

    def _rows(self, columns: str, table: str) -> Rows:
        select = f"select maal, day(dato)::int{columns} from {table} order by all"
        return self.connection.sql(select).fetchall()


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    nights = Nights(History("maal_status", ("maal",), tmp_path / "status" / "maal_status"))
    create_schemas(nights.connection)
    return nights


def test_the_last_night_is_open_and_may_be_told_again(nights: Nights) -> None:
    nights.tell(MONDAY, {"01-a": "bagud"})
    nights.tell(TUESDAY, {"01-a": "bagud", "01-b": "bagud"})

    nights.tell(TUESDAY, {"01-a": "naaet"})

    assert nights.held() == [("01-a", 4, "bagud"), ("01-a", 5, "naaet")]
    assert nights.deviations() == []


def test_an_earlier_night_is_never_changed_and_what_differs_is_told(nights: Nights) -> None:
    nights.tell(MONDAY, {"01-a": "bagud", "01-b": "naaet"})
    nights.tell(TUESDAY, {"01-a": "bagud"})
    before = nights.files()

    nights.tell(MONDAY, {"01-a": "i_risiko", "01-b": "naaet"})

    assert nights.held() == [("01-a", 4, "bagud"), ("01-b", 4, "naaet")]
    assert nights.deviations() == [("01-a", 4)]
    assert nights.files() == before


def test_an_earlier_night_that_says_the_same_is_no_deviation(nights: Nights) -> None:
    nights.tell(MONDAY, {"01-a": "bagud"})
    nights.tell(TUESDAY, {"01-a": "naaet"})
    before = nights.files()

    nights.tell(MONDAY, {"01-a": "bagud"}, correction="Ingen grund")

    assert nights.deviations() == []
    assert nights.files() == before


def test_a_declared_correction_is_a_line_of_its_own_and_shows_what_stood_before(
    nights: Nights,
) -> None:
    nights.tell(MONDAY, {"01-a": "bagud", "01-b": "naaet"})
    nights.tell(TUESDAY, {"01-a": "bagud"})

    nights.tell(MONDAY, {"01-a": "i_risiko", "01-b": "naaet"}, correction="Et afsnit manglede")
    nights.tell(MONDAY, {"01-a": "paa_sporet", "01-b": "naaet"}, correction="Endnu et afsnit")

    assert nights.held() == [("01-a", 4, "paa_sporet"), ("01-b", 4, "naaet")]
    assert nights.deviations() == []
    assert nights.ledger() == [
        ("01-a", 4, "bagud", 0, None),
        ("01-a", 4, "i_risiko", 1, "Et afsnit manglede"),
        ("01-a", 4, "paa_sporet", 2, "Endnu et afsnit"),
        ("01-b", 4, "naaet", 0, None),
    ]


def test_a_correction_is_shown_by_every_later_night(nights: Nights) -> None:
    nights.tell(MONDAY, {"01-a": "bagud"})
    nights.tell(TUESDAY, {"01-a": "bagud"})
    nights.tell(MONDAY, {"01-a": "naaet"}, correction="Rettet")

    nights.tell(WEDNESDAY, {"01-a": "naaet"})

    assert nights.held() == [("01-a", 4, "naaet"), ("01-a", 5, "bagud"), ("01-a", 6, "naaet")]


def test_a_night_sees_no_night_after_its_own(nights: Nights) -> None:
    nights.tell(MONDAY, {"01-a": "bagud"})
    nights.tell(WEDNESDAY, {"01-a": "naaet"})

    nights.tell(TUESDAY, {"01-a": "i_risiko"})

    assert nights.held() == [("01-a", 4, "bagud"), ("01-a", 5, "i_risiko")]


def test_a_night_that_was_never_told_is_told_late(nights: Nights) -> None:
    nights.tell(WEDNESDAY, {"01-a": "naaet"})
    nights.tell(MONDAY, {"01-a": "bagud"})
    nights.tell(WEDNESDAY, {"01-a": "naaet"})

    assert nights.held() == [("01-a", 4, "bagud"), ("01-a", 6, "naaet")]


def test_a_night_told_by_older_code_is_read_and_may_be_corrected(nights: Nights) -> None:
    older = pa.Table.from_pylist([{"maal": "01-a", "dato": MONDAY}], pa.schema(NAMES))
    record_night(nights.connection, nights.history, older, dato=MONDAY, correction=None)

    nights.tell(TUESDAY, {"01-a": "naaet"})
    assert nights.held() == [("01-a", 4, None), ("01-a", 5, "naaet")]

    nights.tell(MONDAY, {"01-a": "bagud"}, correction="Nu med status")
    assert nights.held() == [("01-a", 4, "bagud")]


def test_the_folders_are_closed_to_others(nights: Nights) -> None:
    nights.tell(MONDAY, {"01-a": "bagud"})
    folders = (nights.history.folder, nights.history.folder.parent)
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700, 0o700]


def test_the_same_night_twice_leaves_the_same_files(nights: Nights) -> None:
    nights.tell(MONDAY, {"01-a": "bagud"})
    before = nights.files()

    nights.tell(MONDAY, {"01-a": "bagud"})

    assert nights.files() == before


def test_a_file_that_was_cut_short_is_not_read(nights: Nights) -> None:
    nights.tell(MONDAY, {"01-a": "bagud"})
    (nights.history.folder / ".2027-10-04.parquet").write_bytes(b"PAR1")

    nights.tell(TUESDAY, {"01-a": "naaet"})

    assert nights.held() == [("01-a", 4, "bagud"), ("01-a", 5, "naaet")]


def test_a_night_that_cannot_be_written_keeps_what_it_had(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.tell(MONDAY, {"01-a": "bagud"})
    monkeypatch.setattr(Path, "replace", _full_disk)

    with pytest.raises(OSError, match="No space left"):
        nights.tell(MONDAY, {"01-a": "naaet"})

    monkeypatch.undo()
    nights.tell(TUESDAY, {"01-a": "naaet"})
    assert nights.held() == [("01-a", 4, "bagud"), ("01-a", 5, "naaet")]


def _full_disk(*_: Path) -> Path:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
