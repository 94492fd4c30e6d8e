"""A night computed again aside, by what the night itself calls; nothing but a copy is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from assets.goals import build_goals
from assets.marts import build_marts
from assets.moves import build_moved
from assets.raw import read_archived
from assets.staging import build_staging
from sosu_pipeline.publishing.moving import NamedPair, read_pairs
from sosu_pipeline.resources import Deliveries
from sosu_pipeline.settings import temporary_folder
from sosu_pipeline.warehouse.as_of import set_run_date
from sosu_pipeline.warehouse.connecting import copy_warehouse, open_warehouse
from sosu_pipeline.warehouse.nights import build_hidden_before, build_night_before
from sosu_pipeline.warehouse.tables import create_schemas

PREFIX = ".sammenligning-"
HOLDER = "en sammenligning af nætter"


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A warehouse of its own beside the real one, and a folder for what its nights say."""

    connection: duckdb.DuckDBPyConnection
    deliveries: Deliveries
    folder: Path

    def compute(self, dato: date, before: Path) -> list[NamedPair]:
        """Compute a night as of its date by today's code, held against a kept night."""
        set_run_date(self.connection, dato)
        for _ in read_archived(self.connection, self.deliveries):
            pass
        build_staging(self.connection, self.deliveries, dato)
        for _ in build_marts(self.connection):
            pass
        build_night_before(self.connection, before)
        build_hidden_before(self.connection, self.deliveries.settings.archive_folder, dato)
        build_goals(self.connection, self.deliveries, dato, keep_in=self.folder, correction=None)
        build_moved(self.connection, self.deliveries, dato)
        return read_pairs(self.connection)


@contextmanager
def aside(deliveries: Deliveries, *, from_archive: bool) -> Iterator[Aside]:
    """Open a copy of the warehouse; with ``from_archive`` an empty one that reads every file anew.

    The copy is as closed to others as the warehouse is, and is removed at the end; what a process
    that was killed left behind is removed by the next one.

    Raises:
        WarehouseBusyError: another process writes the warehouse.
    """
    settings = deliveries.settings
    with temporary_folder(settings.home, PREFIX) as folder:
        copy = folder / settings.warehouse_file.name
        if not from_archive and settings.warehouse_file.is_file():
            copy_warehouse(settings.warehouse_file, copy, memory=settings.hukommelse)
        with open_warehouse(copy, holder=HOLDER, memory=settings.hukommelse) as connection:
            create_schemas(connection)
            yield Aside(connection=connection, deliveries=deliveries, folder=folder)
