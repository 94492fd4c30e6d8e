"""Dimensions keep their keys whatever comes, and facts refer to members that are there."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.contract import contract_of
from sosu_pipeline.publishing.examining import order_of, references_of, types_of
from sosu_pipeline.publishing.keys import KeyMap
from sosu_pipeline.publishing.publication import PublicationError
from sosu_pipeline.publishing.star import build_star
from sosu_pipeline.warehouse.models import Model, ordered, read_model

HEADER = """-- titel: Titel
-- beskrivelse: Beskrivelse.
-- enhed: personer
-- grain: række
-- ejer: data-team
"""
TOWN = (
    "dim_town",
    """-- noegle: town_noegle
-- forretningsnoegle: town
-- ikke_opdelt: ja
select navn as town, indbyggere from marts.byer
""",
)
FACT = (
    "fakt_tal",
    """-- noegle: town_noegle
select coalesce(b.town_noegle, if(t.town is null, -2, -1)) as town_noegle, t.tal
from marts.tal as t left join published.dim_town as b on t.town = b.town
""",
)
COLUMNS = """navn;type;enhed;tekst;sorter_efter
town_noegle;BIGINT;;nøgle til dim_town;
town;VARCHAR;;byens navn;indbyggere
indbyggere;BIGINT;personer;indbyggere i byen;
tal;BIGINT;;et tal;town
data_pr;DATE;;den sidste dag;
publicering_id;VARCHAR;;publiceringens id;
"""


def models(folder: Path, *files: tuple[str, str]) -> tuple[Model, ...]:
    for name, text in files:
        (folder / f"{name}.sql").write_text(HEADER + text, encoding="utf-8")
    return ordered(read_model(path, Layer.PUBLISHED) for path in folder.glob("*.sql"))


def build(
    folder: Path, towns: Sequence[str], facts: Sequence[str | None] = ()
) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema marts; create table marts.byer (navn text, indbyggere int)")
    connection.executemany("insert into marts.byer values (?, 10)", [[town] for town in towns])
    connection.execute("create table marts.tal (town text, tal int)")
    for town in facts:
        connection.execute("insert into marts.tal values (?, 1)", [town])
    build_star(connection, models(folder, TOWN, FACT), KeyMap(folder))
    return connection


def keys(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return dict(connection.execute("select town, town_noegle from published.dim_town").fetchall())


def test_a_member_keeps_its_key_when_others_come_and_it_comes_back(tmp_path: Path) -> None:
    first = keys(build(tmp_path, ["Hobro", "Aars"]))
    without = keys(build(tmp_path, ["Brovst", "Aars"]))
    back = keys(build(tmp_path, ["Aars", "Brovst", "Hobro"]))

    assert {town: first[town] for town in ("Aars", "Hobro")} == {"Aars": 1, "Hobro": 2}
    assert {town: without[town] for town in ("Aars", "Brovst")} == {"Aars": 1, "Brovst": 3}
    assert {**first, **without} == back


def test_the_order_of_rows_gives_no_other_keys(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    one.mkdir()
    other.mkdir()

    assert keys(build(one, ["Hobro", "Aars"])) == keys(build(other, ["Aars", "Hobro"]))


def test_what_nobody_knows_and_what_is_not_divided_are_members(tmp_path: Path) -> None:
    connection = build(tmp_path, ["Aars"], ["Aars", None, "Atlantis"])

    known = keys(connection)
    facts = connection.execute("select town_noegle from published.fakt_tal").fetchall()

    assert known == {"Ukendt": -1, "Ikke opdelt": -2, "Aars": 1}
    assert sorted(key for (key,) in facts) == [-2, -1, 1]


def test_a_key_without_a_member_is_found(tmp_path: Path) -> None:
    connection = build(tmp_path, ["Aars"], ["Aars"])
    (tmp_path / "columns.csv").write_text(COLUMNS, encoding="utf-8")
    contract = contract_of(models(tmp_path), tmp_path / "columns.csv")
    fact = contract.tabel("fakt_tal")
    assert references_of(connection, fact).holds

    connection.execute("insert into published.fakt_tal values (7, 1)")

    finding = references_of(connection, fact)
    assert (finding.holds, finding.tekst) == (
        False,
        "town_noegle peger på medlemmer, der ikke findes",
    )


def test_the_contract_has_every_column_its_relations_and_its_order(tmp_path: Path) -> None:
    (tmp_path / "columns.csv").write_text(COLUMNS, encoding="utf-8")

    contract = contract_of(models(tmp_path, TOWN, FACT), tmp_path / "columns.csv")

    town, fact = contract.tabel("dim_town"), contract.tabel("fakt_tal")
    last = ["data_pr", "publicering_id"]
    assert [each.navn for each in town.kolonner] == ["town_noegle", "town", "indbyggere", *last]
    assert (town.art, town.relationer) == ("dim", {})
    assert (fact.art, fact.relationer) == ("fakt", {"town_noegle": "dim_town"})
    assert town.kolonne("town").sorter_efter == "indbyggere"
    # dim_town has no place in the fact, so there it orders nothing
    assert fact.kolonne("tal").sorter_efter is None
    (tmp_path / "kontrakt.json").write_text(contract.text(), encoding="utf-8")
    assert type(contract).read(tmp_path / "kontrakt.json") == contract


def test_a_column_that_nobody_has_described_is_refused(tmp_path: Path) -> None:
    described = COLUMNS.replace("tal;BIGINT;;et tal;town\n", "")
    (tmp_path / "columns.csv").write_text(described, encoding="utf-8")

    with pytest.raises(PublicationError, match=r"fakt_tal\.sql: tal is not in columns\.csv"):
        contract_of(models(tmp_path, TOWN, FACT), tmp_path / "columns.csv")


def test_a_written_table_that_is_not_as_promised_is_found(tmp_path: Path) -> None:
    connection = build(tmp_path, ["Aars"], ["Aars"])
    (tmp_path / "columns.csv").write_text(COLUMNS, encoding="utf-8")
    fact = contract_of(models(tmp_path), tmp_path / "columns.csv").tabel("fakt_tal")

    finding = types_of(connection, fact)

    assert not finding.holds
    assert finding.tekst == (
        "tabellen er ikke som i kontrakten: tal (INTEGER), data_pr, publicering_id"
    )


def test_a_text_with_two_places_in_its_order_is_found(tmp_path: Path) -> None:
    connection = build(tmp_path, ["Aars", "Hobro"])
    (tmp_path / "columns.csv").write_text(COLUMNS, encoding="utf-8")
    town = contract_of(models(tmp_path), tmp_path / "columns.csv").tabel("dim_town")
    assert order_of(connection, town).holds

    connection.execute("insert into published.dim_town values (9, 'Aars', 11)")

    finding = order_of(connection, town)
    assert (finding.holds, finding.tekst) == (
        False,
        "town har tekster med to pladser i rækkefølgen",
    )
