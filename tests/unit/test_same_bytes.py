"""What holds two publications together finds any byte that differs, and says where."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.same_bytes import Bytes, bytes_of, differences

ROWS = {"skole": ["nord", "syd"], "taeller": [3, 4], "publicering_id": ["a", "a"]}


def written(folder: Path, table: pa.Table, *, compression: str = "snappy") -> Bytes:
    folder.mkdir()
    pq.write_table(table, folder / "fakt.parquet", compression=compression)
    (folder / "kontrakt.json").write_text("{}\n", encoding="utf-8")
    return bytes_of(folder)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (ROWS, []),
        ({**ROWS, "taeller": [3, 5]}, ["fakt.parquet: taeller in row 1 is 4 and 5"]),
        (
            {**ROWS, "taeller": [9, 4], "publicering_id": ["b", "b"]},
            ["fakt.parquet: taeller in row 0 is 3 and 9"],
        ),
        (
            {**ROWS, "publicering_id": ["b", "b"]},
            ["fakt.parquet: publicering_id in row 0 is 'a' and 'b'"],
        ),
        ({"skole": ["nord", "syd"]}, ["fakt.parquet: other columns"]),
        ({name: values[:1] for name, values in ROWS.items()}, ["fakt.parquet: 2 rows and 1"]),
    ],
    ids=["nothing", "a cell", "a cell before the name", "the name", "columns", "rows"],
)
def test_the_first_cell_that_differs_is_named(
    tmp_path: Path, changed: dict[str, list[object]], told: list[str]
) -> None:
    first = written(tmp_path / "1", pa.table(ROWS))
    assert differences(first, written(tmp_path / "2", pa.table(changed))) == told


def test_the_same_cells_in_other_bytes_are_a_difference_too(tmp_path: Path) -> None:
    first = written(tmp_path / "1", pa.table(ROWS))
    again = written(tmp_path / "2", pa.table(ROWS), compression="zstd")
    assert differences(first, again) == ["fakt.parquet: same cells"]


def test_a_file_of_one_alone_and_another_contract_are_told(tmp_path: Path) -> None:
    first = written(tmp_path / "1", pa.table(ROWS))
    again = {"kontrakt.json": b"{ }\n", "mart.parquet": first["fakt.parquet"]}
    assert differences(first, again) == [
        "fakt.parquet: is only in one of the two",
        "mart.parquet: is only in one of the two",
        "kontrakt.json: other text",
    ]
