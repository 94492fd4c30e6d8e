"""What the SQL models tell the declarations about the KPIs: words, unit, dimensions and feeds."""

from collections.abc import Iterator, Mapping, Sequence

import sqlglot
from sqlglot import exp

from sosu_pipeline.declarations.kpi_shape import KpiShape
from sosu_pipeline.declarations.school import Settings
from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.models import DIALECT, Model


def kpi_shapes(models: Sequence[Model]) -> dict[str, KpiShape]:
    """Return the shape of every KPI by name; its feeds are every staging table behind it."""
    by_table = {model.table: model for model in models}
    return {
        model.name: KpiShape(
            titel=model.header["titel"],
            enhed=model.header["enhed"],
            dimensioner=_dimensions(model),
            formel=model.header.get("formel"),
            kendte_begraensninger=model.header.get("kendte_begraensninger"),
            kilder=tuple(sorted(set(_staged(model, by_table)))),
            indstillinger=tuple(name for name in Settings.model_fields if _tells(model, name)),
        )
        for model in models
        if model.is_kpi
    }


def _dimensions(model: Model) -> dict[str, tuple[str, ...]]:
    """Return each dimension with the values that the select itself makes of it."""
    query = sqlglot.parse_one(model.sql, read=DIALECT)
    return {
        name: tuple(dict.fromkeys(_literals(query, name))) for name in model.listed("dimensioner")
    }


def _literals(query: exp.Expr, name: str) -> Iterator[str]:
    """Yield the texts that a query writes into a column, one by one or as a list of values."""
    for alias in query.find_all(exp.Alias):
        if alias.alias == name and alias.this.is_string:
            yield alias.this.name
    for values in query.find_all(exp.Values):
        if name in values.alias_column_names:
            place = values.alias_column_names.index(name)
            yield from (row.expressions[place].name for row in values.expressions)


def _tells(model: Model, setting: str) -> bool:
    """Tell whether a model's words name a setting."""
    return any(setting in model.header.get(field, "") for field in ("beskrivelse", "formel"))


def _staged(model: Model, by_table: Mapping[str, Model]) -> Iterator[str]:
    for table in model.reads:
        layer, _, name = table.partition(".")
        if layer == Layer.STAGING:
            yield name
        elif table in by_table:
            yield from _staged(by_table[table], by_table)
