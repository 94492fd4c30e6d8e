"""PostgreSQL holds exactly what was published, and what goes wrong with it is told plainly."""

import math
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pydantic import SecretStr

from sosu_pipeline.publishing.contract import (
    CONTRACT_FILE,
    PublishedColumn,
    PublishedContract,
    PublishedTable,
)
from sosu_pipeline.publishing.folder import move_pointer
from sosu_pipeline.publishing.postgres import loading
from sosu_pipeline.publishing.postgres.current import Placed, State, place_current
from sosu_pipeline.publishing.postgres.looking import database_of
from sosu_pipeline.publishing.postgres.problems import PostgresError, problem_of, refusal_of
from sosu_pipeline.publishing.postgres.session import Patience, Session, open_session
from sosu_pipeline.publishing.postgres.target import UNREADABLE, Target
from sosu_pipeline.publishing.publication import Publication, PublicationFacts
from sosu_pipeline.settings import Settings, SettingsError, read_settings
from tests.postgres_server import PASSWORD, Database, Server
from tests.publishing import write_plain

QUICK = Patience(lock_milliseconds=100, swap_seconds=0.4)
TABLES = {"dim_skole": "select 1 as skole_noegle, 'SOSU Nord' as skole_navn"}
FIGURES = "select i as nr, 'tal ' || i as tekst from range({}) as r (i)"
PATIENT_SECONDS = 60
PLACE = """
from sosu_pipeline.publishing.postgres.current import place_current
from sosu_pipeline.settings import read_settings
place_current(read_settings())"""
FULL_AT = 3 * 2**20 + 4096
"""Not a whole number of pages, so that the server meets a write that stops half-way."""

TYPES = """
select * from (values
    (1::bigint, 99999999999999.9999::decimal(18,4), date '2027-10-15',
     timestamp '2027-10-15 02:03:04.000005', 'Rødgrød på Ærø ≥ 3 😀', true),
    (-9223372036854775808, -0.0001, date '0001-01-01', timestamp '1900-01-01', '', false),
    (3, null, null, null, null, null),
    (4, 0, date '9999-12-31', timestamp '2027-03-28 02:30:00', E'to\\nlinjer; "citat" \\\\N', true)
) as t (heltal, beloeb, dag, tid, tekst, er_sand)"""


@dataclass(frozen=True)
class School:
    """Somebody who publishes to a folder and to a database of their own."""

    root: Path
    database: Database
    settings: Settings

    def publish(
        self, tables: Mapping[str, str] | None = None, *, number: int = 1, contract: str = ""
    ) -> Publication:
        """Publish tables as Parquet and point at them."""
        publication = write_plain(
            duckdb.connect(), self.root, tables=tables or TABLES, facts=facts(number)
        )
        if contract:
            path = self.root / publication.sti / CONTRACT_FILE
            path.write_text(contract, encoding="utf-8")
        move_pointer(self.root, publication)
        return publication

    def place(self, patience: Patience = QUICK, **settings: object) -> Placed:
        """Give PostgreSQL what the pointer names."""
        return place_current(self.settings.model_copy(update=settings), patience)

    def schemas(self) -> dict[str, str]:
        """Return what the comments of the schemas say, by their names."""
        rows = self.database.ask(
            "select nspname, obj_description(oid, 'pg_namespace') from pg_namespace "
            "where nspname like 'marts%' order by 1"
        )
        return dict(rows)


def facts(number: int) -> PublicationFacts:
    return PublicationFacts(
        pr_dato=date(2027, 10, 15),
        publiceret=datetime(2027, 10, 16, 0, 5, tzinfo=UTC),
        datadatoer={},
        kode_version=str(number),
        koersel="a",
    )


@pytest.fixture
def school(tmp_path: Path, postgres_server: Server) -> School:
    database = postgres_server.database()
    return school_of(tmp_path, database, database.url())


def school_of(root: Path, database: Database, url: str) -> School:
    return School(root, database, Settings(published=root, postgres_url=SecretStr(url)))


@contextmanager
def reading(database: Database, table: str) -> Iterator[None]:
    """Hold a table as a reader whose transaction is left open."""
    target = Target.of(database.url(), skema="marts", laeserolle=None)
    uri = target.uri.replace("application_name=sosu_pipeline", "application_name=Rapport")
    with (
        open_session(replace(target, uri=uri), QUICK, late=math.inf) as session,
        session.transaction(),
    ):
        session.ask(f"select count(*) from {table}")
        yield


