"""No person of a drawn school is anywhere under its home but in landing and in the archive."""

import csv
import re
import stat
import subprocess
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from assets import published
from sosu_pipeline.naming import Layer
from sosu_pipeline.privacy.scan import find_cpr
from tests.flow.drawn import PR_DATO, draw_school
from tests.nights import SCHOOL, Home, completed, cpr, delivery

FEED_REFUSED = 3
DELIVERED = {"landing", "arkiv"}
LAYERS = [layer.value for layer in Layer]
NUMBER = re.compile(r"(?<![0-9a-f])([0-9]{6})-?([0-9]{4})(?![0-9a-f])")
INVENTED = re.compile(r"(?:6[1-9]|[78][0-9]|9[01])[0-9]{8}|0[0-9]{3}5[0-7][5-8][0-9]{3}")
NAME = re.compile(r"[A-ZÆØÅ][a-zæøå]+ [A-ZÆØÅ][A-Za-zæøå']+")
OTHER_ID = re.compile(r"R-[a-z]{10}|UDL-[0-9]{5}")
SURVEYS = ("mikromaalinger", "etu")


@dataclass(frozen=True)
class Night:
    """A night of the messiest school, run by the command line with Dagster's records on disk."""

    home: Home
    left: "subprocess.CompletedProcess[str]"
    texts: dict[str, str]
    numbers: set[str]
    names: set[str]
    others: set[str]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Run the night, and lay out what it left and whom it must not name."""
    home = Home(tmp_path_factory.mktemp("hjem"), variables={})
    draw_school(home.root / "landing", rod=3)
    left = home.command("run", "--dato", PR_DATO.isoformat())
    assert left.returncode == FEED_REFUSED, left.stderr
    _write_tables(home, home.root / "tabeller")
    clean = tmp_path_factory.mktemp("ren")
    draw_school(clean, rod=0)
    return Night(
        home,
        left,
        texts={**dict(_texts(home.root, apart=DELIVERED)), "udskrift": left.stdout + left.stderr},
        numbers={number for _, text in _texts(home.root / "landing") for number in _numbers(text)},
        names=_column(clean, "uddannelsesforhold", "Elevnavn"),
        others=_column(clean, "amu_tilmeldinger", "CPR").union(
            *(_column(clean, survey, "respondent") for survey in SURVEYS)
        ),
    )


def test_the_search_looks_for_people_where_there_are_some(night: Night) -> None:
    """Guard the tests below: there is somebody to find, and somewhere to look."""
    assert len(night.numbers) > 500
    assert len(night.names & {name for text in night.names for name in NAME.findall(text)}) > 50
    assert sum(bool(OTHER_ID.fullmatch(other)) for other in night.others) > 100
    assert {name.partition("/")[0] for name in night.texts} >= {
        *("dagster", "published", "tabeller", "warehouse.duckdb", "udskrift")
    }


def test_no_number_has_left(night: Night) -> None:
    found = {name: _numbers(text) & night.numbers for name, text in night.texts.items()}
    assert {name: len(numbers) for name, numbers in found.items() if numbers} == {}


def test_no_name_has_left(night: Night) -> None:
    found = {name: night.names & set(NAME.findall(t)) for name, t in night.texts.items()}
    assert {name: len(names) for name, names in found.items() if names} == {}


def test_no_respondent_and_no_other_id_has_left(night: Night) -> None:
    found = {name: night.others & set(OTHER_ID.findall(t)) for name, t in night.texts.items()}
    assert {name: len(others) for name, others in found.items() if others} == {}


def test_the_archive_is_closed_to_others(night: Night) -> None:
    archive = night.home.root / "arkiv"
    folders = [archive, *(path for path in archive.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {stat.S_IRWXU}


def test_the_scan_of_the_warehouse_finds_nobody_until_somebody_is_planted(night: Night) -> None:
    copy = night.home.root / "warehouse-kopi.duckdb"
    copy.write_bytes((night.home.root / "warehouse.duckdb").read_bytes())
    with duckdb.connect(str(copy)) as connection:
        assert find_cpr(connection, LAYERS) == []
        planted = f"kom med {cpr(7)} i dag"
        connection.execute("update staging.fvu set hold = ? where linje = 2", [planted])
        (hit,) = find_cpr(connection, LAYERS)
    assert (hit.table, hit.column) == ("staging.fvu", "hold")
    assert cpr(7) not in repr(hit)


def test_a_number_on_its_way_out_withholds_the_publication(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let a KPI be broken down by a number, and look at what the guard tells of it."""
    home.drop("fvu", "a.csv", delivery("fvu", *[{"er_amu": True}] * 4))
    before = completed(home.run()).pointer
    _break_down_by(monkeypatch, cpr(7))

    outcome = home.run()

    guard = outcome.check("published/fakt_maaling_skole", "ingen_personer")
    assert (guard.passed, guard.description.count(cpr(7))) == (False, 0)
    assert "opdeling" in guard.description
    assert outcome.pointer == before


def _break_down_by(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    models = [
        replace(model, sql=model.sql.replace("coalesce(m.opdeling, '')", f"'{number}'"))
        for model in published.MODELS
    ]
    monkeypatch.setattr(published, "MODELS", models)


def _write_tables(home: Home, folder: Path) -> None:
    """Write every table of the warehouse as text, since its own file is compressed."""
    folder.mkdir()
    with duckdb.connect(str(home.root / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
        ).fetchall()
        for (table,) in tables:
            connection.execute(f"copy (from {table}) to '{folder / table}.csv'")


def _texts(root: Path, *, apart: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    for path in root.rglob("*"):
        place = path.relative_to(root)
        if path.is_file() and place.parts[0] not in apart:
            content = path.read_bytes()
            encoding = "utf-16" if content.startswith(b"\xff\xfe") else "utf-8"
            yield place.as_posix(), content.decode(encoding, "replace")


def _numbers(text: str) -> set[str]:
    found = {first + last for first, last in NUMBER.findall(text)}
    return {number for number in found if INVENTED.fullmatch(number)}


def _column(clean: Path, kilde: str, header: str) -> set[str]:
    """Return the values of a column in the school's clean files, where all cells stand as drawn."""
    return {
        row[header]
        for path in clean.glob(f"{SCHOOL}/{kilde}/*/*.csv")
        for row in csv.DictReader(path.read_text("utf-8").splitlines(), delimiter=";")
    }
