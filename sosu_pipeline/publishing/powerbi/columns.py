"""How a published table becomes a table of the model: types, formats, and what is shown."""

from typing import Final

from sosu_pipeline.publishing.contract import (
    DIMENSION,
    KEY_SUFFIX,
    PublishedColumn,
    PublishedContract,
    PublishedTable,
)
from sosu_pipeline.publishing.powerbi.model import Column, DataType, PowerBiError, Table
from sosu_pipeline.publishing.powerbi.names import readable

CALENDAR: Final = "dim_dato"
DAY: Final = "dato"
YES_NO: Final = '"Ja";"Ja";"Nej"'
WHOLE, NUMBER, SHARE, IDENTITY = "#,0", "#,0.00", "0.0%", "0"
DANISH_DAY, DANISH_TIME = "dd-MM-yyyy", "dd-MM-yyyy HH:mm"

_TYPES = {
    "BIGINT": (DataType.WHOLE, "Int64.Type"),
    "DECIMAL(18,4)": (DataType.FIXED, "Currency.Type"),
    "DATE": (DataType.DATE, "type date"),
    "TIMESTAMP": (DataType.DATE, "type datetime"),
    "VARCHAR": (DataType.TEXT, "type text"),
    "BOOLEAN": (DataType.TRUTH, "type logical"),
}
_NUMBERS = {DataType.WHOLE, DataType.FIXED}
_FACTS = {"fakt", "bro"}
_BRIDGE = "bro"
_YEAR_TO_MONTH = tuple(map(readable, ("aar", "aar_maaned")))
_YEAR, _SHARE, _MONEY = "år", "andel", "kr."
_BEHIND = ("_farve", "publicering_id", "data_pr")


def tables_of(contract: PublishedContract) -> list[Table]:
    """Return a table for each published one, named by its title.

    Raises:
        PowerBiError: two tables have one title, or two columns of a table one name.
    """
    tables = [_table(table) for table in contract.tabeller]
    _refuse_twins("tabeller", [table.navn for table in tables])
    for table in tables:
        _refuse_twins(f"kolonner i {table.kilde}", [column.navn for column in table.kolonner])
    return tables


def _table(table: PublishedTable) -> Table:
    sorts = {column.sorter_efter for column in table.kolonner}
    return Table(
        navn=table.titel,
        kilde=table.navn,
        beskrivelse=f"{table.beskrivelse} En række er {table.grain}.",
        kolonner=[_column(table, column, sorts) for column in table.kolonner],
        hierarki=_YEAR_TO_MONTH if table.navn == CALENDAR else (),
        is_hidden=table.art == _BRIDGE,
        is_calendar=table.navn == CALENDAR,
    )


def _column(table: PublishedTable, column: PublishedColumn, sorts: set[str | None]) -> Column:
    kind, m_type = _TYPES[column.type]
    unit = f" [{column.enhed}]" if column.enhed else ""
    return Column(
        navn=readable(column.navn),
        kilde=column.navn,
        type=kind,
        m_type=m_type,
        beskrivelse=f"{column.tekst[0].upper()}{column.tekst[1:]}{unit}.",
        format=_format(column, kind),
        sorteres_efter=readable(column.sorter_efter) if column.sorter_efter else None,
        is_hidden=_is_hidden(table, column, kind, is_sort=column.navn in sorts),
        is_key=_is_key(table, column),
    )


def _is_hidden(
    table: PublishedTable, column: PublishedColumn, kind: DataType, *, is_sort: bool
) -> bool:
    """Hide keys, what only sorts, and every figure of a fact: figures are read by measures."""
    is_figure = table.art in _FACTS and kind in _NUMBERS
    is_behind = column.navn.endswith((KEY_SUFFIX, *_BEHIND))
    is_order = is_sort and kind in _NUMBERS
    return is_figure or is_behind or is_order


def _is_key(table: PublishedTable, column: PublishedColumn) -> bool:
    if table.navn == CALENDAR:
        return column.navn == DAY
    return f"{DIMENSION}_{column.navn.removesuffix(KEY_SUFFIX)}" == table.navn and (
        column.navn.endswith(KEY_SUFFIX)
    )


def _format(column: PublishedColumn, kind: DataType) -> str | None:
    match kind:
        case DataType.WHOLE:
            return IDENTITY if column.enhed in {None, _YEAR} else WHOLE
        case DataType.FIXED:
            return {_SHARE: SHARE, _MONEY: WHOLE}.get(column.enhed or "", NUMBER)
        case DataType.DATE:
            return DANISH_TIME if column.type == "TIMESTAMP" else DANISH_DAY
        case DataType.TRUTH:
            return YES_NO
        case DataType.TEXT:
            return None


def _refuse_twins(what: str, names: list[str]) -> None:
    folded = [name.casefold() for name in names]
    twins = sorted({name for name in names if folded.count(name.casefold()) > 1})
    if twins:
        msg = f"flere {what} ville hedde {', '.join(twins)}; giv dem hver sit navn i kontrakten"
        raise PowerBiError(msg)