def test_types_and_values_come_through_exactly(school: School) -> None:
    school.publish({"fakt": TYPES, "tom": f"select * from ({TYPES}) where false"})

    assert school.place().state is State.LOADED

    assert school.database.ask(
        "select heltal, beloeb, dag, tid, replace(tekst, E'\\n', '⏎'), er_sand "
        "from marts.fakt order by er_sand, heltal"
    ) == [
        ("-9223372036854775808", "-0.0001", "0001-01-01", "1900-01-01 00:00:00", "", "f"),
        (
            *("1", "99999999999999.9999", "2027-10-15", "2027-10-15 02:03:04.000005"),
            *("Rødgrød på Ærø ≥ 3 😀", "t"),
        ),
        (
            *("4", "0.0000", "9999-12-31", "2027-03-28 02:30:00"),
            *('to⏎linjer; "citat" \\N', "t"),
        ),
        ("3", "∅", "∅", "∅", "∅", "∅"),
    ]
    assert school.database.ask("select count(*) from marts.tom") == [("0",)]


def test_the_tables_have_our_own_types_in_the_order_of_the_file(school: School) -> None:
    school.publish({"fakt": TYPES})
    school.place()
    assert school.database.ask(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute "
        "where attrelid = 'marts.fakt'::regclass and attnum > 0 order by attnum"
    ) == [
        ("heltal", "bigint"),
        ("beloeb", "numeric(18,4)"),
        ("dag", "date"),
        ("tid", "timestamp without time zone"),
        ("tekst", "text"),
        ("er_sand", "boolean"),
    ]


def test_every_row_of_a_file_of_many_batches_is_there(school: School) -> None:
    school.publish({"fakt": FIGURES.format(50_000)})
    school.place()
    # 0 + 1 + … + 49,999 = 49,999 × 50,000 / 2 = 1,249,975,000
    assert school.database.ask("select count(*), sum(nr) from marts.fakt") == [
        ("50000", "1249975000")
    ]


def contract_of(*noegle: str) -> str:
    columns = (
        PublishedColumn(navn="nr", type="BIGINT", tekst="Rækkens 'nummer'", enhed="stk."),
        PublishedColumn(navn="tekst", type="VARCHAR", tekst="Det, der står \\ på linjen"),
    )
    table = PublishedTable(
        navn="fakt",
        titel="Tal",
        beskrivelse="Prøvens tal.",
        grain="et tal",
        noegle=noegle,
        kolonner=columns,
    )
    return PublishedContract(tabeller=(table,)).text()


def test_the_contract_gives_key_and_descriptions(school: School) -> None:
    school.publish(
        {"fakt": FIGURES.format(3), "anden": FIGURES.format(2)}, contract=contract_of("nr")
    )
    assert school.place().state is State.LOADED
    assert school.database.ask(
        "select obj_description('marts.fakt'::regclass), col_description('marts.fakt'::regclass, 1)"
        ", col_description('marts.fakt'::regclass, 2), obj_description('marts.anden'::regclass)"
    ) == [
        (
            "Tal. Prøvens tal. Én række er et tal.",
            "Rækkens 'nummer' [stk.]",
            "Det, der står \\ på linjen",
            "∅",
        )
    ]
    assert school.database.ask(
        "select pg_get_constraintdef(oid) from pg_constraint "
        "where conrelid = 'marts.fakt'::regclass"
    ) == [("PRIMARY KEY (nr)",)]


def test_a_key_with_nulls_is_no_primary_key(school: School) -> None:
    with_null = "select nullif(i, 1) as nr, 'a' as tekst from range(3) as r (i)"
    school.publish({"fakt": with_null}, contract=contract_of("nr"))
    assert school.place().state is State.LOADED
    keys = "select count(*) from pg_constraint where conrelid = 'marts.fakt'::regclass"
    assert school.database.ask(keys) == [("0",)]


def test_a_key_that_is_not_unique_is_told(school: School) -> None:
    school.publish(
        {"fakt": "select 1 as nr, i::varchar as tekst from range(2) as r (i)"},
        contract=contract_of("nr"),
    )
    assert "nøglen i kontrakten er ikke entydig" in school.place().problem


def test_the_read_role_reads_and_does_nothing_else(school: School) -> None:
    role = f"laeser_{school.database.name}"
    school.database.run(f"create role {role} login password '{PASSWORD}'")
    school.publish()
    school.place(postgres_laeserolle=role)
    assert school.database.ask("select skole_navn from marts.dim_skole", user=role) == [
        ("SOSU Nord",)
    ]
    assert school.database.ask(
        f"select privilege_type from information_schema.table_privileges where grantee = '{role}'"
    ) == [("SELECT",)]


