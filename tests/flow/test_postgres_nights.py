"""Nights with PostgreSQL: its readers are moved after the files', and it can harm no night."""

import json
import os
import socket
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from pydantic import SecretStr

from sosu_pipeline.publishing.folder import move_pointer
from sosu_pipeline.publishing.postgres.current import State, place_current
from sosu_pipeline.publishing.publication import PublicationFacts
from sosu_pipeline.settings import Settings
from tests.inbox import open_inbox
from tests.nights import DATABASE, Home, completed, delivery
from tests.postgres_server import PASSWORD, Database, Server
from tests.publishing import write_plain

CHECK = "har_den_aktuelle_publicering"
FIRST, NEXT = date(2027, 10, 1), date(2027, 10, 2)
FEED_REFUSED, DATABASE_BEHIND = 3, 6
PUBLICATIONS = 32
ROWS = 30

READER = """
import json, sys, threading, time
from pathlib import Path
from adbc_driver_postgresql import dbapi

url, stop = sys.argv[1], Path(sys.argv[2])
MENTIONS = 60
SELECT = "with alle as ({}) select min(antal), max(antal), min(id), max(id) from alle"
PART = "select count(*) as antal, min(publicering_id) as id from marts.{}"
errors, rounds, versions = [], [], []

def read(one, other):
    parts = [PART.format(one), PART.format(other)] * MENTIONS
    select = SELECT.format(" union all ".join(parts))
    try:
        with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
            while not stop.exists():
                cursor.execute(select)
                ((fewest, most, first, last),) = cursor.fetchall()
                if (fewest, most) != (ROWS, ROWS) or first != last:
                    errors.append([fewest, most, first, last])
                if first not in versions:
                    versions.append(first)
                rounds.append(1)
                time.sleep(0.005)
    except Exception as error:
        errors.append(repr(error))

pairs = [("a", "b"), ("b", "a"), ("a", "c"), ("c", "b")]
threads = [threading.Thread(target=read, args=pair) for pair in pairs]
for each in threads:
    each.start()
print("læser", flush=True)
for each in threads:
    each.join()
print(json.dumps({"errors": errors, "rounds": len(rounds), "versions": versions}))
""".replace("ROWS", str(ROWS))


def publish(root: Path, number: int) -> str:
    """Publish one version as Parquet, its number in every row of every table."""
    facts = PublicationFacts(
        pr_dato=FIRST,
        publiceret=datetime.now(UTC),
        datadatoer={},
        kode_version=str(number),
        koersel="a",
    )
    select = f"select i as nr, '{number:03}' as publicering_id from range({ROWS}) as r (i)"
    publication = write_plain(
        duckdb.connect(), root, tables=dict.fromkeys("abc", select), facts=facts
    )
    move_pointer(root, publication)
    return publication.publicering_id


