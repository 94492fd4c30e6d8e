"""What every materialization records: its files, versions and lineage, rows, columns and time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from time import monotonic
from typing import Any

import dagster as dg
import duckdb

from assets.lineage import column_lineage, models_of, read_lineage
from assets.specs import built_metadata, table_key
from sosu_pipeline.audit.lineage.columns import Lineage
from sosu_pipeline.audit.lineage.declared import PLANS
from sosu_pipeline.audit.lineage.drawing import as_markdown, draw
from sosu_pipeline.audit.lineage.versions import Versions, own_parts
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.code_version import code_version
from sosu_pipeline.resources import declared
from sosu_pipeline.settings import read_settings
from sosu_pipeline.warehouse.account import (
    deliveries_of,
    feeds_accounted,
    files_accounted,
    files_read,
)
from sosu_pipeline.warehouse.building import Built, describe_table

LAST_FILES = 20


@dataclass(kw_only=True)
class Evidence:
    """The evidence of one step of a night; each table's seconds count from the one before it."""

    connection: duckdb.DuckDBPyConnection
    as_of: date
    _since: float = field(default_factory=monotonic)

    def of(
        self,
        table: str | Built,
        texts: Mapping[str, str] | None = None,
        *,
        facts: Mapping[str, Any] | None = None,
        content: str | None = None,
    ) -> dg.MaterializeResult[None]:
        """Return a table's materialization; ``content`` is a sha256 of its rows where known."""
        built = describe_table(self.connection, table) if isinstance(table, str) else table
        version = content or self._versions.of(built.table)
        metadata = {
            **(facts or {}),
            "pr. dato": self.as_of.isoformat(),
            "kodeversion": code_version(),
            **self._goals(built.table),
            **self._files(built.table),
            **built_metadata(built, texts),
            "dagster/column_lineage": column_lineage(self._lineage, built.table),
            **self._drawing(built.table),
            "sekunder": self._lap(),
        }
        return dg.MaterializeResult(
            asset_key=table_key(built.table),
            metadata=metadata,
            data_version=dg.DataVersion(version),
        )

    def _lap(self) -> float:
        before, self._since = self._since, monotonic()
        return round(self._since - before, 3)

    def _files(self, table: str) -> dict[str, Any]:
        """Return the files behind a table: a feed's own one by one, else one row per feed.

        What became of a night's lines is not known while raw is read.
        """
        layer, _, name = table.partition(".")
        if name in self._contracts and layer in {Layer.RAW, Layer.STAGING}:
            read = files_read if layer == Layer.RAW else files_accounted
            files = read(self.connection, name)
            version = {"kontraktversion": self._contracts[name].version}
            return {**version, "filer": len(files), **_records("filer, seneste", files)}
        if layer == Layer.RAW:
            return {}
        behind = set(self._lineage.feeds(table))
        feeds = [
            {**row, "kontraktversion": self._contracts[row["kilde"]].version}
            for row in self._feeds
            if row["kilde"] in behind
        ]
        return _records("kilder", feeds)

    def _drawing(self, table: str) -> dict[str, Any]:
        """Return the drawing of a published table, since Dagster's own pages draw no columns."""
        if not table.startswith(f"{Layer.PUBLISHED}."):
            return {}
        return {"afledning": dg.MetadataValue.md(as_markdown(draw(self._lineage, table), table))}

    def _goals(self, table: str) -> dict[str, str]:
        is_judged = PLANS in self._lineage.behind(table)
        return {"målversion": self._versions.of(PLANS)} if is_judged else {}

    @cached_property
    def _lineage(self) -> Lineage:
        return read_lineage()

    @cached_property
    def _feeds(self) -> list[dict[str, Any]]:
        return feeds_accounted(self.connection)

    @cached_property
    def _contracts(self) -> Mapping[str, Any]:
        return declared(read_settings().data).contracts

    @cached_property
    def _versions(self) -> Versions:
        models = [*models_of(Layer.MARTS), *models_of(Layer.PUBLISHED)]
        own = own_parts(
            self._lineage,
            read_settings().data,
            models=models,
            deliveries=deliveries_of(self.connection),
            as_of=self.as_of.isoformat(),
            code=code_version(),
        )
        return Versions(self._lineage, own, {model.table: model.reads for model in models})


def _records(label: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return rows as a table of the last of them, where there are any."""
    shown = [
        dg.TableRecord({name: _plain(value) for name, value in row.items()})
        for row in list(rows)[:LAST_FILES]
    ]
    return {label: dg.MetadataValue.table(shown)} if shown else {}


def _plain(value: Any) -> str | int | float | bool | None:  # noqa: ANN401 - whatever a row holds
    return value.isoformat() if isinstance(value, date) else value
