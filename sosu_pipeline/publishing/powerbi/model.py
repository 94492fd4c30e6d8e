"""The semantic model as values: tables, columns, measures and relationships."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sosu_pipeline.errors import UserError


class PowerBiError(UserError):
    """The project cannot be made from this contract; the text is a Danish sentence."""


class DataType(StrEnum):
    """The column types of the model; there is no float among them."""

    WHOLE = "int64"
    FIXED = "decimal"
    DATE = "dateTime"
    TEXT = "string"
    TRUTH = "boolean"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: what readers call it, and what the source calls it."""

    navn: str
    kilde: str
    type: DataType
    beskrivelse: str
    m_type: str
    format: str | None = None
    sorteres_efter: str | None = None
    is_hidden: bool = False
    is_key: bool = False


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure in DAX over technical names; a text has no format, a unit its own."""

    navn: str
    mappe: str
    beskrivelse: str
    dax: str
    format: str | None = None
    format_dax: str | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; without a source it holds the measures and nothing else."""

    navn: str
    kilde: str | None
    beskrivelse: str
    kolonner: Sequence[Column]
    measures: Sequence[Measure] = ()
    hierarki: Sequence[str] = ()
    is_hidden: bool = False
    is_calendar: bool = False


@dataclass(frozen=True, kw_only=True)
class Relationship:
    """Many rows of a table to one row of a dimension, by their columns' readable names."""

    fra: tuple[str, str]
    til: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class SemanticModel:
    """The whole model, the same for every source."""

    tabeller: Sequence[Table]
    relationer: Sequence[Relationship]
