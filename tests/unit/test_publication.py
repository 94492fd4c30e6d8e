"""Publications are immutable, named by their content, and reached through one pointer."""

import hashlib
import json
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from sosu_pipeline.publishing import durable
from sosu_pipeline.publishing.bi_types import to_bi_types
from sosu_pipeline.publishing.folder import move_pointer, read_current, remove_old_publications
from sosu_pipeline.publishing.publication import (
    Publication,
    PublicationError,
    PublicationFacts,
)
from tests.publishing import table, write

AUTUMN = date(2027, 10, 15)
TABLES = {"kpi_aar": "select 'kpi_optag' as kpi, 2027 as aar, 12 as taeller"}


def facts(*, pr_dato: date = AUTUMN, koersel: str = "a", kode: str = "1") -> PublicationFacts:
    return PublicationFacts(
        pr_dato=pr_dato,
        publiceret=datetime(2027, 10, 16, 0, 5, tzinfo=UTC),
        datadatoer={"uddannelsesforhold": AUTUMN, "etu": None},
        kode_version=kode,
        koersel=koersel,
    )


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def publish(
    connection: duckdb.DuckDBPyConnection,
    root: Path,
    *,
    taeller: int,
    pr_dato: date = AUTUMN,
) -> Publication:
    """Publish one figure and point at it where the pointer's law allows."""
    tables = {"kpi_aar": f"select {taeller} as taeller"}
    publication = write(connection, root, tables=tables, facts=facts(pr_dato=pr_dato))
    move_pointer(root, publication)
    return publication


