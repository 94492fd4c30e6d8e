"""The status history: every night's file readable, of one night, and as its publication told it.

The files carry no hash of their own. A publication has the rows of every night until its own in
``fakt_maalstatus``, so a night that is told otherwise today than when it was published is found.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from sosu_pipeline.audit.verifying.problem import Problem

RESTORE = "hent filen fra en sikkerhedskopi af arkivet/status"
FOLDERS = ("maal_status", "indsats_status")
NIGHT = "????-??-??*.parquet"


def history_problems(status: Path, publications: list[Path]) -> Iterator[Problem]:
    """Yield what is wrong with the files of a status history and what is published of them."""
    for name in FOLDERS:
        for path in sorted((status / name).glob(NIGHT)):
            yield from _file_problems(name, path)
    nights = {path.name[:10] for path in (status / FOLDERS[0]).glob(NIGHT)}
    for folder in publications:
        yield from _told_otherwise(status / FOLDERS[0], folder, nights)


def _file_problems(name: str, path: Path) -> Iterator[Problem]:
    place = f"{name}/{path.name}"
    try:
        with duckdb.connect() as connection:
            rows = connection.execute(
                "select distinct dato::varchar from read_parquet(?)", [str(path)]
            ).fetchall()
    except duckdb.Error:
        yield Problem(place, "kan ikke læses", RESTORE)
        return
    if {dato for (dato,) in rows} - {path.name[:10]}:
        yield Problem(place, "har rækker fra en anden nat end sin egen", RESTORE)


def _told_otherwise(status: Path, folder: Path, nights: set[str]) -> Iterator[Problem]:
    """Hold what a publication told of its nights against what the history tells now.

    A night may be corrected with a reason, and the last one may be told again, so only nights
    before the publication's own that no correction has changed are held against it.
    """
    tables = {
        name: folder / f"{name}.parquet" for name in ("fakt_maalstatus", "dim_maal", "dim_dato")
    }
    if not all(path.is_file() for path in tables.values()):
        return
    with duckdb.connect() as connection:
        try:
            for name, path in tables.items():
                connection.read_parquet(str(path)).create_view(name)
            told = connection.execute(
                "select distinct d.dato::varchar from fakt_maalstatus inner join dim_dato as d "
                "using (dato_noegle) order by all"
            ).fetchall()
        except duckdb.Error:
            return
        for (dato,) in told:
            if dato not in nights:
                text = f"natten {dato} er publiceret i {folder.name}, men mangler i historikken"
                yield Problem(f"maal_status/{dato}.parquet", text, RESTORE)
            elif not list(status.glob(f"{dato}-rettelse-*.parquet")):
                yield from _night_otherwise(
                    connection, status / f"{dato}.parquet", folder.name, dato
                )


def _night_otherwise(
    connection: duckdb.DuckDBPyConnection, path: Path, publication: str, dato: str
) -> Iterator[Problem]:
    """Yield the night whose shown figures or statuses differ from the published ones."""
    try:
        ((differing,),) = connection.execute(
            """
            select count(*) from fakt_maalstatus as f
            inner join dim_dato as d using (dato_noegle)
            inner join dim_maal as m using (maal_noegle)
            inner join read_parquet(?) as h on h.plan = m.plan and h.maal = m.maal
            where d.dato::varchar = ?
                and (f.status <> h.status
                    or (f.skjult_aarsag is null
                        and f.vaerdi is distinct from h.aktuel::decimal(18, 4)))
            """,
            [str(path), dato],
        ).fetchall()
    except duckdb.Error:
        return
    if differing:
        text = f"{differing} mål er fortalt anderledes end i publiceringen {publication}"
        yield Problem(f"maal_status/{path.name}", text, RESTORE)
