"""The published tables: their SQL files, with small groups hidden in one place for all.

A file in ``assets/sql/published/`` tells, beside the header every model has, what each column
holds (``-- kolonne <navn>: <tekst> [enhed]``) and, where it is a breakdown of another published
table, which one (``-- del_af: <tabel>``). Its key's columns come first, and the file that is
written is ordered by them.
"""

from collections.abc import Sequence

import duckdb

from sosu_pipeline.privacy.disclosure import Cells, hide_small_cells
from sosu_pipeline.warehouse.models import Model, ModelError

COUNTS_PEOPLE = "personer"
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

    Every table that counts people gets its ``vaerdi``, and small groups hidden.

    Raises:
        ModelError: a table is a breakdown of one that is not published, or counts nobody.
    """
    counting = [m for m in models if COUNTS_PEOPLE in connection.sql(m.sql).columns]
    selects = {model.name: model.sql for model in models if model not in counting}
    for model in counting:
        total = model.header.get(_PART_OF)
        if total is None:
            cells = _cells(model, counting)
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


def _cells(model: Model, models: Sequence[Model]) -> Cells:
    return Cells(
        name=model.name,
        select=f"select *, {VALUE} as vaerdi from (\n{model.sql}\n) as tal",
        key=model.listed("noegle"),
        parts=tuple(
            _cells(part, models) for part in models if part.header.get(_PART_OF) == model.name
        ),
    )