def test_a_read_role_named_later_is_granted_without_loading_again(school: School) -> None:
    role = f"laeser_{school.database.name}"
    school.database.run(f"create role {role} login password '{PASSWORD}'")
    school.publish()
    school.place()
    assert school.place(postgres_laeserolle=role).state is State.IN_PLACE
    assert school.database.ask("select count(*) from marts.dim_skole", user=role) == [("1",)]


def test_a_read_role_that_does_not_exist_is_told_before_anything_is_made(school: School) -> None:
    school.publish()
    problem = school.place(postgres_laeserolle="ingen").problem
    assert "læserollen ingen findes ikke; opret den" in problem
    assert "SOSU_POSTGRES_LAESEROLLE" in problem
    assert school.schemas() == {}


def test_what_was_met_in_loading_is_told_even_where_readers_have_the_publication(
    school: School,
) -> None:
    school.publish()
    school.place()
    problem = school.place(postgres_laeserolle="ingen").problem
    assert database_of(school.settings).holds
    assert not database_of(school.settings, problem).holds


def test_the_readers_schema_says_which_publication_it_holds(school: School) -> None:
    first = school.publish(number=1)
    school.place()
    second = school.publish(number=2)
    school.place()
    assert school.schemas() == {
        "marts": f"SOSU-publicering {second.publicering_id}",
        "marts_gammel": f"SOSU-publicering {first.publicering_id}",
    }


def test_the_old_schema_goes_at_the_next_publication(school: School) -> None:
    ids = []
    for number in range(3):
        ids.append(school.publish(number=number).publicering_id)
        school.place()
    assert [each.removeprefix("SOSU-publicering ") for each in school.schemas().values()] == [
        ids[2],
        ids[1],
    ]


def test_another_schema_may_be_chosen(school: School) -> None:
    school.publish()
    school.place(postgres_skema="marts_proeve")
    assert [*school.schemas()] == ["marts_proeve"]


def test_a_publication_that_is_there_is_not_loaded_again(school: School) -> None:
    school.publish()
    place = "select oid::text from pg_class where oid = 'marts.dim_skole'::regclass"
    assert school.place().state is State.LOADED
    before = school.database.ask(place)
    assert school.place().state is State.IN_PLACE
    assert school.database.ask(place) == before


@pytest.mark.parametrize("damage", ["delete from marts.dim_skole", "drop table marts.dim_skole"])
def test_a_publication_that_somebody_has_damaged_is_loaded_again(
    school: School, damage: str
) -> None:
    school.publish()
    school.place()
    school.database.run(damage)
    assert not database_of(school.settings).holds
    assert school.place().state is State.LOADED
    assert database_of(school.settings).holds


def test_what_a_killed_run_left_is_removed_and_readers_keep_theirs(school: School) -> None:
    first = school.publish(number=1)
    school.place()
    second = school.publish({"fakt": FIGURES.format(5)}, number=2)
    waiting = "select count(*) from pg_locks where not granted and mode = 'AccessExclusiveLock'"
    settings = {"SOSU_PUBLISHED": str(school.root), "SOSU_POSTGRES_URL": school.database.url()}

    with reading(school.database, "marts.dim_skole"):
        run = subprocess.Popen([sys.executable, "-c", PLACE], env={**os.environ, **settings})
        deadline = time.monotonic() + PATIENT_SECONDS
        while school.database.ask(waiting) == [("0",)]:
            assert run.poll() is None
            assert time.monotonic() < deadline
        run.kill()
        run.wait()
    assert school.schemas() == {
        "marts": f"SOSU-publicering {first.publicering_id}",
        "marts_next": "SOSU-publicering under indlæsning",
    }
    assert school.database.ask("select count(*) from marts.dim_skole") == [("1",)]

    while "i gang" in (placed := school.place()).problem:  # until the server has missed it
        assert time.monotonic() < deadline
    assert placed.state is State.LOADED
    assert school.schemas()["marts"] == f"SOSU-publicering {second.publicering_id}"
    assert "marts_next" not in school.schemas()


