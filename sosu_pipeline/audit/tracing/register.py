"""A milestone followed back to the lines of the school's register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sosu_pipeline.audit.tracing.lineage import NUMBER
from sosu_pipeline.audit.tracing.tables import FILES, ROOM, TracedTables
from sosu_pipeline.declarations.goal import Milestone


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One line of the register: the milestone's state and where it stands."""

    milepael: str
    status: str | None
    frist: date | None
    opnaaet_dato: date | None
    er_dokumenteret: bool
    filnavn: str
    linje: int
    sha256: str
    levering: str


@dataclass(frozen=True)
class Milepael:
    """A milestone with its lines; none where the register does not name it."""

    maal: str
    titel: str
    frist: date | None
    linjer: Sequence[RegisterLine]


def follow_milestone(tables: TracedTables, skole: str, goal: Milestone) -> Milepael:
    """Return a milestone's lines in the register as of the warehouse's date."""
    rows = tables.connection.execute(
        f"select milepael, status, frist, opnaaet_dato, dokumentation is not null, "
        f"filer.filnavn, linjer.{NUMBER} & ((1::bigint << {ROOM}) - 1), filer.fil, "
        "filer.levering "
        f"from {tables.copy('staging.milepaele')} as linjer "
        f"inner join {FILES} as filer on linjer.{NUMBER} >> {ROOM} = fil_nr "
        "where linjer.skole = ? and maal = ? order by milepael",
        [skole, goal.id],
    ).fetchall()
    names = RegisterLine.__dataclass_fields__
    lines = [RegisterLine(**dict(zip(names, row, strict=True))) for row in rows]
    return Milepael(goal.id, goal.titel, goal.frist, lines)
