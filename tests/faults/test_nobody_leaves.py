"""No person leaves: a night with people in every wrong place, and every byte it left searched."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.faults.workbooks import workbook
from tests.nights import Home, cpr, delivery

NAMES = ("Rosalinde", "Kvistgaard")
FULL_NAME = " ".join(NAMES)
NUMBERS = [cpr(number) for number in range(500, 520)]
PEOPLE = iter(NUMBERS)
DELIVERED = ("landing", "arkiv")
SECRETS = (*NAMES, *NUMBERS, *(number.replace("-", "") for number in NUMBERS))
REFUSED = ("Astrologi", "31-02-2026", "71x390-12", "Hemmelig status")


def bare(number: str) -> str:
    return number.replace("-", "")


def plant(home: Home) -> None:
    """Drop files with people where they belong and where they do not."""
    pupil: dict[str, object] = {"elevnavn": FULL_NAME, "afgangsaarsag_tekst": ""}
    note = f"{bare(next(PEOPLE))} har skrevet, ligesom {next(PEOPLE)}"
    home.drop(
        "uddannelsesforhold",
        "elever.csv",
        delivery(
            "uddannelsesforhold",
            *({"person": next(PEOPLE), **pupil} for _ in range(3)),
            {"person": bare(next(PEOPLE)), **pupil, "afgangsaarsag_tekst": note},
            {"person": next(PEOPLE), **pupil, "elevnavn": "Kvistgaard; Rosalinde"},
        ),
    )
    refused = (
        {"person": "71x390-12"},
        {"trin": REFUSED[0]},
        {"startdato": REFUSED[1]},
        {"hold": next(PEOPLE)},
    )
    for number, row in enumerate(refused):
        rows = ({}, row, {}, {"person": FULL_NAME} if number == 3 else {})
        home.drop("fvu", f"{number}.csv", delivery("fvu", *rows), skole=f"opfundet_{number}")
    home.drop("sprogstoette", "a.csv", delivery("sprogstoette", {"resultat": REFUSED[3]}))
    home.drop("amu_tilmeldinger", "a.csv", delivery("amu_tilmeldinger", {"person": FULL_NAME}))
    milestone = {"maal": "02-a", "milepael": "m", "status": "I gang", "attesteret_af": FULL_NAME}
    home.drop("milepaele", "a.csv", delivery("milepaele", milestone))
    answers = ({"respondent": each, "svar": 4} for each in ("r1", bare(next(PEOPLE))))
    home.drop("mikromaalinger", "svar.csv", delivery("mikromaalinger", *answers))
    _, *lines = delivery("fvu", {"person": next(PEOPLE)}, {}).splitlines(keepends=True)
    home.drop("fvu", "uden_overskrift.csv", "".join(lines), skole="opfundet_uden")
    text = delivery("fvu", {}, {}).replace("startdato", next(PEOPLE))
    home.drop("fvu", "overskrift.csv", text, skole="opfundet_overskrift")
    text = delivery("fvu", {"person": next(PEOPLE), "trin": REFUSED[0]}, {})
    home.drop("fvu", "to_ark.xlsx", workbook(text, "Ark 1", next(PEOPLE)), skole="opfundet_to_ark")
    home.drop("fvu", "et_ark.xlsx", workbook(text, next(PEOPLE)), skole="opfundet_et_ark")
    home.drop("fvu", f"elev {bare(next(PEOPLE))}.csv", delivery("fvu", {}), skole="opfundet_fil")
    home.drop("fvu", f"elev {next(PEOPLE)}.csv", "", skole="opfundet_tom")
    home.drop(f"fvu {next(PEOPLE)}", "a.csv", delivery("fvu", {}))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"))
    plant(home)
    return home


@pytest.fixture(scope="module")
def night(home: Home) -> "subprocess.CompletedProcess[str]":
    """Run the night as the command line does, with Dagster's records on disk."""
    return home.command("run", "--dato", "2027-10-01")


def left_behind(home: Home) -> Iterator[Path]:
    """Yield every file of a home but those delivered and those archived."""
    for path in home.root.rglob("*"):
        if path.is_file() and path.relative_to(home.root).parts[0] not in DELIVERED:
            yield path


