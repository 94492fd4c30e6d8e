"""Whether two jobs came to the same KPI: rows that differ, as JSON.

Run as ``python -m benchmarks.figures <one> <other>``, each a ``kpi.parquet`` or a warehouse.
"""

import json
import sys
from pathlib import Path

import duckdb

KEYS = "dato, uddannelse, uddannelsesdel, afdeling, indikator"
OVER_ALL = "Samlet"
"""The pipeline's mean over the indicators too, which the peers do not reckon."""
TOLERANCE = 1e-6
"""Of a sum of means: decimals and doubles round apart."""

_COMPARISON = f"""
select
    count(*) as linjer,
    count(*) filter (
        en.naevner is distinct from anden.naevner
        or en.personer is distinct from anden.personer
        or abs(en.taeller - anden.taeller) > {TOLERANCE}
    ) as forskellige
from en
full join anden using ({KEYS})"""


def compare_figures(one: Path, other: Path) -> tuple[int, int]:
    """Return the number of rows of the two KPIs together, and of those that differ."""
    with duckdb.connect() as connection:
        for name, path in (("en", one), ("anden", other)):
            connection.execute(f"create table {name} as {_select(connection, name, path)}")
        rows, different = connection.execute(_COMPARISON).fetchall()[0]
    return rows, different


def _select(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> str:
    columns = f"{KEYS}, taeller, naevner, personer"
    if path.suffix == ".parquet":
        return f"select {columns} from read_parquet('{path}')"
    connection.execute(f"attach '{path}' as lager_{name} (read_only)")
    kpi = f"lager_{name}.marts.kpi_trivsel_mikro"
    return f"select {columns} from {kpi} where indikator <> {OVER_ALL!r}"


if __name__ == "__main__":
    print(json.dumps(compare_figures(Path(sys.argv[1]), Path(sys.argv[2]))))
