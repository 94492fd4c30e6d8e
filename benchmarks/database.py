"""A publication into PostgreSQL, beside psql's own COPY of the same rows into the same table."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Measured, measure, python
from tests.postgres_server import PASSWORD, Database, Server, find_binaries, started_server

LOAD_SECONDS = 10
CSV = "fakt_maaling.csv"
KEY = (
    *("kpi_noegle", "skole_noegle", "dato_noegle", "uddannelse_noegle"),
    *("uddannelsesdel_noegle", "afdeling_noegle", "kommune_noegle", "opdeling"),
)
OURS, THEIRS = "marts.fakt_maaling", "public.fakt_maaling"
_LOAD = """
import sys
from sosu_pipeline.publishing.postgres.current import place_current
from sosu_pipeline.settings import read_settings
placed = place_current(read_settings())
print(placed.seconds)
sys.exit(placed.problem or None)"""
_COPY = (
    f"create table {THEIRS} (like {OURS})",
    rf"\copy {THEIRS} from {CSV} csv header",
    f"alter table {THEIRS} add primary key ({', '.join(KEY)})",
    f"analyze {THEIRS}",
)
_UNLIKE = f"""
select
    (select count(*) from {OURS}),
    (select count(*) from (table {OURS} except table {THEIRS}) as kun_vores)
    + (select count(*) from (table {THEIRS} except table {OURS}) as kun_deres)"""


@dataclass(frozen=True, kw_only=True)
class Loads:
    """The best run of each way, the rows that were loaded, and those that are not in both."""

    ours: Measured
    theirs: Measured
    rows: int
    different: int


def measure_loads(folder: Path, *, rows: int, times: int) -> Loads | None:
    """Draw a table of that many rows and load it in turns; None without PostgreSQL's programs.

    The server has the settings it comes with, so what is told as done is on disk.
    """
    binaries = find_binaries()
    if binaries is None:
        return None
    folder.mkdir()
    measure(python("-m", "benchmarks.stars", str(rows), str(folder)), folder=folder)
    with started_server(binaries, settings=()) as server:
        turns = [_load_both(server, folder) for _ in range(times)]
    ours, theirs, counts = zip(*turns, strict=True)
    loaded, different = counts[-1]
    return Loads(ours=_best(ours), theirs=_best(theirs), rows=loaded, different=different)


def _load_both(server: Server, folder: Path) -> tuple[Measured, Measured, tuple[int, int]]:
    database = server.database()
    variables = {"SOSU_PUBLISHED": str(folder), "SOSU_POSTGRES_URL": database.url()}
    ours = measure(python("-c", _LOAD), folder=folder, variables=variables)
    print(f"  PostgreSQL, the pipeline: {ours.wall_seconds:.1f} s", flush=True)
    theirs = measure(_copy(server, database), folder=folder, variables={"PGPASSWORD": PASSWORD})
    print(f"  PostgreSQL, psql: {theirs.wall_seconds:.1f} s", flush=True)
    ((rows, different),) = database.ask(_UNLIKE)
    return ours, theirs, (int(rows), int(different))


def _copy(server: Server, database: Database) -> list[str]:
    steps = [part for step in _COPY for part in ("-c", step)]
    return [str(server.binaries / "psql"), "-X", "-q", *steps, database.url()]


def _best(runs: Iterable[Measured]) -> Measured:
    return min(runs, key=lambda run: run.wall_seconds)