@pytest.mark.parametrize("content", [b"", b"PAR1 og noget helt andet"])
def test_a_file_that_is_not_what_was_published_never_reaches_readers(
    school: School, content: bytes
) -> None:
    publication = school.publish({"fakt": FIGURES.format(5)})
    (school.root / publication.sti / "fakt.parquet").write_bytes(content)
    assert school.place().problem == (
        "fakt.parquet er ændret, siden den blev publiceret; kør natten igen"
    )
    assert "marts" not in school.schemas()


def test_a_reader_who_holds_a_table_makes_the_swap_wait_and_then_give_up_plainly(
    school: School,
) -> None:
    first = school.publish(number=1)
    school.place()
    school.publish(number=2)
    with reading(school.database, "marts.dim_skole"):
        problem = school.place().problem
        assert school.schemas()["marts"] == f"SOSU-publicering {first.publicering_id}"
        assert school.database.ask("select skole_navn from marts.dim_skole") == [("SOSU Nord",)]
    assert "skemaet marts kan ikke udskiftes, fordi det læses af ejer med Rapport" in problem
    assert problem.endswith("luk forespørgslen, og kør natten igen")
    assert school.place().state is State.LOADED


def test_a_reader_who_leaves_in_time_only_delays_the_swap(school: School) -> None:
    school.publish(number=1)
    school.place()
    school.publish(number=2)
    outcome: list[Placed] = []
    patient = replace(QUICK, swap_seconds=30.0)
    with reading(school.database, "marts.dim_skole"):
        thread = threading.Thread(target=lambda: outcome.append(school.place(patient)))
        thread.start()
        thread.join(1.0)
        assert outcome == []
    thread.join()
    assert outcome[0].state is State.LOADED


def test_the_old_schema_is_not_torn_from_whoever_still_reads_it(school: School) -> None:
    for number in (1, 2):
        school.publish(number=number)
        school.place()
    school.publish(number=3)
    with reading(school.database, "marts_gammel.dim_skole"):
        assert "skemaet marts_gammel kan ikke udskiftes" in school.place().problem
    assert school.place().state is State.LOADED


def test_two_publishers_do_not_collide(school: School) -> None:
    school.publish()
    target = Target.of(school.database.url(), skema="marts", laeserolle=None)
    with open_session(target, QUICK, late=math.inf) as session:
        loading._keep_others_out(session)  # noqa: SLF001 - as the other one would
        problem = school.place().problem
    assert "en anden publicering til skemaet marts er i gang" in problem
    assert school.place().state is State.LOADED


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        ("create view marts.min as select * from marts.dim_skole", "marts.min"),
        ("create view public.min as select * from marts.dim_skole", "min"),
        ("create materialized view marts.min as select 1 as a", "marts.min"),
    ],
)
def test_what_somebody_has_built_on_the_tables_is_never_taken_from_them(
    school: School, theirs: str, named: str
) -> None:
    school.publish(number=1)
    school.place()
    school.database.run(theirs)
    school.publish(number=2)
    problem = school.place().problem
    assert f"{named} er ikke lavet af denne pipeline" in problem
    assert school.database.ask(f"select count(*) from {named}") == [("1",)]


def test_a_schema_that_is_not_ours_is_left_alone(school: School) -> None:
    school.database.run("create schema marts", "create table marts.mit (a int)")
    school.publish()
    problem = school.place().problem
    assert "skemaet marts er ikke lavet af denne pipeline" in problem
    assert "vælg et andet SOSU_POSTGRES_SKEMA" in problem
    assert school.database.ask("select count(*) from marts.mit") == [("0",)]


def test_an_empty_schema_that_was_made_ready_is_taken_over(school: School) -> None:
    school.database.run("create schema marts")
    school.publish()
    assert school.place().state is State.LOADED


def test_without_an_address_nothing_is_done(tmp_path: Path) -> None:
    settings = Settings(published=tmp_path, postgres_url=None)
    assert place_current(settings) == Placed(state=State.NOT_SET)
    assert database_of(settings).holds


def test_before_the_first_publication_there_is_nothing_to_load(school: School) -> None:
    assert school.place().state is State.NOTHING
    assert database_of(school.settings).holds


Broken = Callable[[School], Placed]


def down(school: School) -> Placed:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    return at(school, f"postgresql://ejer:{PASSWORD}@127.0.0.1:{port}/nord")


def silent(school: School) -> Placed:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        port = mute.getsockname()[1]
        return at(school, f"postgresql://ejer:{PASSWORD}@127.0.0.1:{port}/nord?connect_timeout=2")


def wrong_password(school: School) -> Placed:
    return at(school, school.database.url(password="forkert-" + PASSWORD))


