"""Relationships: each table to the dimensions it has keys of, and no dimension to another.

A dimension that pointed at a second one would give every fact with both keys two ways to it, of
which Power BI follows one and ignores the other. So filters go one step, from dimension to fact,
and a fact that shall be filtered by a dimension has its key. A dimension's own key of another
one (a goal's indsats) stays as a hidden column; the bridge tells which goals an indsats shares.
"""

from sosu_pipeline.publishing.contract import DIMENSION, PublishedContract
from sosu_pipeline.publishing.powerbi.model import PowerBiError, Relationship
from sosu_pipeline.publishing.powerbi.names import readable


def relationships_of(contract: PublishedContract) -> list[Relationship]:
    """Return the star's relationships, many to one, filtering one way.

    Raises:
        PowerBiError: a key refers to a dimension that is not published.
    """
    titles = {table.navn: table.titel for table in contract.tabeller}
    found = [
        (table, column, dimension)
        for table in contract.tabeller
        if table.art != DIMENSION
        for column, dimension in table.relationer.items()
    ]
    for table, column, dimension in found:
        if dimension not in titles:
            msg = (
                f"{table.navn}.{column} peger på {dimension}, som ikke er publiceret; "
                "publicér dimensionen, eller giv kolonnen et andet navn"
            )
            raise PowerBiError(msg)
    return [
        Relationship(fra=(table.titel, readable(column)), til=(titles[dimension], readable(column)))
        for table, column, dimension in found
    ]
