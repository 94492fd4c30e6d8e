"""The published contract: every table's grain and key, every column's type, unit and words.

It is made of the SQL files' headers and selects and of ``columns.csv``, where a name means the
same in every table. Documentation, tests and the Power BI model are made from it, and each
publication carries it as ``kontrakt.json``.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.publication import PublicationError
from sosu_pipeline.warehouse.models import Model, columns_selected, load_models

CONTRACT_FILE: Final = "kontrakt.json"
BUSINESS_KEY: Final = "forretningsnoegle"
DIMENSION, KEY_SUFFIX = "dim", "_noegle"
SQL_FOLDER: Final = Path(__file__).parents[2] / "assets" / "sql" / Layer.PUBLISHED
DATA_UNTIL, PUBLICATION_ID = "data_pr", "publicering_id"


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublishedColumn(_Document):
    """A column; ``sorter_efter`` is the column of its table that orders it where people read."""

    navn: str
    type: Literal["BIGINT", "DECIMAL(18,4)", "DATE", "TIMESTAMP", "VARCHAR", "BOOLEAN"]
    tekst: str
    enhed: str | None = None
    sorter_efter: str | None = None


class PublishedTable(_Document):
    """A table with its key and its columns in order."""

    navn: str
    titel: str
    beskrivelse: str
    grain: str
    noegle: tuple[str, ...]
    kolonner: tuple[PublishedColumn, ...]

    @property
    def art(self) -> str:
        """Return what kind of table it is: ``dim``, ``fakt``, ``bro`` or ``mart``."""
        return self.navn.partition("_")[0]

    @property
    def relationer(self) -> Mapping[str, str]:
        """Return each column that refers to a dimension, and the dimension."""
        names = (column.navn for column in self.kolonner if column.navn.endswith(KEY_SUFFIX))
        referred = {name: f"{DIMENSION}_{name.removesuffix(KEY_SUFFIX)}" for name in names}
        return {name: table for name, table in referred.items() if table != self.navn}

    def kolonne(self, navn: str) -> PublishedColumn:
        """Return a column by its name."""
        return next(column for column in self.kolonner if column.navn == navn)


class PublishedContract(_Document):
    """Every published table."""

    tabeller: tuple[PublishedTable, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the contract that a publication carries.

        Raises:
            FileNotFoundError: there is none.
            PublicationError: the file is not what a run wrote.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValidationError as error:
            msg = f"{path.name} i {path.parent} kan ikke læses; kør natten igen"
            raise PublicationError(msg) from error

    def text(self) -> str:
        """Return the JSON that stands in the publication's folder."""
        return self.model_dump_json(indent=2) + "\n"

    def tabel(self, navn: str) -> PublishedTable:
        """Return a table by its name.

        Raises:
            PublicationError: there is none of that name.
        """
        if navn not in self._by_name:
            msg = f"kontrakten har ingen tabel {navn}; publicér den, eller ret dens navn"
            raise PublicationError(msg)
        return self._by_name[navn]

    @cached_property
    def _by_name(self) -> Mapping[str, PublishedTable]:
        return {table.navn: table for table in self.tabeller}


def surrogate_of(table: str) -> str | None:
    """Return the name of a dimension's own key; other tables have none."""
    kind, _, name = table.partition("_")
    return f"{name}{KEY_SUFFIX}" if kind == DIMENSION else None


@cache
def declared_contract() -> PublishedContract:
    """Return the contract of the tables that the next publication will have."""
    return contract_of(load_models(SQL_FOLDER, Layer.PUBLISHED), SQL_FOLDER / "columns.csv")


def contract_of(models: Iterable[Model], columns_file: Path) -> PublishedContract:
    """Return the contract of the published models.

    Raises:
        PublicationError: a model yields a column that ``columns.csv`` does not describe.
    """
    known = _read_columns(columns_file)
    tables = [_table(model, known) for model in sorted(models, key=lambda model: model.name)]
    return PublishedContract(tabeller=tuple(tables))


def _table(model: Model, known: Mapping[str, PublishedColumn]) -> PublishedTable:
    names = columns_of(model)
    if unknown := [name for name in names if name not in known]:
        msg = f"{model.name}.sql: {', '.join(unknown)} is not in columns.csv; describe it there"
        raise PublicationError(msg)
    return PublishedTable(
        navn=model.name,
        titel=model.header["titel"],
        beskrivelse=model.header["beskrivelse"],
        grain=model.header["grain"],
        noegle=model.listed("noegle"),
        kolonner=tuple(_sorted_within(known[name], names) for name in names),
    )


def columns_of(model: Model) -> tuple[str, ...]:
    """Return a published table's columns: its own key first, data date and publication last."""
    selected = columns_selected(model)
    own = surrogate_of(model.name)
    first = [own] if own and own not in selected else []
    between = [name for name in selected if name != DATA_UNTIL]
    return (*first, *between, DATA_UNTIL, PUBLICATION_ID)


def _sorted_within(column: PublishedColumn, names: tuple[str, ...]) -> PublishedColumn:
    if column.sorter_efter in names:
        return column
    return column.model_copy(update={"sorter_efter": None})


def _read_columns(path: Path) -> dict[str, PublishedColumn]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    filled = ({name: text for name, text in row.items() if text} for row in rows)
    return {column.navn: column for column in map(PublishedColumn.model_validate, filled)}
