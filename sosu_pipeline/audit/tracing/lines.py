"""The lines behind a KPI's rows, those that count and those that were left out."""

from sosu_pipeline.audit.tracing.accounts import CONSIDERED
from sosu_pipeline.audit.tracing.lineage import NUMBER, TRACE
from sosu_pipeline.audit.tracing.result import LineRow
from sosu_pipeline.audit.tracing.tables import FILES, ROOM, TracedTables
from sosu_pipeline.warehouse.models import Model

LINES, EVERY_LINE = "spor_linjer", "spor_alle_linjer"
COUNTED = "talt"
KEPT_OUT = "udeladt"
PERSONS = ("person", "respondent")


def write_lines(tables: TracedTables, model: Model) -> None:
    """Make the temporary table of the lines of every row that counts.

    One row per row and line; a line's row is itself where a KPI reads a feed.
    """
    selects = (
        f"select raekke, unnest({TRACE}) as linje_nr from {CONSIDERED} "
        f"inner join {tables.copy(table)} on raekke = {NUMBER} where grund is null"
        for table in tables.read_by(model)
    )
    tables.connection.execute(
        f"create or replace temp table {LINES} as {' union all '.join(selects)}"
    )


def lines_of(tables: TracedTables, model: Model) -> list[LineRow]:
    """Return every line of every considered row: pseudonyms, keys, file and line number.

    The lines lie in a table of numbers, since DuckDB 2.0 can fail where text passes an unnest.
    """
    found = []
    for table in tables.read_by(model):
        key = ", ".join(_key_columns(tables, table)) or "null"
        columns = tables.columns(table)
        person = next((name for name in PERSONS if name in columns), "null")
        tables.connection.execute(
            f"create or replace temp table {EVERY_LINE} as "
            f"select raekke, unnest({TRACE}) as linje_nr from {CONSIDERED} "
            f"inner join {tables.copy(table)} on raekke = {NUMBER}"
        )
        rows = tables.connection.execute(f"""
        select
            if(grund is null, '{COUNTED}', '{KEPT_OUT}'), concat_ws(' · ', {key}), {person},
            grund, filer.kilde, filer.filnavn,
            linje_nr & ((1::bigint << {ROOM}) - 1), filer.fil, filer.ankomst,
            filer.levering
        from {EVERY_LINE}
        inner join {CONSIDERED} using (raekke)
        inner join {tables.copy(table)} as raekker on raekke = raekker.{NUMBER}
        inner join {FILES} as filer on linje_nr >> {ROOM} = fil_nr
        order by 1 desc, grund, filer.filnavn, 7, 2
        """).fetchall()
        found += [
            LineRow(
                regnskab=regnskab,
                tabel=table,
                raekke=raekke,
                person=who,
                grund=grund,
                kilde=kilde,
                filnavn=filnavn,
                linje=linje,
                sha256=fil,
                ankomst=ankomst,
                levering=levering,
            )
            for regnskab, raekke, who, grund, kilde, filnavn, linje, fil, ankomst, levering in rows
        ]
    return found


def _key_columns(tables: TracedTables, table: str) -> list[str]:
    """Return the columns that tell a row from others, school and person apart."""
    columns = tables.columns(table)
    if table in tables.models:
        wanted = tables.models[table].listed("noegle")
    else:
        wanted = tuple(tables.keys[table.partition(".")[2]])
    apart = {"skole", *PERSONS}
    return [f"{name}::varchar" for name in wanted if name in columns and name not in apart]
