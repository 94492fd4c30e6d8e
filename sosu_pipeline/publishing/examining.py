"""What the written files hold: types, small groups and persons, found by opening them again."""

import duckdb

from sosu_pipeline.privacy.scan import find_cpr
from sosu_pipeline.publishing.bi_types import BI_TYPES
from sosu_pipeline.publishing.tables import COUNTS_PEOPLE, SMALLEST_GROUP
from sosu_pipeline.warehouse.findings import Finding
from sosu_pipeline.warehouse.models import Model

PSEUDONYM = "(^|[^a-z])p[a-p]{24}([^a-z]|$)"


def types_of(connection: duckdb.DuckDBPyConnection, model: Model) -> Finding:
    """Find columns of a published table that are not in a BI type."""
    described = connection.execute(f"describe {model.table}").fetchall()
    wrong = [f"{name} ({kind})" for name, kind, *_ in described if kind not in BI_TYPES]
    if wrong:
        return Finding(False, f"{', '.join(wrong)} har ikke en BI-type")
    return Finding(True, f"{len(described)} kolonner har BI-typer")


def small_groups_of(connection: duckdb.DuckDBPyConnection, model: Model) -> Finding:
    """Find shown cells of fewer people than the limit."""
    columns = {name for name, *_ in connection.execute(f"describe {model.table}").fetchall()}
    if COUNTS_PEOPLE not in columns:
        return Finding(True, "tabellen tæller ikke personer")
    small = connection.execute(
        f"select count(*) from {model.table} as celle "
        f"where personer > 0 and personer < coalesce({SMALLEST_GROUP}, personer + 1)"
    ).fetchall()[0][0]
    if small:
        return Finding(False, f"{small} celler viser grupper under grænsen")
    return Finding(True, "ingen vist celle er under grænsen")


def persons_of(connection: duckdb.DuckDBPyConnection, model: Model) -> Finding:
    """Find CPR numbers and pseudonyms in a published table; only counts are told."""
    schema = model.layer.value
    found = [hit.column for hit in find_cpr(connection, [schema], only=model.table)]
    texts = [
        name
        for name, kind, *_ in connection.execute(f"describe {model.table}").fetchall()
        if kind == "VARCHAR"
    ]
    found += [
        name
        for name in texts
        if connection.execute(
            f"select 1 from {model.table} where regexp_matches({name}, ?) limit 1", [PSEUDONYM]
        ).fetchall()
    ]
    if found:
        return Finding(False, f"kolonnerne {', '.join(sorted(set(found)))} har personer i sig")
    return Finding(True, "ingen personer er publiceret")
