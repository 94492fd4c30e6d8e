"""A publication as a value: its name, its content, and the JSON of manifest and pointer."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

MARTS_FOLDER = "marts"
ID_DIGITS = 12


class PublicationError(Exception):
    """A publication cannot be written or read; the text is a Danish sentence with the remedy."""


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicationFacts(_Document):
    """What a run knows of its publication beside the tables: dates, code and the run's id."""

    pr_dato: date
    publiceret: AwareDatetime
    datadatoer: Mapping[str, date | None]
    kode_version: str
    koersel: str


class PublishedFile(_Document):
    """One table's file: its name in the publication's folder, rows, bytes and sha256.

    ``indhold_sha256`` is that of the same file without the publication's name in it;
    publications of before it was kept have none.
    """

    fil: str
    raekker: int
    bytes: int
    sha256: str
    indhold_sha256: str | None = None


class PublicationName(NamedTuple):
    """What a publication is called, and its folder relative to the published folder."""

    publicering_id: str
    sti: str

    @classmethod
    def of(cls, facts: PublicationFacts, content: Mapping[str, str]) -> Self:
        """Name a publication by its content, the sha256 of each table.

        The name holds as-of date, code, data dates and tables, and neither time nor run, so the
        same content has the same name on every machine and no name can get another content.
        """
        known = facts.model_dump(mode="json", exclude={"publiceret", "koersel"})
        text = json.dumps({**known, "tabeller": dict(content)}, sort_keys=True)
        name = f"{facts.pr_dato}-{hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]}"
        return cls(name, f"{MARTS_FOLDER}/{name}")


class Publication(PublicationFacts):
    """A written publication; ``sti`` is its folder, relative to the published folder."""

    publicering_id: str
    sti: str
    tabeller: Mapping[str, PublishedFile]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a manifest or a pointer.

        Raises:
            FileNotFoundError: there is none.
            PublicationError: the file is not what a run wrote.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValidationError as error:
            msg = f"{path.name} i {path.parent} kan ikke læses; slet den, og kør natten igen"
            raise PublicationError(msg) from error

    def text(self) -> str:
        """Return the JSON that is written as manifest and as pointer."""
        return self.model_dump_json(indent=2) + "\n"

    @property
    def rows(self) -> dict[str, int]:
        """Return each table's number of rows."""
        return {name: file.raekker for name, file in self.tabeller.items()}

    def paths(self, root: Path) -> dict[str, Path]:
        """Return each table's file under the published folder."""
        return {name: root / self.sti / file.fil for name, file in self.tabeller.items()}
