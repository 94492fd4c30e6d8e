"""Power Query: where the tables come from, and every column's type said out loud.

Both sources give a function ``HentTabel``, so the tables' own queries are the same. A refresh in
the service wants to know its sources before it runs: the Parquet one therefore opens one folder,
``Mappe``, and steps through it, and never builds a path from what the pointer says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sosu_pipeline.publishing.powerbi.model import Column, Table

READ: Final = "HentTabel"
UNKNOWN_DAY: Final = "[dato_noegle] > 0"
_TYPED = """\
Table.TransformColumnTypes(
        Kolonner,
        {{
            {types}
        }}
    )"""
_PARAMETER = 'meta [IsParameterQuery=true, Type="Text", IsParameterQueryRequired=true]'


@dataclass(frozen=True, kw_only=True)
class Query:
    """A shared query: a parameter, or the function that fetches a table."""

    navn: str
    beskrivelse: str
    m: str
    resultat: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """A variant of the project: its name, and the queries its tables come from."""

    navn: str
    beskrivelse: str
    forespoergsler: Sequence[Query]


def _parameter(navn: str, value: str, text: str) -> Query:
    return Query(navn=navn, beskrivelse=text, m=f'"{value}" {_PARAMETER}', resultat="Text")


def _function(text: str, m: str) -> Query:
    return Query(navn=READ, beskrivelse=text, m=m, resultat="Function")


POSTGRESQL: Final = Source(
    navn="SOSU_Nord_PostgreSQL",
    beskrivelse="SOSU Nords mål og nøgletal fra PostgreSQL",
    forespoergsler=(
        _parameter("Server", "localhost", "Databasens server, evt. med port: server:5432."),
        _parameter("Database", "sosu", "Databasens navn."),
        _parameter("Skema", "marts", "Skemaet med de publicerede tabeller."),
        _function(
            "Henter en publiceret tabel fra skemaet.",
            """\
(navn as text) as table =>
    let
        Kilde = PostgreSQL.Database(Server, Database, [CreateNavigationProperties = false]),
        Tabel = Kilde{[Schema = Skema, Item = navn]}[Data]
    in
        Tabel""",
        ),
    ),
)
PARQUET: Final = Source(
    navn="SOSU_Nord_Parquet",
    beskrivelse="SOSU Nords mål og nøgletal fra den publicerede mappe",
    forespoergsler=(
        _parameter(
            "Mappe",
            r"\\server\sosu\published",
            "Den publicerede mappe, som der står aktuel.json i.",
        ),
        _function(
            "Henter en tabel fra den publicering, aktuel.json peger på.",
            """\
(navn as text) as table =>
    let
        Rod = Folder.Contents(Mappe),
        Peger = Json.Document(Binary.Buffer(Rod{[Name = "aktuel.json"]}[Content])),
        Trin = (mappe as table, trin as text) as table => mappe{[Name = trin]}[Content],
        Publicering = List.Accumulate(Text.Split(Peger[sti], "/"), Rod, Trin),
        Fil = Record.Field(Peger[tabeller], navn)[fil],
        Tabel = Parquet.Document(Binary.Buffer(Publicering{[Name = Fil]}[Content]))
    in
        Tabel""",
        ),
    ),
)
SOURCES: Final = (POSTGRESQL, PARQUET)


def query_of(table: Table) -> str:
    """Return a table's query: fetched, its columns chosen and typed."""
    if table.kilde is None:
        columns = ", ".join(f"{column.kilde} = {_bare(column)}" for column in table.kolonner)
        return f"#table(type table [{columns}], {{}})"
    names = ", ".join(f'"{column.kilde}"' for column in table.kolonner)
    types = ",\n            ".join(
        f'{{"{column.kilde}", {column.m_type}}}' for column in table.kolonner
    )
    steps = [
        f'Kilde = {READ}("{table.kilde}")',
        f"Kolonner = Table.SelectColumns(Kilde, {{{names}}})",
        f"Typer = {_TYPED.format(types=types)}",
    ]
    if table.is_calendar:
        steps.append(f"Kalender = Table.SelectRows(Typer, each {UNKNOWN_DAY})")
    last = steps[-1].partition(" ")[0]
    body = ",\n    ".join(steps)
    return f"let\n    {body}\nin\n    {last}"


def _bare(column: Column) -> str:
    return column.m_type.removeprefix("type ")
