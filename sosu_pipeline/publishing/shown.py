"""What may be shown: the marts that count people, with small groups hidden, in schema ``vist``.

This is the only way out for a figure. Published tables read these and not the marts behind them,
and nobody's number of people comes with them.
"""

from collections.abc import Iterator

import duckdb

from sosu_pipeline.naming import SHOWN, Layer
from sosu_pipeline.privacy.disclosure import Cells, hide_small_cells

FIGURE = "vaerdi"
VALUE = """case
        when naevner is null then taeller
        else cast(taeller / nullif(naevner, 0) as decimal(18, 4))
    end"""
SMALLEST_GROUP = """(
        select case
            when katalog.graense = 'trivsel' then smaa_celler_trivsel else smaa_celler_personer
        end from staging.indstillinger cross join marts.kpi_katalog as katalog
        where skole = celle.skole and katalog.kpi = celle.kpi
    )"""
PLACES = ("uddannelse", "uddannelsesdel")
TOLD_IN_WORDS = (
    "basis",
    "samme_dag_basis",
    "maaltal",
    "forventet_nu",
    "prognose",
    "prognose_fra",
    "prognose_til",
    "fremdrift",
    "mangler",
    "mangler_pr_maaned",
    "grund",
)
STEPS = (
    "genregnet",
    "med_gammel_ordlyd",
    "maaltal_genregnet",
    "maaltal_med_gammel_ordlyd",
)
FEWEST = """least(
        coalesce(nullif(personer, 0), basis_personer), coalesce(nullif(basis_personer, 0), personer)
    )"""


def build_shown(connection: duckdb.DuckDBPyConnection) -> None:
    """Build every table of ``vist``: figures that may not be shown are NULL, with the reason."""
    connection.execute(f"drop schema if exists {SHOWN} cascade")
    connection.execute(f"create schema {SHOWN}")
    for cells in _tables():
        for name, select in hide_small_cells(cells, limit_expression=SMALLEST_GROUP).items():
            connection.execute(
                f"create table {SHOWN}.{name} as select * exclude (personer) from ({select})"
            )


def _tables() -> Iterator[Cells]:
    months = _measured("kpi_maaned", "maaned", *PLACES, "afdeling")
    years = _measured("kpi_aar", "aar", *PLACES, parts=(months,))
    yield _measured("kpi_skole", "aar", parts=(years,))
    yield _measured("kpi_skole_maaned", "maaned")
    status = f"* exclude (aktuel, personer), aktuel as {FIGURE}, {FEWEST} as personer"
    yield _goal("maal_status", status, "dato", also_hidden=TOLD_IN_WORDS)
    figure = f"* exclude (aktuel), aktuel as {FIGURE}"
    yield _goal("maal_aar", figure, "aar")
    yield _goal("maal_ved_siden_af", figure, "titel")
    again = f"*, genregnet as {FIGURE}, null as taeller, null as naevner"
    yield _goal("maal_skridt", again, "dato", also_hidden=STEPS)
    yield Cells(
        name="kpi_skridt",
        select=f"select {again} from {Layer.MARTS}.kpi_skridt",
        key=("kpi", "skole", "aar", "opdeling"),
        also_hidden=("til_datadato", "genregnet"),
    )


def _measured(name: str, *by: str, parts: tuple[Cells, ...] = ()) -> Cells:
    return Cells(
        name=name,
        select=f"select *, {VALUE} as {FIGURE} from {Layer.MARTS}.{name}",
        key=("kpi", "skole", *by, "opdeling"),
        parts=parts,
    )


def _goal(name: str, columns: str, by: str, *, also_hidden: tuple[str, ...] = ()) -> Cells:
    return Cells(
        name=name,
        select=f"select {columns} from {Layer.MARTS}.{name}",
        key=("skole", "plan", "maal", by),
        also_hidden=also_hidden,
    )