def unknown_user(school: School) -> Placed:
    return at(school, school.database.url(user="ukendt"))


def unknown_host(school: School) -> Placed:
    return at(school, f"postgresql://ejer:{PASSWORD}@findes.ikke.invalid/nord")


def unknown_database(school: School) -> Placed:
    return at(school, school.database.url().replace(school.database.name, "findes_ikke"))


def no_more_connections(school: School) -> Placed:
    role = f"fuld_{school.database.name}"
    school.database.run(f"create role {role} login password '{PASSWORD}' connection limit 0")
    return at(school, school.database.url(user=role))


def no_rights(school: School) -> Placed:
    role = f"ringe_{school.database.name}"
    school.database.run(f"create role {role} login password '{PASSWORD}'")
    return at(school, school.database.url(user=role))


def somebody_elses_schema(school: School) -> Placed:
    role = f"ny_{school.database.name}"
    school.database.run(
        f"create role {role} login password '{PASSWORD}'",
        f"grant create on database {school.database.name} to {role}",
        "create schema marts",
    )
    return at(school, school.database.url(user=role))


def read_only(school: School) -> Placed:
    name = school.database.name
    school.database.run(f"alter database {name} set default_transaction_read_only = on")
    return school.place()


def too_slow(school: School) -> Placed:
    school.publish({"fakt": FIGURES.format(300_000)}, number=2)
    return place_current(school.settings, replace(QUICK, statement_seconds=0.05))


def full_disk(school: School) -> Placed:
    noise = random.Random(1)  # noqa: S311 - so that nothing can be compressed
    words = ["".join(noise.choices("abcdefghijklmnopqrstuvwxyz", k=4000)) for _ in range(1500)]
    rows = pa.table({"nr": list(range(len(words))), "tekst": words})
    connection = duckdb.connect()
    connection.register("ord", rows)
    publication = write_plain(
        connection, school.root, tables={"fakt": "select * from ord"}, facts=facts(2)
    )
    move_pointer(school.root, publication)
    school.database.server.limit_files(FULL_AT)
    try:
        return school.place()
    finally:
        school.database.server.limit_files(None)


def nul_in_a_text(school: School) -> Placed:
    school.publish({"fakt": "select 'a' || chr(0) || 'b' as navn"}, number=2)
    return school.place()


def a_day_beyond_the_calendar(school: School) -> Placed:
    school.publish({"fakt": "select date 'infinity' as dag"}, number=2)
    return school.place()


