"""Definitions: a short mark of all that says what a KPI is, which differs when any of it does.

That is the SQL of the KPI and of the marts it reads, the code lists they read, and the settings
that the SQL names, with the school's own values. Words, comments and line breaks say nothing.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import pyarrow as pa
import sqlglot

from sosu_pipeline.declarations.codes import CodeList
from sosu_pipeline.declarations.school import School
from sosu_pipeline.warehouse.models import DIALECT, Model
from sosu_pipeline.warehouse.reference import code_table, flat_settings

LENGTH: Final = 12
YEAR_SETTING: Final = "aar_begynder_maaned"
"""The year type cuts every KPI into years, whether its SQL names it or not."""
HEADER: Final = ("opdeling", "over_tid", "ser_frem", "dimensioner")
ROWS: Final = pa.schema({"skole": pa.string(), "kpi": pa.string(), "definition": pa.string()})


def definition_table(
    models: Sequence[Model], schools: Mapping[str, School], codes: Mapping[str, CodeList]
) -> pa.Table:
    """Return one row per school and KPI with the mark of its definition there."""
    by_table = {model.table: model for model in models}
    rows = []
    for kpi in (model for model in models if model.is_kpi):
        behind = sorted(set(_behind(kpi, by_table)), key=lambda model: model.name)
        texts = [_canonical(model) for model in behind]
        texts += [f"{name}: {kpi.header.get(name, '')}" for name in HEADER]
        texts += [repr(codes[name]) for name in sorted(_lists(behind, codes))]
        for skole, school in schools.items():
            settings = flat_settings(school.indstillinger.model_dump(mode="json"))
            named = [f"{name}: {settings[name]}" for name in _named(texts, settings)]
            rows.append({"skole": skole, "kpi": kpi.name, "definition": _mark(texts + named)})
    return pa.Table.from_pylist(rows, ROWS)


def _behind(model: Model, by_table: Mapping[str, Model]) -> Iterator[Model]:
    """Yield a model and every one behind it."""
    yield model
    for table in model.reads & by_table.keys():
        yield from _behind(by_table[table], by_table)


@cache
def _canonical(model: Model) -> str:
    return sqlglot.parse_one(model.sql, read=DIALECT).sql(dialect=DIALECT, comments=False)


def _lists(models: Sequence[Model], codes: Mapping[str, CodeList]) -> set[str]:
    read = {table for model in models for table in model.reads}
    return {name for name in codes if code_table(name) in read}


def _named(texts: Sequence[str], settings: Mapping[str, object]) -> list[str]:
    words = set(re.findall(r"\w+", " ".join(texts))) | {YEAR_SETTING}
    return sorted(words & settings.keys())


def _mark(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:LENGTH]
