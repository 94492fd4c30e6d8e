"""A drawn school's night with its figures followed to the lines of the archived files."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sosu_pipeline.audit.tracing.accounts import UNITS, write_units
from sosu_pipeline.audit.tracing.asking import Asking
from sosu_pipeline.audit.tracing.cell import Cell
from sosu_pipeline.audit.tracing.figure import Tracing
from sosu_pipeline.audit.tracing.lineage import NUMBER, TRACE
from sosu_pipeline.audit.tracing.lines import PERSONS
from sosu_pipeline.audit.tracing.request import Request
from sosu_pipeline.audit.tracing.result import Figure
from sosu_pipeline.audit.tracing.tables import FILES, ROOM
from sosu_pipeline.cli.tracing import opened
from sosu_pipeline.declarations.catalog import load_catalog
from sosu_pipeline.deliveries.archive import Archive
from sosu_pipeline.deliveries.sealing import Seal
from sosu_pipeline.settings import Settings
from tests.factories import marts
from tests.flow.drawn import SCHOOL
from tests.nights import Home
from tests.oracle.plain_lines import Line, Row, read_lines

PLACES = ("uddannelse", "uddannelsesdel", "afdeling")
PERIODS = {"maaned": "dato_noegle // 100", "aar": "aar"}
NOT_DIVIDED = -2


@dataclass(frozen=True)
class Unit:
    """A unit that a KPI counts: its day, place and opdeling, and the rows it stands for."""

    dato: date
    place: tuple[str, ...]
    opdeling: str
    numbers: Sequence[int]

    def cell(self, by: Sequence[str]) -> tuple[Any, ...]:
        """Return what the unit has of a cell's period, places and opdeling."""
        known = {"maaned": self.dato.year * 100 + self.dato.month, "aar": self.dato.year}
        known |= dict(zip(PLACES, self.place, strict=True))
        return (*(known[name] for name in by), self.opdeling)


@dataclass(frozen=True)
class Followed:
    """The night, what is asked of it, and the files in its archive."""

    home: Home
    asking: Asking
    tracing: Tracing
    _files: dict[str, list[Line]] = field(default_factory=dict)

    def follow(self, request: Request) -> Figure:
        """Return the trace of a cell, with its lines."""
        return self.tracing.follow(self.asking.cell(request), with_rows=True)

    def line(self, sha256: str, number: int) -> Line:
        """Return a line as it stands in an archived file."""
        if sha256 not in self._files:
            path = self.home.root / "arkiv" / "filer" / sha256[:2] / sha256
            self._files[sha256] = read_lines(path.read_bytes())
        return self._files[sha256][number]

    def units(self, kpi: str) -> list[Unit]:
        """Return every unit of a KPI, of all years."""
        model = marts()[kpi]
        write_units(self.tracing.tables, model, Cell(skole=SCHOOL, fra=date.min, til=date.max))
        places = ", ".join(f"coalesce({name}, '')" for name in PLACES)
        split = model.header.get("opdeling", "''")
        rows = self.asking.connection.execute(
            f"select dato, {places}, {split}, {TRACE} from {UNITS}"
        ).fetchall()
        return [Unit(dato, (*place,), own, numbers) for dato, *place, own, numbers in rows]

    def rows(self, kpi: str) -> dict[int, Row]:
        """Return every row that a KPI reads, by its number, with its lines."""
        return {
            number: row
            for table in self.tracing.tables.read_by(marts()[kpi])
            for number, row in self._rows_of(table)
        }

    def shown(self, table: str, by: Sequence[str], kpi: str) -> list[tuple[Any, ...]]:
        """Return the shown figures of a table: their cell, numerator and denominator."""
        places = [name for name in by if name in PLACES]
        joins = " ".join(f"inner join dim_{name} using ({name}_noegle)" for name in places)
        cell = [PERIODS.get(name, f"if({name}_noegle = {NOT_DIVIDED}, '', {name})") for name in by]
        return self.asking.publication.tables.execute(
            f"select {', '.join(cell)}, opdeling, taeller, naevner from {table} "
            f"inner join dim_kpi using (kpi_noegle) {joins} "
            "where kpi = ? and skjult_aarsag is null",
            [kpi],
        ).fetchall()

    def _rows_of(self, table: str) -> Iterator[tuple[int, Row]]:
        tables = self.tracing.tables
        columns = tables.columns(table)
        is_mart = table in tables.models
        known = (
            tables.models[table].listed("noegle")
            if is_mart
            else tables.keys[table.partition(".")[2]]
        )
        keys = [name for name in known if name in columns and name not in {"skole", *PERSONS}]
        person = next((name for name in PERSONS if name in columns), "null")
        files = dict(self.asking.connection.execute(f"select fil_nr, fil from {FILES}").fetchall())
        lines = f"list_transform({TRACE}, lambda nr: [nr >> {ROOM}, nr & {(1 << ROOM) - 1}])"
        told = self.asking.connection.execute(
            f"select {NUMBER}, [{', '.join(f'{name}::varchar' for name in keys)}], {person}, "
            f"{lines} from {tables.copy(table)}"
        ).fetchall()
        for number, key, who, places in told:
            content = [self.line(files[fil], linje) for fil, linje in places]
            yield number, Row(table, tuple(each for each in key if each is not None), who, content)


@contextmanager
def followed(home: Home) -> Iterator[Followed]:
    """Open a home's warehouse, publication and archive to follow its figures."""
    settings = Settings(home=home.root)
    with ExitStack() as stack:
        asking, tables = stack.enter_context(opened(settings, load_catalog(settings.data)))
        archive = Archive(settings.archive_folder, Seal(None))
        yield Followed(home, asking, Tracing(tables, cache(archive.verify)))
