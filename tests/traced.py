"""The project's lineage, traced once for all tests of a process."""

from functools import cache

from assets.lineage import models_of
from sosu_pipeline.audit.lineage.columns import Column, Lineage, Means
from sosu_pipeline.audit.lineage.tracing import trace
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.contract import declared_contract
from sosu_pipeline.publishing.shown import SHOWN_MARTS
from tests.factories import catalog


@cache
def lineage() -> Lineage:
    """Return the lineage of every table, from the project's own models and declarations."""
    return trace(
        catalog(),
        marts=models_of(Layer.MARTS),
        shown=SHOWN_MARTS,
        published=models_of(Layer.PUBLISHED),
        columns={
            table.navn: [column.navn for column in table.kolonner]
            for table in declared_contract().tabeller
        },
    )


def column(text: str) -> Column:
    """Return the column that ``layer.table.column`` names."""
    return Column(*text.rsplit(".", 1))


def read_of(text: str) -> set[str]:
    """Return the columns whose values a column is made of."""
    steps = lineage().steps(column(text))
    return {str(step.source) for step in steps if step.means is Means.VALUE}


def counted_of(text: str) -> set[str]:
    """Return the columns that decide which rows a column counts."""
    steps = lineage().steps(column(text))
    return {str(step.source) for step in steps if step.means is Means.ROWS}