def test_readers_meet_no_error_no_empty_table_and_no_mixed_version(
    tmp_path: Path, postgres_server: Server
) -> None:
    """A statement that names its tables many times takes long to read, so a swap can fall in it."""
    database, stop = postgres_server.database(), tmp_path / "stop"
    settings = Settings(published=tmp_path, postgres_url=SecretStr(database.url()))
    publish(tmp_path, 0)
    assert place_current(settings).state is State.LOADED
    with subprocess.Popen(
        [sys.executable, "-c", READER, database.url(), str(stop)],
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "læser\n"
        for number in range(1, PUBLICATIONS):
            publish(tmp_path, number)
            placed = place_current(settings)
            assert placed.state is State.LOADED, placed.problem
            time.sleep(0.02)
        stop.touch()
        output, errors = reader.communicate(timeout=60)
    assert reader.returncode == 0, errors
    seen = json.loads(output)
    assert seen["errors"] == []
    assert seen["rounds"] >= PUBLICATIONS
    assert len(seen["versions"]) >= PUBLICATIONS // 2
    assert seen["versions"] == sorted(seen["versions"])


@pytest.fixture
def database(postgres_server: Server) -> Database:
    return postgres_server.database()


def test_a_night_moves_the_databases_readers_to_what_the_pointer_names(
    home: Home, database: Database
) -> None:
    home.variables["SOSU_POSTGRES_URL"] = database.url()
    home.drop("fvu", "fvu.csv", delivery("fvu", {}))

    night = completed(home.run(FIRST))

    assert night.pointer is not None
    told = night.metadata[DATABASE]
    assert told["tilstand"].value == "indlæst"
    assert told["publicering_id"].value == night.pointer.publicering_id
    check = night.check(DATABASE, CHECK)
    assert check.passed
    assert night.pointer.publicering_id in check.description
    for name, file in night.pointer.tabeller.items():
        assert database.ask(f"select count(*) from marts.{name}") == [(str(file.raekker),)]

    again = completed(home.run(FIRST))
    assert again.metadata[DATABASE]["tilstand"].value == "uændret"
    earlier = completed(home.run(date(2027, 9, 30)))
    assert earlier.metadata[DATABASE]["publicering_id"].value == night.pointer.publicering_id


def test_a_night_without_an_address_says_that_it_is_not_set_up(home: Home) -> None:
    night = completed(home.run(FIRST))
    assert night.metadata[DATABASE]["tilstand"].value == "ikke sat op"
    check = night.check(DATABASE, CHECK)
    assert check.passed
    assert check.description == "SOSU_POSTGRES_URL er ikke sat; der publiceres kun Parquet"


def test_a_database_that_is_down_leaves_the_night_published_and_is_told(
    home: Home, database: Database
) -> None:
    home.variables["SOSU_POSTGRES_URL"] = database.url()
    first = completed(home.run(FIRST))
    home.variables["SOSU_POSTGRES_URL"] = f"postgresql://ejer:{PASSWORD}@127.0.0.1:{_closed()}/n"

    night = completed(home.run(NEXT))

    assert night.pointer is not None
    assert night.pointer.pr_dato == NEXT
    assert night.metadata[DATABASE]["tilstand"].value == "fejlede"
    check = night.check(DATABASE, CHECK)
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert "databasen svarer ikke; start den" in check.description
    assert PASSWORD not in repr(night)
    assert first.pointer is not None
    assert database.ask(
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'marts'"
    ) == [(f"SOSU-publicering {first.pointer.publicering_id}",)]

    home.variables["SOSU_POSTGRES_URL"] = database.url()
    mended = completed(home.run(NEXT))
    assert mended.check(DATABASE, CHECK).passed


def test_run_leaves_with_a_code_of_its_own_and_tells_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.drop("fvu", "fvu.csv", delivery("fvu", {}).replace("startdato", "start"))
    home.variables["SOSU_POSTGRES_URL"] = f"postgresql://ejer:{PASSWORD}@127.0.0.1:{_closed()}/n"
    with open_inbox() as inbox:
        home.variables |= {"SOSU_BESKED_TIL": inbox.address, "NO_PROXY": "127.0.0.1"}
        night = home.command("run", "--dato", FIRST.isoformat())

    printed = " ".join(night.stdout.split())
    assert night.returncode == DATABASE_BEHIND, night.stderr
    assert "PostgreSQL har ikke den nye publicering; filerne er i orden." in printed
    assert f"PostgreSQL (ejer@127.0.0.1:{home_port(home)}/n): databasen svarer ikke" in printed
    [message] = inbox.messages
    assert message["title"].endswith("PostgreSQL har ikke den nye publicering")
    assert message["type"] == "failure"
    assert "databasen svarer ikke; start den" in message["message"]
    assert "1 afvisning:\n– fvu: " in message["message"]
    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    everything = [night.stdout.encode(), night.stderr.encode(), message["message"].encode(), *left]
    assert [text for text in everything if PASSWORD.encode() in text] == []


def test_doctor_tells_address_version_and_publication(home: Home, database: Database) -> None:
    home.variables |= {"SOSU_POSTGRES_URL": database.url(), "COLUMNS": "300"}
    before = home.command("doctor")
    assert (before.returncode, "skemaet marts har ingen publicering" in before.stdout) == (0, True)

    night = completed(home.run(FIRST))
    assert night.pointer is not None
    after = home.command("doctor")
    (version,) = database.ask("show server_version")[0]
    assert f"ejer@127.0.0.1:{database.server.port}/{database.name}" in after.stdout
    assert f"version {version}" in after.stdout
    assert f"skemaet marts har {night.pointer.publicering_id}" in after.stdout

    database.run("drop table marts.mart_datakvalitet")
    behind = home.command("doctor")
    assert behind.returncode == 1
    assert f", ikke hele {night.pointer.publicering_id}; kør sosu run" in behind.stdout

    home.variables["SOSU_POSTGRES_URL"] = database.url(password=PASSWORD[1:])
    refused = home.command("doctor")
    assert refused.returncode == 1
    assert "brugeren eller adgangskoden er afvist" in refused.stdout
    assert PASSWORD not in before.stdout + after.stdout + behind.stdout


def home_port(home: Home) -> str:
    return home.variables["SOSU_POSTGRES_URL"].rpartition(":")[2].partition("/")[0]


def _closed() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
