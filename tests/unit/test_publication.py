"""Publications are immutable, named by their content, and reached through one pointer."""

import json
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sosu_pipeline.goals import beside, promises, rows
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing import durable
from sosu_pipeline.publishing.bi_types import to_bi_types
from sosu_pipeline.publishing.folder import (
    move_pointer,
    read_current,
    remove_old_publications,
    write_publication,
)
from sosu_pipeline.publishing.publication import (
    Publication,
    PublicationError,
    PublicationFacts,
)
from sosu_pipeline.publishing.tables import column_texts, published_selects
from sosu_pipeline.warehouse.building import build_registered
from sosu_pipeline.warehouse.models import load_models

PUBLISHED_SQL = Path(__file__).parents[2] / "assets" / "sql" / "published"
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
    publication = write_publication(connection, root, tables=tables, facts=facts(pr_dato=pr_dato))
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
    publication = write_publication(connection, tmp_path, tables=TABLES, facts=facts())

    folder = tmp_path / "marts" / publication.publicering_id
    assert names_in(folder) == ["kpi_aar.parquet", "manifest.json"]
    assert publication.publicering_id.startswith("2027-10-15-")
    assert not (tmp_path / "aktuel.json").exists()


def test_the_pointer_tells_rows_bytes_sha256_dates_code_and_run(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    publication = write_publication(connection, tmp_path, tables=TABLES, facts=facts())

    assert move_pointer(tmp_path, publication) is None

    pointer = json.loads((tmp_path / "aktuel.json").read_text(encoding="utf-8"))
    file = tmp_path / pointer["sti"] / "kpi_aar.parquet"
    assert pointer.pop("tabeller") == {
        "kpi_aar": {
            "fil": "kpi_aar.parquet",
            "raekker": 1,
            "bytes": file.stat().st_size,
            "sha256": publication.tabeller["kpi_aar"].sha256,
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
    digests = set()
    for threads, order in ((1, "hash(i)"), (2, "i"), (4, "-i")):
        machine = duckdb.connect(config={"threads": threads, "memory_limit": f"{100 * threads}MB"})
        machine.execute(
            "create table t as select i // 7 as a, i as b, cast(i % 9 as varchar) as c "
            f"from range(300000) as r(i) order by {order}"
        )
        publication = write_publication(
            machine, tmp_path / str(threads), tables={"t": "from t"}, facts=facts()
        )
        digests.add((publication.publicering_id, publication.tabeller["t"].sha256))

    assert len(digests) == 1


def test_rows_lie_in_the_order_of_their_columns(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    tables = {"t": "select * from (values ('b', 1), ('a', 2), (null, 3), ('a', 1)) as v(k, n)"}

    publication = write_publication(connection, tmp_path, tables=tables, facts=facts())

    rows = pq.read_table(publication.paths(tmp_path)["t"]).to_pylist()
    assert [(row["k"], row["n"]) for row in rows] == [("a", 1), ("a", 2), ("b", 1), (None, 3)]


def test_publishing_the_same_content_again_adds_nothing(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    first = write_publication(connection, tmp_path, tables=TABLES, facts=facts(koersel="a"))
    move_pointer(tmp_path, first)
    pointer = (tmp_path / "aktuel.json").stat()

    again = write_publication(connection, tmp_path, tables=TABLES, facts=facts(koersel="b"))
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
    first = write_publication(connection, tmp_path, tables=TABLES, facts=facts())

    second = write_publication(connection, tmp_path, tables=other[0], facts=other[1])

    assert names_in(tmp_path / "marts") == sorted([first.publicering_id, second.publicering_id])


def test_a_damaged_file_is_mended_when_the_same_content_is_published(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    tables = {**TABLES, "kilder": "select 'etu' as kilde"}
    publication = write_publication(connection, tmp_path, tables=tables, facts=facts())
    paths = publication.paths(tmp_path)
    sound = paths["kpi_aar"].read_bytes()
    paths["kpi_aar"].write_bytes(sound[:40])
    paths["kilder"].unlink()

    write_publication(connection, tmp_path, tables=tables, facts=facts())

    assert paths["kpi_aar"].read_bytes() == sound
    assert paths["kilder"].exists()


def test_a_crash_leaves_the_last_publication_and_a_folder_that_the_next_write_sweeps(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    last = publish(connection, tmp_path, taeller=12)
    broken = {"a": "select 1 as x", "b": "select error('crash')::bigint as x from range(1)"}

    with pytest.raises(duckdb.InvalidInputException, match="crash"):
        write_publication(connection, tmp_path, tables=broken, facts=facts())

    assert read_current(tmp_path) == last
    left = [name for name in names_in(tmp_path / "marts") if name != last.publicering_id]
    assert [name[:4] for name in left] == [".ny-"]
    publish(connection, tmp_path, taeller=12)
    assert names_in(tmp_path / "marts") == [last.publicering_id]


def test_a_run_as_of_an_earlier_date_never_moves_the_pointer(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    current = publish(connection, tmp_path, taeller=12)
    earlier = write_publication(
        connection, tmp_path, tables=TABLES, facts=facts(pr_dato=date(2027, 9, 1))
    )

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
    select = to_bi_types(
        connection,
        """select 1::tinyint as a, sum(1::bigint) as b, 2::ubigint as c, 1.5::decimal(9, 2) as d,
        date '2027-10-15' as e, timestamp '2027-10-15 02:00' as f, 'x' as g, true as h""",
        table="t",
    )

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
    with pytest.raises(PublicationError, match=r"kpi_aar\.vaerdi har typen .* skriv en cast"):
        to_bi_types(connection, f"select {value} as vaerdi", table="kpi_aar")


def test_nothing_is_written_when_one_table_has_a_wrong_type(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    tables = {"god": "select 1 as x", "skidt": "select 0.5::double as x"}

    with pytest.raises(PublicationError):
        write_publication(connection, tmp_path, tables=tables, facts=facts())

    assert names_in(tmp_path / "marts") == []


@pytest.fixture
def warehouse(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with the tables the published ones read, and one pupil group."""
    key = "'kpi_optag' as kpi, 'nord' as skole"
    rest = "'SSA' as uddannelse, 'HF' as uddannelsesdel, null::varchar as opdeling"
    figures = "20::decimal(18, 4) as taeller, 80::decimal(18, 4) as naevner, 80 as personer"
    connection.execute(f"""
    create schema marts;
    create schema staging;
    create table staging.indstillinger as
        select 'nord' as skole, 3 as smaa_celler_personer, 5 as smaa_celler_trivsel;
    create table marts.kpi_katalog as select 'kpi_optag' as kpi, 'Optag' as titel,
        'Starter' as beskrivelse, 'Σ starter' as formel, 'personer' as enhed, 'op' as retning,
        null::varchar as kendte_begraensninger, null::varchar as graense;
    create table marts.kpi_skole as
        select {key}, 2027 as aar, null::varchar as opdeling, {figures};
    create table marts.kpi_aar as select {key}, 2027 as aar, {rest}, {figures};
    create table marts.kpi_maaned as
        select {key}, date '2027-08-01' as maaned, 2027 as aar, '280529' as afdeling, {rest},
        {figures};
    create table staging.kilder as select 'nord' as skole, 'etu' as kilde,
        date '2027-10-01' as seneste_ankomst, null::date as datadato, 50 as alder_dage,
        45 as max_alder_dage, 200 as linjer, 198 as accepteret, 2 as karantaene, 0 as erstattet,
        0 as afviste_leveringer, null::varchar as seneste_afvist_grund;
    create table staging.raekkeregnskab as select 'nord' as skole, 'etu' as kilde,
        'l1' as levering, 'ab12' as fil, 'etu.csv' as filnavn, date '2027-10-01' as ankomst,
        200 as linjer, 198 as accepteret, 2 as karantaene, 0 as erstattet, 1 as titel,
        0 as tomme, 1 as total, 'accepteret' as status;
    create table staging.kode_fokusomraader as select 'digital' as kode, 'Digital' as titel;
    create table marts.dimensionering as select 'nord' as skole, '851' as kommune,
        'SSA' as uddannelse, 2027 as aar, 51 as krav, 40 as personer, 11 as mangler""")
    corrections = {"rettelse": pa.int64(), "rettelse_grund": pa.string()}
    of_goals = {
        "maal_status": {**_types(rows.GOAL_ROWS), **corrections},
        "indsats_status": {**_types(rows.INDSATS_ROWS), **corrections},
        "maal": _types(promises.ROWS),
        "maal_ved_siden_af": _types(beside.ROWS),
    }
    for name, types in of_goals.items():
        build_registered(connection, f"marts.{name}", pa.schema(types).empty_table())
    return connection


def _types(schema: pa.Schema) -> dict[str, pa.DataType]:
    return dict(zip(schema.names, schema.types, strict=True))


def test_every_published_table_is_written_and_every_column_is_described(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    models = load_models(PUBLISHED_SQL, Layer.PUBLISHED)

    publication = write_publication(
        warehouse, tmp_path, tables=published_selects(warehouse, models), facts=facts()
    )

    assert set(publication.tabeller) == {model.name for model in models}
    for model in models:
        written = pq.read_schema(publication.paths(tmp_path)[model.name]).names
        assert sorted(written) == sorted(column_texts(model))
        assert tuple(written[: len(model.listed("noegle"))]) == model.listed("noegle")


def test_a_value_is_numerator_by_denominator_and_a_count_is_itself(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    warehouse.execute("""insert into marts.kpi_aar by name
        select * replace (null as naevner, 'kpi_tal' as kpi) from marts.kpi_aar
        union all select * replace (0 as naevner, 'kpi_tom' as kpi) from marts.kpi_aar;
        insert into marts.kpi_katalog (kpi) values ('kpi_tal'), ('kpi_tom')""")
    selects = published_selects(warehouse, load_models(PUBLISHED_SQL, Layer.PUBLISHED))

    values = warehouse.sql(f"select kpi, vaerdi::varchar from ({selects['kpi_aar']})").fetchall()

    # 20 of 80 pupils = 0.25; 20 counted; 20 of none has no value
    assert sorted(values) == [("kpi_optag", "0.2500"), ("kpi_tal", "20.0000"), ("kpi_tom", None)]


def test_a_feed_past_its_age_or_never_arrived_is_too_old(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    warehouse.execute("""insert into staging.kilder by name
        select * replace ('fvu' as kilde, 45 as alder_dage) from staging.kilder
        union all select * replace ('amu_hold' as kilde, null as alder_dage) from staging.kilder""")
    selects = published_selects(warehouse, load_models(PUBLISHED_SQL, Layer.PUBLISHED))

    feeds = warehouse.sql(f"select kilde, er_for_gammel from ({selects['kilder']})").fetchall()

    assert sorted(feeds) == [("amu_hold", True), ("etu", True), ("fvu", False)]
