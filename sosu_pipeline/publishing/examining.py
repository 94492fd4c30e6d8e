"""What the written files hold: types, references and persons, found by opening them again."""

import duckdb

from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.privacy.scan import find_cpr
from sosu_pipeline.publishing.contract import PublishedTable
from sosu_pipeline.warehouse.findings import Finding

PSEUDONYM = "(^|[^a-z])p[a-p]{24}([^a-z]|$)"


def types_of(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> Finding:
    """Find columns that are not as the contract has them, in name, order or type."""
    promised = [(column.navn, column.type) for column in table.kolonner]
    described = connection.execute(f"describe {_built(table)}").fetchall()
    written = [(name, kind) for name, kind, *_ in described]
    if written != promised:
        wrong = [f"{name} ({kind})" for name, kind in written if (name, kind) not in promised]
        missing = [name for name, _ in promised if name not in dict(written)]
        return Finding(False, f"tabellen er ikke som i kontrakten: {', '.join(wrong + missing)}")
    return Finding(True, f"{len(written)} kolonner er som i kontrakten")


def references_of(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> Finding:
    """Find keys that refer to no member of their dimension, or to none that is known."""
    astray = [
        column
        for column, dimension in table.relationer.items()
        if connection.execute(
            f"select 1 from {_built(table)} as x anti join {table_name(Layer.PUBLISHED, dimension)}"
            f" as d on x.{column} = d.{column} limit 1"
        ).fetchall()
    ]
    if astray:
        return Finding(False, f"{', '.join(astray)} peger på medlemmer, der ikke findes")
    return Finding(True, f"{len(table.relationer)} nøgler findes i deres dimensioner")


def order_of(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> Finding:
    """Find texts that the column they are sorted by gives two places; Power BI refuses those."""
    sorted_by = {each.navn: each.sorter_efter for each in table.kolonner if each.sorter_efter}
    twice = [
        text
        for text, place in sorted_by.items()
        if connection.execute(
            f"select {text} from {_built(table)} group by {text} "
            f"having count(distinct {place}) > 1 limit 1"
        ).fetchall()
    ]
    if twice:
        return Finding(False, f"{', '.join(twice)} har tekster med to pladser i rækkefølgen")
    return Finding(True, f"{len(sorted_by)} kolonner har én plads til hver tekst")


def persons_of(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> Finding:
    """Find CPR numbers and pseudonyms in a published table; only counts are told."""
    built = _built(table)
    found = [hit.column for hit in find_cpr(connection, [Layer.PUBLISHED.value], only=built)]
    texts = [column.navn for column in table.kolonner if column.type == "VARCHAR"]
    found += [
        name
        for name in texts
        if connection.execute(
            f"select 1 from {built} where regexp_matches({name}, ?) limit 1", [PSEUDONYM]
        ).fetchall()
    ]
    if found:
        return Finding(False, f"kolonnerne {', '.join(sorted(set(found)))} har personer i sig")
    return Finding(True, "ingen personer er publiceret")


def _built(table: PublishedTable) -> str:
    return table_name(Layer.PUBLISHED, table.navn)
