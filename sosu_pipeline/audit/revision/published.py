"""What the publication says of itself: its manifest, its tables, and what moved since the last."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sosu_pipeline.audit.revision.shown import Fact, MoveShown, TableShown
from sosu_pipeline.audit.tracing.page import NOTHING
from sosu_pipeline.audit.tracing.published import Publication
from sosu_pipeline.progress.evidence import Unit
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import amount, number

MOVES = "mart_aendringer"
MOVED = f"""
select
    art, navn, titel, opdeling, aar, enhed, foer, efter, heraf_data, heraf_rettelse, heraf_maal,
    heraf_definition, grund, status_foer, status_efter
from {MOVES}
order by
    er_forvaerret desc, array_position(['maal', 'maaltal', 'kpi'], art), navn, opdeling, aar desc
"""
CAUSES = {
    "heraf_data": "nye data",
    "heraf_rettelse": "rettede data",
    "heraf_maal": "ændret mål",
    "heraf_definition": "ændret definition",
}
KINDS = {"maal": "mål", "maaltal": "måltal", "kpi": "nøgletal"}


def show_manifest(publication: Publication) -> tuple[Fact, ...]:
    """Return what a publication is."""
    manifest = publication.manifest
    return (
        Fact("Publicering", publication.publicering_id),
        Fact("Pr. dato", f"{publication.pr_dato:%d-%m-%Y}"),
        Fact("Publiceret", str(manifest["publiceret"])),
        Fact("Kodens version", str(manifest["kode_version"])),
        Fact("Kørsel", str(manifest["koersel"])),
        Fact("Mappe", str(manifest["sti"])),
    )


def show_data_dates(publication: Publication) -> tuple[Fact, ...]:
    """Return the last day that each feed covers."""
    dates = publication.manifest["datadatoer"]
    return tuple(Fact(kilde, _danish(day)) for kilde, day in sorted(dates.items()))


def show_tables(publication: Publication) -> tuple[TableShown, ...]:
    """Return every table's file with its sums."""
    tables = publication.manifest["tabeller"]
    return tuple(
        TableShown(
            name, file["fil"], file["raekker"], file["sha256"], file["indhold_sha256"] or NOTHING
        )
        for name, file in sorted(tables.items())
    )


def show_moves(publication: Publication) -> tuple[MoveShown, ...] | None:
    """Return what moved since readers last looked; None where a publication does not tell."""
    if MOVES not in publication.manifest["tabeller"]:
        return None
    found = publication.tables.execute(MOVED)
    names = [name for name, *_ in found.description or ()]
    return tuple(_move(dict(zip(names, row, strict=True))) for row in found.fetchall())


def _move(row: Mapping[str, Any]) -> MoveShown:
    place = " · ".join(str(each) for each in (row["opdeling"], row["aar"]) if each)
    before, after = _end(row, "foer"), _end(row, "efter")
    return MoveShown(
        hvad=f"{KINDS.get(row['art'], row['art'])} {row['navn']}: {row['titel']}"
        + (f" ({place})" if place else ""),
        foer=before,
        efter=after,
        heraf="; ".join(_parts(row)) or NOTHING,
        grund=row["grund"] or NOTHING,
    )


def _end(row: Mapping[str, Any], end: str) -> str:
    value, status = row[end], row[f"status_{end}"]
    told = [_amount(value, row["enhed"])] if value is not None else []
    told += [Status(status).label] if status else []
    return ", ".join(told) or NOTHING


def _parts(row: Mapping[str, Any]) -> Iterator[str]:
    for name, cause in CAUSES.items():
        if row[name]:
            sign = "+" if row[name] > 0 else "−"
            yield f"{cause} {sign}{number(abs(row[name]), 4)}"


def _amount(value: Decimal, enhed: str | None) -> str:
    return amount(value, Unit(enhed)) if enhed else number(value, 2)


def _danish(day: str | None) -> str:
    return "-".join(reversed(day.split("-"))) if day else "aldrig modtaget"