def found_in_tables(connection: duckdb.DuckDBPyConnection, secrets: tuple[str, ...]) -> list[Any]:
    """Return table and secret wherever a row of the connection's tables holds one."""
    tables = connection.execute(
        "select database_name || '.' || schema_name || '.' || table_name from duckdb_tables()"
    ).fetchall()
    return [
        (table, secret)
        for (table,) in tables
        for secret in secrets
        if connection.execute(
            f"select 1 from {table} as line where contains(line::varchar, ?) limit 1", [secret]
        ).fetchall()
    ]


@pytest.mark.usefixtures("night")
def test_nobody_is_in_any_byte_left_behind(home: Home) -> None:
    found = [
        (path.relative_to(home.root).as_posix(), secret)
        for path in left_behind(home)
        for content in [path.read_bytes()]
        for secret in SECRETS
        if secret.encode() in content or secret.encode("utf-16-le") in content
    ]
    assert found == []


@pytest.mark.usefixtures("night")
def test_nobody_is_in_any_table_of_the_warehouse(home: Home) -> None:
    with duckdb.connect(str(home.root / "warehouse.duckdb"), read_only=True) as connection:
        assert found_in_tables(connection, SECRETS) == []


@pytest.mark.usefixtures("night")
def test_nobody_is_in_the_published_files(home: Home) -> None:
    with duckdb.connect() as connection:
        for number, path in enumerate((home.root / "published").rglob("*.parquet")):
            connection.execute(f"create table t{number} as from read_parquet('{path}')")
        assert found_in_tables(connection, (*SECRETS, *REFUSED)) == []


def test_nobody_and_no_refused_value_is_printed(
    night: "subprocess.CompletedProcess[str]",
) -> None:
    printed = " ".join((night.stdout + night.stderr).split())
    assert "karantæne" in printed or "afvist" in printed
    assert [secret for secret in (*SECRETS, *REFUSED) if secret in printed] == []


@pytest.mark.usefixtures("night")
def test_no_refused_value_is_in_the_event_log(home: Home) -> None:
    found = [
        (path.name, secret)
        for path in (home.root / "dagster").rglob("*")
        if path.is_file()
        for secret in REFUSED
        if secret.encode() in path.read_bytes()
    ]
    assert found == []


@pytest.mark.usefixtures("night")
def test_a_refused_value_stands_only_as_text_in_raw(home: Home) -> None:
    with duckdb.connect(str(home.root / "warehouse.duckdb"), read_only=True) as connection:
        found = found_in_tables(connection, REFUSED)
    assert {secret for _, secret in found} == {"Astrologi", "31-02-2026", "Hemmelig status"}
    assert {table.partition(".")[2] for table, _ in found} == {"raw.fvu", "raw.sprogstoette"}


def test_nobody_in_the_wrong_place_holds_back_the_publication(
    night: "subprocess.CompletedProcess[str]",
) -> None:
    assert night.returncode == 3  # feeds are refused, the rest is published


@pytest.mark.usefixtures("night")
def test_what_was_planted_was_refused_and_accounted_for(home: Home) -> None:
    rules = home.query("select distinct regel from staging.karantaene order by all")
    assert {row["regel"] for row in rules} >= {
        "for_mange_felter",
        "person_form",
        "trin_vaerdier",
        "startdato_type",
        "resultat_vaerdier",
    }
    assert home.astray() == []


@pytest.mark.usefixtures("night")
def test_the_archive_is_closed_to_others(home: Home) -> None:
    assert (home.root / "arkiv").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("kilde", "name"), [("fvu", "et_ark.xlsx"), ("uddannelsesforhold", "elever.csv")]
)
def test_inspecting_a_file_shows_nobody_and_no_refused_value(
    home: Home, kilde: str, name: str
) -> None:
    (path,) = (home.root / "landing").rglob(name)
    shown = home.command("inspect", str(path), "--kilde", kilde)
    assert shown.returncode == 0, shown.stderr
    printed = " ".join((shown.stdout + shown.stderr).split())
    assert [secret for secret in (*SECRETS, *REFUSED) if secret in printed] == []
