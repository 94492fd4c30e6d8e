"""The warehouse of a run: one connection, held alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import duckdb
from dagster_duckdb import DuckDBResource
from pydantic import PrivateAttr

from sosu_pipeline.settings import read_settings
from sosu_pipeline.warehouse.connecting import open_warehouse
from sosu_pipeline.warehouse.tables import create_schemas


class Warehouse(DuckDBResource):
    """The DuckDB file: one connection for the whole run, closed whatever happens."""

    database: str = ""
    _connection: duckdb.DuckDBPyConnection | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        """Hold the warehouse while the run lasts.

        Raises:
            WarehouseBusyError: another process holds it.
        """
        settings = read_settings()
        path = Path(self.database) if self.database else settings.warehouse_file
        holder = f"kørsel {context.run.run_id[:8]}" if context.run else "en kørsel"
        with open_warehouse(path, holder=holder, memory=settings.hukommelse) as connection:
            create_schemas(connection)
            self._connection = connection
            try:
                yield self
            finally:
                self._connection = None

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Return the run's connection; an error outside a run."""
        if self._connection is None:
            msg = "the warehouse is only open during a run"
            raise RuntimeError(msg)
        return self._connection

    @contextmanager
    def get_connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield the run's connection and leave it open for the next step."""
        yield self.connection
