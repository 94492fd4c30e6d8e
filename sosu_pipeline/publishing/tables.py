"""The published tables: their SQL files, with small groups hidden in one place for all.

A file in ``assets/sql/published/`` tells, beside the header every model has, what each column
holds (``-- kolonne <navn>: <tekst> [enhed]``) and, where it is a breakdown of another published
table, which one (``-- del_af: <tabel>``). ``-- skjules:`` lists columns that tell of a small group
beside its own figures. Its key's columns come first, and the file that is written is ordered by
them.
"""

from collections.abc import Mapping, Sequence

import duckdb

from sosu_pipeline.privacy.disclosure import Cells, hide_small_cells
from sosu_pipeline.warehouse.models import Model, ModelError

COUNTS_PEOPLE = "personer"
OWN_VALUE = "vaerdi"
VALUE = """case
        when naevner is null then taeller
        else cast(taeller / nullif(naevner, 0) as decimal(18, 4))
    end"""
SMALLEST_GROUP = """(
        select case
            when katalog.graense = 'trivsel' then smaa_celler_trivsel else smaa_celler_personer
        end from staging.indstillinger cross join marts.kpi_katalog as katalog
        where skole = celle.skole and katalog.kpi = celle.kpi
    )"""

_PART_OF = "del_af"
_COLUMN = "kolonne "


def published_selects(
    connection: duckdb.DuckDBPyConnection, models: Sequence[Model]
) -> dict[str, str]:
    """Return each published table's select.

    Every table that counts people gets its ``vaerdi`` unless it has one, and small groups hidden.

    Raises:
        ModelError: a table is a breakdown of one that is not published, or counts nobody.
    """
    columns = {model.name: connection.sql(model.sql).columns for model in models}
    counting = [model for model in models if COUNTS_PEOPLE in columns[model.name]]
    selects = {model.name: model.sql for model in models if model not in counting}
    for model in counting:
        total = model.header.get(_PART_OF)
        if total is None:
            cells = _cells(model, counting, columns)
            selects |= hide_small_cells(cells, limit_expression=SMALLEST_GROUP)
        elif total not in {other.name for other in counting}:
            msg = f"{model.name}.sql: {_PART_OF} names {total}, which shows no people; correct it"
            raise ModelError(msg)
    return selects


def column_texts(model: Model) -> dict[str, str]:
    """Return what each column holds, with its unit in square brackets."""
    return {
        field.removeprefix(_COLUMN): text
        for field, text in model.header.items()
        if field.startswith(_COLUMN)
    }


def _cells(model: Model, models: Sequence[Model], columns: Mapping[str, Sequence[str]]) -> Cells:
    value = "" if OWN_VALUE in columns[model.name] else f", {VALUE} as {OWN_VALUE}"
    return Cells(
        name=model.name,
        select=f"select *{value} from (\n{model.sql}\n) as tal",
        key=model.listed("noegle"),
        also_hidden=model.listed("skjules"),
        parts=tuple(
            _cells(part, models, columns)
            for part in models
            if part.header.get(_PART_OF) == model.name
        ),
    )