def at(school: School, url: str) -> Placed:
    return school.place(postgres_url=SecretStr(url))


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (down, "databasen svarer ikke; start den, eller ret vært og port"),
        (silent, "databasen svarede ikke i tide"),
        (wrong_password, "brugeren eller adgangskoden er afvist; ret SOSU_POSTGRES_URL"),
        (unknown_user, "brugeren eller adgangskoden er afvist"),
        (unknown_host, "værten findes ikke; ret den i SOSU_POSTGRES_URL"),
        (unknown_database, "databasen eller rollen findes ikke"),
        (no_more_connections, "databasen tager ikke flere forbindelser"),
        (no_rights, "rollen mangler rettigheder; giv den create på databasen"),
        (somebody_elses_schema, "rollen mangler rettigheder"),
        (read_only, "databasen kan kun læses"),
        (too_slow, "databasen var for længe om et skridt"),
        (full_disk, "databasens disk er fuld; gør plads, og kør natten igen"),
        (nul_in_a_text, "ikke kan gemme, f.eks. \\x00 (fakt.navn); ret kilden"),
        (a_day_beyond_the_calendar, "en dato ligger uden for det, PostgreSQL kan gemme"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_database_that_will_not_is_told_plainly_and_the_files_stay_good(
    school: School, broken: Broken, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    publication = school.publish()

    placed = broken(school)

    assert placed.state is State.FAILED
    assert told in placed.problem
    assert PASSWORD not in placed.problem + caplog.text
    assert all(path.exists() for path in publication.paths(school.root).values())


def test_a_database_that_failed_once_takes_the_same_publication_later(school: School) -> None:
    school.publish()
    assert no_rights(school).state is State.FAILED
    assert school.place().state is State.LOADED


def test_a_letter_outside_the_databases_alphabet_is_told_and_danish_ones_are_taken(
    tmp_path: Path, postgres_server: Server
) -> None:
    database = postgres_server.database(options="encoding 'LATIN1' template template0")
    school = school_of(tmp_path, database, database.url())
    school.publish({"dim": "select 'Ærø, Ølgod, Århus' as navn"})
    assert school.place().state is State.LOADED
    assert database.ask("select navn from marts.dim") == [("Ærø, Ølgod, Århus",)]
    school.publish({"dim": "select '≥ 3' as navn"}, number=2)
    assert "uden for databasens tegnsæt (dim.navn); opret databasen med encoding UTF8" in (
        school.place().problem
    )


def test_a_server_that_stops_answering_does_not_hold_the_night(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.publish()
    server, stopped = school.database.server, []
    grant = loading._grant  # noqa: SLF001

    def stop(session: Session, skema: str) -> None:
        ((pid,),) = session.ask("select pg_backend_pid()")
        stopped.append(pid)
        server.signal("STOP", pid)
        grant(session, skema)
        session.ask("select 1")

    monkeypatch.setattr(loading, "_grant", stop)
    try:
        placed = school.place(replace(QUICK, whole_seconds=1.5))
    finally:
        server.signal("CONT", stopped[0])
    assert "databasen var ikke færdig efter" in placed.problem
    for thread in threading.enumerate():
        if thread.name == "postgres":
            thread.join(10)
    assert "marts" not in school.schemas()


@pytest.mark.parametrize(
    "url",
    [
        "ejer:hemmeligt@vaert/nord",
        "mysql://ejer:hemmeligt@vaert/nord",
        "postgresql://ejer:hem/meligt@vaert/nord",
        "postgresql://ejer:12/hemmeligt@vaert/nord",
        "postgresql://ejer:hem@meligt@vaert/nord",
        "postgresql://ejer:hem#meligt@vaert/nord",
        "postgresql://ejer:12#hemmeligt@vaert/nord",
        "postgresql://ejer:12?hemmeligt@vaert/nord",
        "postgresql://ejer:hem%meligt@vaert/nord",
        "postgresql://ejer:hemmeligt@vaert:port/nord",
        "postgresql://ejer:hemmeligt@vaert/nord?sslmode",
        "host=vaert password=hemmeligt",
        "postgresql://[hemmeligt",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_any_of_it(url: str) -> None:
    with pytest.raises(PostgresError) as told:
        Target.of(url, skema="marts", laeserolle=None)
    assert str(told.value) == UNREADABLE
    assert told.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ejer:hem%2Fmeligt@vaert:5433/nord", "ejer@vaert:5433/nord"),
        ("postgres://ejer@a:1,b:2/nord?password=hemmeligt", "ejer@a:1,b:2/nord"),
        ("postgresql:///nord?host=%2Frun%2Fpg&user=ejer", "ejer@/run/pg/nord"),
        ("postgresql://ejer:hemmeligt@[::1]:5432/nord", "ejer@[::1]:5432/nord"),
    ],
)
def test_an_address_is_shown_without_password(url: str, shown: str) -> None:
    target = Target.of(url, skema="marts", laeserolle=None)
    assert target.shown == shown
    assert "meligt" not in repr(target)


def test_what_the_address_sets_goes_before_our_own() -> None:
    target = Target.of(
        "postgresql://e:k@v/n?connect_timeout=3&client_encoding=LATIN1", skema="m", laeserolle=None
    )
    assert "connect_timeout=3&" in target.uri
    assert "client_encoding=UTF8" in target.uri
    assert "LATIN1" not in target.uri


@pytest.mark.parametrize("skema", ["Marts", "marts;drop", "1marts", ""])
def test_a_schemas_name_is_held_to_a_pattern(skema: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOSU_POSTGRES_SKEMA", skema)
    if not skema:  # an empty setting is none
        assert read_settings().postgres_skema == "marts"
        return
    with pytest.raises(SettingsError, match="SOSU_POSTGRES_SKEMA"):
        read_settings()


def test_the_settings_never_show_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOSU_POSTGRES_URL", f"postgresql://ejer:{PASSWORD}@v/n")
    assert PASSWORD not in repr(read_settings()) + str(read_settings())


def test_an_unforeseen_word_of_the_server_is_not_repeated() -> None:
    said = f"FATAL: something with {PASSWORD}"
    assert str(refusal_of("ejer@v/n", said)) == (
        "PostgreSQL (ejer@v/n): der kan ikke forbindes; ret SOSU_POSTGRES_URL, og se i databasens "
        "log"
    )
    assert "SQLSTATE XX000" in str(problem_of("ejer@v/n", "XX000"))
    assert "forbindelsen blev afbrudt" in str(problem_of("ejer@v/n", None))
