"""The row account as the page tells it: every file's lines, what was refused, and by which rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from sosu_pipeline.audit.revision.figures import file_place
from sosu_pipeline.audit.revision.outcomes import without_quotes
from sosu_pipeline.audit.revision.shown import (
    BehindShown,
    FeedShown,
    FigureShown,
    FileShown,
    QuarantineShown,
    RefusedShown,
)
from sosu_pipeline.audit.tracing.page import number
from sosu_pipeline.warehouse.account import ACCOUNT
from sosu_pipeline.warehouse.as_of import RUN
from sosu_pipeline.warehouse.tables import DELIVERY_LEDGER, QUARANTINE, READ_LEDGER

FIRST = 20
COUNTS = ("linjer", "accepteret", "karantaene", "erstattet", "titel", "tomme", "total")
"""The counts of a file; the first is the sum of the three after it, the last stand apart."""
FILES = f"""
select
    regnskab.skole, regnskab.kilde, levering, fil, regnskab.filnavn, regnskab.ankomst,
    filer.kontrakt_version, regnskab.status, regnskab.linjer, accepteret, karantaene, erstattet,
    regnskab.titel, regnskab.tomme, regnskab.total
from {ACCOUNT} as regnskab
inner join {READ_LEDGER} as filer using (levering, fil)
order by regnskab.kilde, regnskab.skole, filer.raekkefoelge, regnskab.filnavn
"""
REFUSED_LINES = f"""
select levering, fil, regel, any_value(tekst) as tekst, count(*) as linjer,
    list(linje order by linje)[:{FIRST}] as numre
from (
    select distinct levering, fil, regel, tekst, linje from {QUARANTINE} where alvor = 'bloker'
)
group by levering, fil, regel order by levering, fil, regel
"""
REFUSED = f"""
select ankomst, filer, tekst, middel from (
    select filer.ankomst, filer.raekkefoelge, filer.filnavn as filer, filer.tekst, filer.middel
    from {READ_LEDGER} as filer where filer.regel is not null
    union all
    select
        leveringer.ankomst, leveringer.raekkefoelge,
        string_agg(filer.filnavn, ', ' order by filer.filnavn) as filer,
        leveringer.tekst, leveringer.middel
    from {DELIVERY_LEDGER} as leveringer
    inner join {READ_LEDGER} as filer using (levering)
    where not er_accepteret and filer.regel is null
    group by levering, leveringer.ankomst, leveringer.raekkefoelge, leveringer.tekst,
        leveringer.middel
)
where ankomst <= (from {RUN})
order by ankomst, raekkefoelge, filer
"""

Row = Mapping[str, Any]


def show_feeds(
    connection: duckdb.DuckDBPyConnection, followed: Iterable[FigureShown]
) -> tuple[FeedShown, ...]:
    """Return every file that had arrived, feed by feed, with the figures its lines stand behind."""
    behind = _behind(followed)
    refused: dict[tuple[str, str], list[QuarantineShown]] = defaultdict(list)
    for row in _rows(connection, REFUSED_LINES):
        numbers = ", ".join(map(str, row["numre"]))
        rest = f" (de første {FIRST})" if row["linjer"] > FIRST else ""
        refused[row["levering"], row["fil"]].append(
            QuarantineShown(row["regel"], row["tekst"], number(row["linjer"]), f"{numbers}{rest}")
        )
    feeds = groupby(_rows(connection, FILES), itemgetter("kilde"))
    return tuple(_feed(kilde, list(rows), refused, behind) for kilde, rows in feeds)


def show_refused(connection: duckdb.DuckDBPyConnection) -> tuple[RefusedShown, ...]:
    """Return every delivery that was refused, and every file of one that could not be read."""
    return tuple(
        RefusedShown(
            f"{row['ankomst']:%d-%m-%Y}",
            row["filer"],
            without_quotes(row["tekst"] or ""),
            without_quotes(row["middel"] or ""),
        )
        for row in _rows(connection, REFUSED)
    )


def _feed(
    kilde: str,
    rows: Sequence[Row],
    refused: Mapping[tuple[str, str], list[QuarantineShown]],
    behind: Mapping[str, list[BehindShown]],
) -> FeedShown:
    files = []
    for row in rows:
        place = file_place(row["levering"], row["fil"])
        files.append(
            FileShown(
                id=place,
                filnavn=row["filnavn"],
                ankomst=f"{row['ankomst']:%d-%m-%Y}",
                version=f"{kilde} version {row['kontrakt_version']}",
                status=row["status"],
                sha256=row["fil"],
                tal=tuple(number(row[name]) for name in COUNTS),
                gaar_op=_adds_up(row),
                karantaene=tuple(refused.get((row["levering"], row["fil"]), ())),
                bag=tuple(behind.get(place, ())),
            )
        )
    totals = tuple(number(sum(row[name] or 0 for row in rows)) for name in COUNTS)
    return FeedShown(
        kilde=kilde, i_alt=totals, gaar_op=all(map(_adds_up, rows)), filer=tuple(files)
    )


def _adds_up(row: Row) -> bool:
    return bool(row["linjer"] == row["accepteret"] + row["karantaene"] + row["erstattet"])


def _behind(figures: Iterable[FigureShown]) -> Mapping[str, list[BehindShown]]:
    """Return the figures that each file's lines stand behind, by the file's place."""
    found: dict[str, list[BehindShown]] = defaultdict(list)
    for figure in figures:
        for file in figure.filer:
            if file.id:
                found[file.id].append(BehindShown(figure.id, figure.titel, file.antal, file.linjer))
    return found


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found = connection.execute(query)
    names = [name for name, *_ in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
