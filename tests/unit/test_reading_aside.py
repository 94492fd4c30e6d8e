"""Many files at once are read in processes of their own, and come out as if read here."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path
from typing import Any, Literal

import pytest

from sosu_pipeline.deliveries.aside import (
    FILES_AHEAD,
    LEAST_BYTES,
    FileReading,
    Name,
    ReadAside,
    Unread,
    open_readers,
)
from sosu_pipeline.deliveries.reading import Reading
from sosu_pipeline.deliveries.refusal import DeliveryRefused, FileRule
from sosu_pipeline.deliveries.sealing import Seal, Source, chunks_of
from sosu_pipeline.privacy.pseudonyms import Pseudonyms
from tests.factories import catalog

PSEUDONYMS = Pseudonyms(b"a key for the tests")
SEAL = Seal(b"another key for the tests")
HEADER = "CPR;trin;hold;startdato;slutdato;timer;i_forbindelse_med_amu"
LINES = (
    "710190-1234;Læsning;h-1;01-02-2027;;12,5;J",
    "710190-1234;Stavning;h-2;01-03-2027;;8;N",
    "720190-1234;Læsning;h-1;02-02-2027;;9,25;J",
)


@dataclass(frozen=True)
class DiesInAnotherProcess:
    """A file that ends the process that opens it, unless that is the test's own."""

    source: Source
    process: int

    def open(self, mode: Literal["rb"], /) -> BufferedReader:
        """Open it, or end."""
        if os.getpid() != self.process:
            os._exit(1)
        return self.source.open(mode)


def unread(folder: Path, name: str, *lines: str, size: int = LEAST_BYTES) -> Unread:
    """Return a file that the ledger says is large."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    return Unread(
        source=path,
        display_name=name,
        contract=catalog().contracts["fvu"],
        protect=PSEUDONYMS,
        dialect=None,
        bytes=size,
    )


def found(reading: FileReading) -> tuple[Any, ...]:
    rows = [row for batch in reading.batches() for row in batch.to_pylist()]
    return rows, reading.account, reading.told, reading.dialect


def named(files: Sequence[Unread]) -> dict[Name, Unread]:
    return {("fvu-2027-02-01", file.display_name): file for file in files}


def read(home: Path, files: Sequence[Unread]) -> list[tuple[Any, ...]]:
    with open_readers(named(files), home) as readers:
        return [found(readers.read(name)) for name in named(files)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with nothing in it."""
    home = tmp_path / "hjem"
    home.mkdir()
    return home


def test_files_read_aside_are_what_they_are_when_read_here_and_in_order(
    tmp_path: Path, home: Path
) -> None:
    files = [
        unread(tmp_path, "a.csv", HEADER, *LINES),
        unread(tmp_path, "b.csv", "Udtræk;;;;;;", HEADER + ";mere", *LINES[:1]),
        unread(tmp_path, "c.csv", HEADER, *LINES[1:], "", "I alt;;;;;17,25;"),
    ]

    aside = read(home, files)

    assert aside == [found(file.open()) for file in files]
    assert [account.linjer for _, account, _, _ in aside] == [3, 1, 2]
    assert list(home.iterdir()) == []


def test_a_sealed_file_is_read_aside(tmp_path: Path, home: Path) -> None:
    plain = unread(tmp_path, "a.csv", HEADER, *LINES)
    sealed = tmp_path / "a.aes"
    with (tmp_path / "a.csv").open("rb") as file:
        sealed.write_bytes(b"".join(SEAL.shut(chunks_of(file), lambda: "a")))
    twice = [plain, replace(plain, source=SEAL.source(sealed), display_name="b.csv")]

    one, other = read(home, twice)

    assert one == other


def test_a_refusal_comes_out_where_its_file_stands_with_rule_and_line(
    tmp_path: Path, home: Path
) -> None:
    files = [
        unread(tmp_path, "a.csv", HEADER, *LINES),
        unread(tmp_path, "b.csv", HEADER),
        unread(tmp_path, "c.csv", HEADER, *LINES),
    ]
    came: list[tuple[Any, ...]] = []

    with open_readers(named(files), home) as readers, pytest.raises(DeliveryRefused) as refused:
        came.extend(found(readers.read(name)) for name in named(files))

    assert len(came) == 1
    assert (refused.value.regel, refused.value.linje) == (FileRule.KUN_OVERSKRIFT, None)
    assert str(refused.value).startswith("b.csv: filen har overskrifter, men ingen linjer")
    assert list(home.iterdir()) == []


def test_more_files_than_are_read_ahead_all_come_and_one_can_be_asked_for_again(
    tmp_path: Path, home: Path
) -> None:
    files = [
        unread(tmp_path, f"{number}.csv", HEADER, *LINES[: number % 3 + 1])
        for number in range(FILES_AHEAD + 3)
    ]
    with open_readers(named(files), home) as readers:
        first, *_ = names = list(named(files))
        lines = [len(found(readers.read(name))[0]) for name in [*names, first]]

    assert lines == [*(number % 3 + 1 for number in range(FILES_AHEAD + 3)), 1]


def test_a_process_that_dies_costs_time_and_no_file(tmp_path: Path, home: Path) -> None:
    files = [unread(tmp_path, f"{number}.csv", HEADER, *LINES) for number in range(3)]
    deadly = replace(files[1], source=DiesInAnotherProcess(files[1].source, os.getpid()))

    assert read(home, [files[0], deadly, files[2]]) == [found(file.open()) for file in files]


@pytest.mark.parametrize(
    ("sizes", "kind"),
    [((LEAST_BYTES - 1,), Reading), ((LEAST_BYTES,), Reading), ((1, LEAST_BYTES - 1), ReadAside)],
    ids=["small", "one", "many"],
)
def test_processes_are_started_for_many_bytes_in_several_files(
    tmp_path: Path, home: Path, sizes: Sequence[int], kind: type[FileReading]
) -> None:
    files = [
        unread(tmp_path, f"{number}.csv", HEADER, *LINES, size=size)
        for number, size in enumerate(sizes)
    ]
    with open_readers(named(files), home) as readers:
        assert {type(readers.read(name)) for name in named(files)} == {kind}
