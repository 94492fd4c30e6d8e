"""Why one pupil counts or does not: every row, reason, unit and refused line of a pseudonym."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sosu_pipeline.audit.tracing.lineage import NUMBER, TRACE
from sosu_pipeline.audit.tracing.stages import REASON
from sosu_pipeline.audit.tracing.tables import FILES, ROOM, TracedTables
from sosu_pipeline.errors import UserError
from sosu_pipeline.naming import VERSIONS_SUFFIX
from sosu_pipeline.warehouse.as_of import PERSONS
from sosu_pipeline.warehouse.kpi import basis_of
from sosu_pipeline.warehouse.tables import QUARANTINE

PSEUDONYM: Final = re.compile(r"p[a-p]{24}")
PERSON = "person"
COUNTS = "tæller"


@dataclass(frozen=True, kw_only=True)
class PupilRow:
    """One row of a pupil in an entity mart: its key, the verdict by each reason, and its lines."""

    tabel: str
    raekke: str
    grunde: tuple[tuple[str, str], ...]
    linjer: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pupil:
    """All that the warehouse holds of a pupil."""

    person: str
    raekker: Sequence[PupilRow]
    enheder: Sequence[tuple[str, str, str]]
    karantaene: Sequence[tuple[str, str, int, str]]
    erstattet: Sequence[tuple[str, int]]

    @property
    def is_known(self) -> bool:
        """Tell whether anything is held of the pupil."""
        return bool(self.raekker or self.karantaene or self.erstattet)


def read_pseudonym(text: str) -> str:
    """Read a pseudonym; what is not one is never repeated, since it could be a CPR number.

    Raises:
        UserError: it is not a pseudonym.
    """
    if not PSEUDONYM.fullmatch(text):
        msg = (
            "det er ikke et pseudonym; skriv p og 24 bogstaver, som de står i lageret og i "
            "sosu trace, aldrig et CPR-nummer eller et navn"
        )
        raise UserError(msg)
    return text


def follow_pupil(tables: TracedTables, person: str, feeds_of: Sequence[str]) -> Pupil:
    """Return everything held of a pupil, under the number the pupil has now."""
    now = tables.connection.execute(
        f"select person_nu from {PERSONS} where person = ?", [person]
    ).fetchall()
    today = now[0][0] if now else person
    entities = [model for model in tables.models.values() if not model.is_kpi]
    rows = [row for model in entities for row in _rows(tables, model.table, today)]
    return Pupil(
        person=today,
        raekker=rows,
        enheder=list(_units(tables, today)),
        karantaene=_quarantined(tables, {person, today}),
        erstattet=list(_replaced(tables, feeds_of, {person, today})),
    )


def _rows(tables: TracedTables, table: str, person: str) -> Iterator[PupilRow]:
    connection = tables.connection
    described = connection.execute(f"describe {table}").fetchall()
    columns = [name for name, *_ in described]
    if PERSON not in columns:
        return
    reasons = [name for name in columns if REASON in name]
    key = [name for name in tables.models[table].listed("noegle") if name not in {"skole", PERSON}]
    shown = ", ".join(f"{name}::varchar" for name in key) or "null"
    told = "".join(f", {name}" for name in reasons)
    found = connection.execute(
        f"select concat_ws(' · ', {shown}), {TRACE}{told} from {tables.copy(table)} "
        f"where {PERSON} = ? order by {NUMBER}",
        [person],
    ).fetchall()
    for raekke, numbers, *verdicts in found:
        named = zip(reasons, verdicts, strict=True)
        grunde = tuple((name, verdict or COUNTS) for name, verdict in named)
        lines = tuple(_place(tables, number) for number in sorted(numbers))
        yield PupilRow(tabel=table, raekke=raekke, grunde=grunde, linjer=lines)


def _place(tables: TracedTables, number: int) -> str:
    ((name,),) = tables.connection.execute(
        f"select filnavn from {FILES} where fil_nr = ?", [number >> ROOM]
    ).fetchall()
    return f"{name}, linje {number & ((1 << ROOM) - 1)}"


def _units(tables: TracedTables, person: str) -> Iterator[tuple[str, str, str]]:
    """Yield each KPI that counts the pupil: its name, the days, and what is added up."""
    for model in tables.models.values():
        if not model.is_kpi or not model.counts_people:
            continue
        rows = tables.connection.execute(
            f"select dato, sum(taeller), sum(naevner) from ({basis_of(model)}) "
            f"where {PERSON} = ? group by dato order by dato",
            [person],
        ).fetchall()
        for dato, taeller, naevner in rows:
            shown = f"{taeller:f}" if naevner is None else f"{taeller:f} / {naevner:f}"
            yield model.name, f"{dato:%d-%m-%Y}", shown


def _quarantined(tables: TracedTables, persons: set[str]) -> list[tuple[str, str, int, str]]:
    return tables.connection.execute(
        f"select distinct k.kilde, filnavn, linje, k.regel from {QUARANTINE} as k "
        f"inner join {FILES} using (levering, fil) "
        f"where list_contains(?, {PERSON}) order by all",
        [sorted(persons)],
    ).fetchall()


def _replaced(
    tables: TracedTables, feeds: Sequence[str], persons: set[str]
) -> Iterator[tuple[str, int]]:
    """Yield how many lines of the pupil a later delivery has replaced, feed by feed."""
    for kilde in feeds:
        every, current = (
            tables.connection.execute(
                f"select count(*) from {table} where list_contains(?, {PERSON})", [sorted(persons)]
            ).fetchall()[0]
            for table in (f"staging.{kilde}{VERSIONS_SUFFIX}", f"staging.{kilde}")
        )
        if every[0] > current[0]:
            yield kilde, every[0] - current[0]
