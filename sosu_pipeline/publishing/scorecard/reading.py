"""A publication's Parquet files, read through DuckDB in memory as any other reader would."""

from collections.abc import Container
from pathlib import Path
from typing import TypeVar

import duckdb

from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.publication import Publication
from sosu_pipeline.publishing.scorecard import queries
from sosu_pipeline.publishing.scorecard.rows import (
    BesideRow,
    ChangeRow,
    FeedRow,
    GoalRow,
    HiddenCellsRow,
    IndsatsRow,
    LinkRow,
    StarRows,
    VersionRow,
    YearRow,
)

RowKind = TypeVar("RowKind")


class ScorecardError(UserError):
    """The scorecard cannot be written; the text is a Danish sentence with the remedy."""


def read_star(root: Path, publication: Publication) -> StarRows:
    """Read what the scorecard shows of a publication.

    Raises:
        ScorecardError: the publication lacks a table, or one of its files cannot be read.
    """
    files = publication.paths(root)
    if missing := [name for name in queries.NEEDED if name not in files]:
        msg = (
            f"publiceringen {publication.publicering_id} har ikke {', '.join(missing)}, "
            "så siden kan ikke skrives; kør natten igen med sosu run"
        )
        raise ScorecardError(msg)
    with duckdb.connect() as connection:
        try:
            for name, path in files.items():
                connection.read_parquet(str(path)).create_view(name)
            return _read_all(connection, files)
        except duckdb.Error as error:
            msg = (
                f"publiceringen {publication.publicering_id} kan ikke læses som målkort: "
                f"{str(error).splitlines()[0]}; kør natten igen med sosu run"
            )
            raise ScorecardError(msg) from error


def _read_all(connection: duckdb.DuckDBPyConnection, files: Container[str]) -> StarRows:
    return StarRows(
        goals=_read(connection, queries.GOALS, GoalRow),
        indsatser=_read(connection, queries.INDSATSER, IndsatsRow),
        links=_read(connection, queries.LINKS, LinkRow),
        years=_read(connection, queries.YEARS, YearRow),
        versions=_read(connection, queries.VERSIONS, VersionRow),
        beside=_read(connection, queries.BESIDE, BesideRow),
        feeds=_read(connection, queries.FEEDS, FeedRow),
        hidden_cells=_read(connection, queries.HIDDEN_CELLS, HiddenCellsRow),
        changes=(
            _read(connection, queries.CHANGES, ChangeRow)
            if queries.CHANGES_TABLE in files
            else None
        ),
    )


def _read(
    connection: duckdb.DuckDBPyConnection, select: str, kind: type[RowKind]
) -> tuple[RowKind, ...]:
    found = connection.execute(select)
    names = [name for name, *_ in found.description]
    return tuple(kind(**dict(zip(names, row, strict=True))) for row in found.fetchall())
