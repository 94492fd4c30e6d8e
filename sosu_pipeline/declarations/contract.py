"""A source contract: what a feed's files look like, and what their lines must hold."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from sosu_pipeline.declarations.model import Declaration, Name, Place, broken_rule
from sosu_pipeline.naming import header_key


class DeliveryKind(StrEnum):
    """How a later delivery relates to the earlier ones."""

    SNAPSHOT = "snapshot"
    UPSERT = "upsert"
    APPEND = "append"


LINE_BANDS = {
    DeliveryKind.SNAPSHOT: (0.5, 3.0),
    DeliveryKind.UPSERT: (0.02, 50.0),
    DeliveryKind.APPEND: (0.02, 50.0),
}


class ColumnType(StrEnum):
    """What the text of a column is read as."""

    TEKST = "tekst"
    HELTAL = "heltal"
    DECIMAL = "decimal"
    DATO = "dato"
    JA_NEJ = "ja_nej"
    CPR = "cpr"
    PERSON = "person"
    RESPONDENT = "respondent"


IDENTITY_TYPES = frozenset({ColumnType.CPR, ColumnType.PERSON, ColumnType.RESPONDENT})


class Severity(StrEnum):
    """What a broken rule does: refuse the line, or only tell."""

    BLOKER = "bloker"
    ADVAR = "advar"


class RuleKind(StrEnum):
    """Relations between columns that a contract can state."""

    FOER_ELLER_LIG = "foer_eller_lig"


class Column(Declaration):
    """One column of a contract.

    ``navn`` is the column in the tables, ``overskrift`` the header in the file. ``er_paakraevet``
    columns must be in the file; ``er_udfyldt`` columns must have a value on every line.
    ``alvor`` decides whether a value that breaks a rule refuses the line (``bloker``) or is
    emptied and told (``advar``). ``er_udeladt`` columns never leave the file (names);
    ``er_fritekst`` columns hold whatever a person wrote. ``vaerdier`` is a vocabulary that the
    marts name, ``kodeliste`` one that the school edits; ``synonymer`` are other spellings, each
    with its value, and a synonym of nothing is a blank. The whole value meets ``moenster``.
    ``standard`` is the value of every line where the file lacks the column. ``tidligst`` and
    ``senest`` bound dates, ``mindst`` and ``hoejst`` numbers.
    """

    navn: Name
    overskrift: str
    beskrivelse: str
    type: ColumnType = ColumnType.TEKST
    aliaser: tuple[str, ...] = ()
    er_paakraevet: bool = False
    er_udfyldt: bool = False
    er_udeladt: bool = False
    er_fritekst: bool = False
    enhed: str | None = None
    vaerdier: tuple[str, ...] = ()
    kodeliste: Name | None = None
    synonymer: dict[str, str] = Field(default_factory=dict)
    moenster: str | None = None
    mindst: float | None = None
    hoejst: float | None = None
    tidligst: date = date(1990, 1, 1)
    senest: date = date(2100, 12, 31)
    standard: str | None = None
    alvor: Severity = Severity.BLOKER

    @cached_property
    def header_keys(self) -> frozenset[str]:
        """Return every folded header this column answers to."""
        return frozenset(header_key(name) for name in (self.overskrift, *self.aliaser))

    @property
    def is_identity(self) -> bool:
        """Tell whether the column is pseudonymised at the door."""
        return self.type in IDENTITY_TYPES

    @model_validator(mode="after")
    def _one_vocabulary(self) -> Self:
        if self.vaerdier and self.kodeliste:
            problem = f"kolonnen {self.navn} har både vaerdier og kodeliste"
            raise broken_rule(place=("kodeliste",), problem=problem, remedy="behold én af dem")
        return self

    @model_validator(mode="after")
    def _pattern_compiles(self) -> Self:
        try:
            re.compile(self.moenster or "")
        except re.error as error:
            problem = f"mønsteret for {self.navn} er ikke et regulært udtryk"
            raise broken_rule(place=("moenster",), problem=problem, remedy="ret det") from error
        return self


class Relation(Declaration):
    """A rule between two columns: ``kolonner[0]`` is no later than ``kolonner[1]``."""

    regel: Name
    type: RuleKind
    kolonner: tuple[Name, Name]
    tekst: str
    middel: str
    alvor: Severity = Severity.BLOKER


class Contract(Declaration):
    """One feed: files, grain, key, delivery kind, columns and rules.

    ``erstatter_spaend`` names the date whose span in a delivery is replaced by it. ``datadato``
    names the date whose latest value, no later than the arrival, says how far the feed reaches;
    without it a delivery reaches to its arrival. ``afvis_over_andel`` is the share of refused
    lines that refuses the delivery, ``linjer_mindst_andel`` and ``linjer_hoejst_andel`` the band
    of its size against the last one. ``ark`` is the sheet to read where a workbook has several.
    """

    kilde: Name
    titel: str
    beskrivelse: str
    rapport: str
    ejer: str
    grain: str
    version: int = Field(ge=1)
    levering: DeliveryKind
    noegle: tuple[Name, ...] = Field(min_length=1)
    erstatter_spaend: Name | None = None
    datadato: Name | None = None
    afvis_over_andel: float = Field(default=0.05, ge=0, le=1)
    max_alder_dage: int = Field(default=45, ge=1)
    linjer_mindst_andel: float | None = Field(default=None, ge=0)
    linjer_hoejst_andel: float | None = Field(default=None, gt=0)
    ark: str | None = None
    kolonner: tuple[Column, ...] = Field(min_length=1)
    relationer: tuple[Relation, ...] = ()

    @property
    def line_band(self) -> tuple[float, float]:
        """Return how many lines a delivery may have, as shares of the last one's.

        A snapshot holds everybody each time; the others hold what has happened since.
        """
        low, high = LINE_BANDS[self.levering]
        return (
            low if self.linjer_mindst_andel is None else self.linjer_mindst_andel,
            high if self.linjer_hoejst_andel is None else self.linjer_hoejst_andel,
        )

    @property
    def kept(self) -> tuple[Column, ...]:
        """Return the columns that reach raw: all but those left in the file."""
        return tuple(column for column in self.kolonner if not column.er_udeladt)

    @property
    def person(self) -> Column | None:
        """Return the column that identifies a pupil across feeds (a respondent does not)."""
        kinds = {ColumnType.CPR, ColumnType.PERSON}
        return next((column for column in self.kolonner if column.type in kinds), None)

    def column(self, navn: str) -> Column:
        """Return the column of that name; ``KeyError`` when there is none."""
        return self._by_name[navn]

    def with_columns(self, changes: Mapping[str, Mapping[str, object]]) -> Self:
        """Return the contract with other values in fields of its columns, by column name.

        Raises:
            pydantic.ValidationError: the result breaks a rule of contracts.
        """
        columns = [each.model_dump() | dict(changes.get(each.navn, {})) for each in self.kolonner]
        return type(self).model_validate(self.model_dump() | {"kolonner": columns})

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.navn: column for column in self.kolonner}

    @model_validator(mode="after")
    def _columns_have_a_name_each(self) -> Self:
        names = [column.navn for column in self.kolonner]
        for number, name in enumerate(names):
            if name in names[:number]:
                problem = f"to kolonner hedder {name}"
                place = ("kolonner", number, "navn")
                raise broken_rule(place=place, problem=problem, remedy="giv dem hver sit navn")
        return self

    @model_validator(mode="after")
    def _named_columns_exist(self) -> Self:
        kept = [column.navn for column in self.kept]
        for place, name in self._named_columns():
            if name not in kept:
                problem = f"ukendt kolonne {name}"
                raise broken_rule(
                    place=place, problem=problem, remedy=f"brug en af {', '.join(kept)}"
                )
        return self

    @model_validator(mode="after")
    def _headers_are_unambiguous(self) -> Self:
        seen: dict[str, str] = {}
        for number, column in enumerate(self.kolonner):
            for header in (column.overskrift, *column.aliaser):
                owner = seen.setdefault(header_key(header), column.navn)
                if owner != column.navn:
                    problem = f"overskriften {header} peger på både {owner} og {column.navn}"
                    field = "aliaser" if header in column.aliaser else "overskrift"
                    place = ("kolonner", number, field)
                    raise broken_rule(place=place, problem=problem, remedy="ret den ene")
        return self

    def _named_columns(self) -> Iterator[tuple[Place, str]]:
        yield from ((("noegle", number), name) for number, name in enumerate(self.noegle))
        for field in ("erstatter_spaend", "datadato"):
            if name := getattr(self, field):
                yield (field,), name
        for number, relation in enumerate(self.relationer):
            for side, name in enumerate(relation.kolonner):
                yield ("relationer", number, "kolonner", side), name