def age(folder: Path, *, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(folder, (then, then))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_publication_holds_its_tables_and_a_manifest(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publication = write(connection, tmp_path, tables=TABLES, facts=facts())

    folder = tmp_path / "marts" / publication.publicering_id
    assert names_in(folder) == ["kontrakt.json", "kpi_aar.parquet", "manifest.json"]
    assert publication.publicering_id.startswith("2027-10-15-")
    assert not (tmp_path / "aktuel.json").exists()


def test_the_pointer_tells_rows_bytes_sha256_dates_code_and_run(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publication = write(connection, tmp_path, tables=TABLES, facts=facts())

    assert move_pointer(tmp_path, publication) is None

    pointer = json.loads((tmp_path / "aktuel.json").read_text(encoding="utf-8"))
    file = tmp_path / pointer["sti"] / "kpi_aar.parquet"
    assert pointer.pop("tabeller") == {
        "kpi_aar": {
            "fil": "kpi_aar.parquet",
            "raekker": 1,
            "bytes": file.stat().st_size,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "indhold_sha256": publication.tabeller["kpi_aar"].indhold_sha256,
        }
    }
    assert pointer == {
        "publicering_id": publication.publicering_id,
        "pr_dato": "2027-10-15",
        "publiceret": "2027-10-16T00:05:00Z",
        "sti": f"marts/{publication.publicering_id}",
        "datadatoer": {"uddannelsesforhold": "2027-10-15", "etu": None},
        "kode_version": "1",
        "koersel": "a",
    }


def test_a_reader_gets_the_paths_of_the_current_publication(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish(connection, tmp_path, taeller=12)

    current = read_current(tmp_path)

    assert current
    path = current.paths(tmp_path)["kpi_aar"]
    assert connection.sql(f"select taeller from '{path}'").fetchall() == [(12,)]


def test_before_the_first_publication_there_is_no_current_one(tmp_path: Path) -> None:
    assert read_current(tmp_path) is None


def test_a_damaged_pointer_is_named_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "aktuel.json").write_text("{", encoding="utf-8")

    with pytest.raises(PublicationError, match=r"aktuel\.json i .* slet den, og kør natten igen"):
        read_current(tmp_path)


def test_the_same_rows_give_the_same_bytes_whatever_the_machine(tmp_path: Path) -> None:
    """The rows fill eight row groups, and the warehouse lets rows leave their place."""
    digests = set()
    for threads, order in ((1, "hash(i)"), (2, "i"), (8, "-i")):
        config = {"threads": threads, "memory_limit": f"{100 * threads}MB"}
        machine = duckdb.connect(config={**config, "preserve_insertion_order": "false"})
        machine.execute(
            "create table t as select i // 7 as a, i as b, cast(i % 9 as varchar) as c "
            f"from range(900000) as r(i) order by {order}"
        )
        publication = write(
            machine, tmp_path / str(threads), tables={"t": "from main.t"}, facts=facts()
        )
        digests.add((publication.publicering_id, publication.tabeller["t"].sha256))

    assert len(digests) == 1


def test_rows_lie_in_the_order_of_their_columns(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    tables = {"t": "select * from (values ('b', 1), ('a', 2), (null, 3), ('a', 1)) as v(k, n)"}

    publication = write(connection, tmp_path, tables=tables, facts=facts())

    rows = pq.read_table(publication.paths(tmp_path)["t"]).to_pylist()
    assert [(row["k"], row["n"]) for row in rows] == [("a", 1), ("a", 2), ("b", 1), (None, 3)]


def test_publishing_the_same_content_again_adds_nothing(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    first = write(connection, tmp_path, tables=TABLES, facts=facts(koersel="a"))
    move_pointer(tmp_path, first)
    pointer = (tmp_path / "aktuel.json").stat()

    again = write(connection, tmp_path, tables=TABLES, facts=facts(koersel="b"))
    move_pointer(tmp_path, again)

    assert again == first
    assert names_in(tmp_path / "marts") == [first.publicering_id]
    assert (tmp_path / "aktuel.json").stat().st_mtime_ns == pointer.st_mtime_ns


@pytest.mark.parametrize(
    "other",
    [
        ({"kpi_aar": "select 13 as taeller"}, facts()),
        (TABLES, facts(kode="2")),
        (TABLES, facts(pr_dato=AUTUMN + timedelta(days=1))),
    ],
    ids=["rows", "code", "date"],
)
def test_other_content_is_another_publication(
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    other: tuple[dict[str, str], PublicationFacts],
) -> None:
    first = write(connection, tmp_path, tables=TABLES, facts=facts())

    second = write(connection, tmp_path, tables=other[0], facts=other[1])

    assert names_in(tmp_path / "marts") == sorted([first.publicering_id, second.publicering_id])


def test_a_damaged_file_is_mended_when_the_same_content_is_published(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    tables = {**TABLES, "kilder": "select 'etu' as kilde"}
    publication = write(connection, tmp_path, tables=tables, facts=facts())
    paths = publication.paths(tmp_path)
    sound = paths["kpi_aar"].read_bytes()
    paths["kpi_aar"].write_bytes(sound[:40])
    paths["kilder"].unlink()

    write(connection, tmp_path, tables=tables, facts=facts())

    assert paths["kpi_aar"].read_bytes() == sound
    assert paths["kilder"].exists()


def test_a_crash_leaves_the_last_publication_and_a_folder_that_the_next_write_sweeps(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    last = publish(connection, tmp_path, taeller=12)
    broken = {"a": "select 1 as x", "b": "select error('crash')::bigint as x from range(1)"}

    with pytest.raises(duckdb.InvalidInputException, match="crash"):
        write(connection, tmp_path, tables=broken, facts=facts())

    assert read_current(tmp_path) == last
    left = [name for name in names_in(tmp_path / "marts") if name != last.publicering_id]
    assert [name[:4] for name in left] == [".ny-"]
    publish(connection, tmp_path, taeller=12)
    assert names_in(tmp_path / "marts") == [last.publicering_id]


def test_a_run_as_of_an_earlier_date_never_moves_the_pointer(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    current = publish(connection, tmp_path, taeller=12)
    earlier = write(connection, tmp_path, tables=TABLES, facts=facts(pr_dato=date(2027, 9, 1)))

    reason = move_pointer(tmp_path, earlier)

    assert reason == (
        "den aktuelle publicering er pr. 15-10-2027 og bliver stående; denne er pr. 01-09-2027"
    )
    assert read_current(tmp_path) == current


def test_a_second_run_as_of_the_same_date_moves_the_pointer(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publish(connection, tmp_path, taeller=12)

    second = publish(connection, tmp_path, taeller=13)

    assert read_current(tmp_path) == second


def test_the_last_publications_are_kept_and_older_ones_removed(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publications = [publish(connection, tmp_path, taeller=taeller) for taeller in range(4)]
    for number, publication in enumerate(publications):
        age(tmp_path / publication.sti, hours=10 - number)

    removed = remove_old_publications(tmp_path, keep=2)

    assert set(removed) == {publications[0].publicering_id, publications[1].publicering_id}
    assert names_in(tmp_path / "marts") == sorted(p.publicering_id for p in publications[2:])


def test_the_current_publication_is_never_removed(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    current = publish(connection, tmp_path, taeller=12)
    backfill = publish(connection, tmp_path, taeller=12, pr_dato=date(2027, 9, 1))
    age(tmp_path / current.sti, hours=1000)
    age(tmp_path / backfill.sti, hours=2)

    assert remove_old_publications(tmp_path, keep=1) == ()


def test_a_publication_left_a_moment_ago_stays_for_its_readers(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    left = publish(connection, tmp_path, taeller=12)
    age(tmp_path / left.sti, hours=1000)
    publish(connection, tmp_path, taeller=13)

    assert remove_old_publications(tmp_path, keep=1) == ()

    age(tmp_path / left.sti, hours=2)
    assert remove_old_publications(tmp_path, keep=1) == (left.publicering_id,)


def test_folders_that_are_no_publications_are_left_alone(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publication = publish(connection, tmp_path, taeller=12)
    (tmp_path / "marts" / "notater").mkdir()
    age(tmp_path / "marts" / "notater", hours=1000)

    assert remove_old_publications(tmp_path, keep=1) == ()
    assert names_in(tmp_path / "marts") == [publication.publicering_id, "notater"]


def test_a_rename_waits_while_a_reader_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, refusals = Path.replace, iter([PermissionError, PermissionError])

    def replace(source: Path, target: Path) -> Path:
        for refusal in refusals:
            raise refusal
        return rename(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(durable, "PAUSE_SECONDS", 0)

    durable.write_text(tmp_path / "aktuel.json", "{}")

    assert names_in(tmp_path) == ["aktuel.json"]


def test_a_rename_that_stays_refused_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(source: Path, _: Path) -> Path:
        raise PermissionError(source)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(durable, "PAUSE_SECONDS", 0)

    with pytest.raises(PermissionError):
        durable.write_text(tmp_path / "aktuel.json", "{}")


def test_integers_and_decimals_take_their_bi_type(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """create schema published; create table published.t as
        select 1::tinyint as a, sum(1::bigint) as b, 2::ubigint as c, 1.5::decimal(9, 2) as d,
        date '2027-10-15' as e, timestamp '2027-10-15 02:00' as f, 'x' as g, true as h"""
    )

    select = to_bi_types(connection, "from published.t", table(connection, "t"))

    assert [str(kind) for kind in connection.sql(select).types] == [
        *["BIGINT"] * 3,
        "DECIMAL(18,4)",
        "DATE",
        "TIMESTAMP",
        "VARCHAR",
        "BOOLEAN",
    ]


@pytest.mark.parametrize(
    "value",
    ["0.5::double", "0.5::real", "[1]", "{'a': 1}", "now()", "time '02:00'", "null", "uuid()"],
)
def test_a_type_that_bi_cannot_read_names_table_and_column(
    connection: duckdb.DuckDBPyConnection, value: str
) -> None:
    select = f"select {value} as vaerdi"
    connection.execute(f"create schema published; create table published.kpi_aar as {select}")

    with pytest.raises(PublicationError, match=r"kpi_aar\.vaerdi har typen .* skriv en cast"):
        to_bi_types(connection, select, table(connection, "kpi_aar"))


def test_nothing_is_written_when_one_table_has_a_wrong_type(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    tables = {"god": "select 1 as x", "skidt": "select 0.5::double as x"}

    with pytest.raises(PublicationError):
        write(connection, tmp_path, tables=tables, facts=facts())

    assert names_in(tmp_path / "marts") == []
