"""``sosu diff``: what moved between two nights, and what code, goals and declarations moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from assets.marts import KPIS
from sosu_pipeline.cli.recomputing import Aside, aside
from sosu_pipeline.declarations.kpi_shape import holders
from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.code_version import code_version, declarations_version
from sosu_pipeline.publishing.comparing import Compared, compare
from sosu_pipeline.publishing.folder import publications_as_of
from sosu_pipeline.publishing.moving import count_otherwise
from sosu_pipeline.resources import Deliveries
from sosu_pipeline.settings import Settings
from sosu_pipeline.warehouse.nights import ShownBy, keep_night, night_file, nights_kept, shown_by

UNKNOWN = "ukendt"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The words of the command line: two nights, or one whose code is asked for, and filters."""

    fra: date
    til: date | None = None
    kode: bool = False
    skole: str | None = None
    maal: str | None = None
    kpi: str | None = None
    forfra: bool = False

    @property
    def last(self) -> date:
        """Return the night that is computed last."""
        return self.til or self.fra


@dataclass(frozen=True, kw_only=True)
class Versions:
    """The versions of code and declarations, and the publication where there is one."""

    kode_version: str
    erklaeringer: str
    publicering_id: str | None


@dataclass(frozen=True, kw_only=True)
class Diff:
    """What moved between two nights, with all that must be said beside it.

    ``anderledes`` counts the figures and statuses of the last night that are others now than
    readers saw that night. ``sent_ankomne`` are the feeds of deliveries that are dated no later
    than the first night and came after it had been shown.
    """

    asked: Asked
    dengang: Versions
    nu: Versions
    anderledes: int
    sent_ankomne: Sequence[str]
    figures: Sequence[Compared]

    @property
    def moved(self) -> list[Compared]:
        """Return the figures that moved, goals first."""
        kinds = ("maal", "maaltal", "kpi")
        found = [each for each in self.figures if each.has_moved]
        return sorted(found, key=lambda each: kinds.index(each.row["art"]))

    @property
    def broken(self) -> list[Compared]:
        """Return the figures whose parts are not the whole."""
        return [each for each in self.figures if each.problem]


def find_diff(settings: Settings, asked: Asked) -> Diff:
    """Compute what is asked for aside, and return every figure it is about.

    Raises:
        UserError: readers were not shown one of the nights, or what is asked for does not exist.
        WarehouseBusyError: another process writes the warehouse.
    """
    archive = settings.archive_folder
    _check_nights(nights_kept(archive), asked)
    first, last = night_file(archive, asked.fra), night_file(archive, asked.last)
    deliveries = Deliveries.under(settings)
    _check_filters(deliveries, asked)
    now = Versions(
        kode_version=code_version(),
        erklaeringer=declarations_version(settings.data),
        publicering_id=None,
    )
    with aside(deliveries, from_archive=asked.forfra) as beside:
        figures = _compared(beside, asked, first, now)
        return Diff(
            asked=asked,
            dengang=_versions(beside, settings, asked.fra),
            nu=now,
            anderledes=count_otherwise(beside.connection, last),
            sent_ankomne=_late(deliveries, asked.fra, first) if asked.kode else (),
            figures=[each for each in figures if _is_wanted(each, asked)],
        )


def _compared(beside: Aside, asked: Asked, first: Path, now: Versions) -> list[Compared]:
    """Take the steps that are asked for; between two of them lies the first night as it is now."""
    if not asked.kode:
        return compare(data=beside.compute(asked.last, first))
    by_code = beside.compute(asked.fra, first)
    if asked.last == asked.fra:
        return compare(kode=by_code)
    again = ShownBy(kode_version=now.kode_version, erklaeringer=now.erklaeringer, publicering_id="")
    keep_night(beside.connection, beside.folder, asked.fra, again)
    return compare(
        kode=by_code, data=beside.compute(asked.last, night_file(beside.folder, asked.fra))
    )


def _check_nights(kept: Sequence[date], asked: Asked) -> None:
    if asked.last < asked.fra:
        msg = f"natten {asked.last} ligger før {asked.fra}; byt om på de to datoer"
        raise UserError(msg)
    if asked.last == asked.fra and not asked.kode:
        msg = f"skriv to forskellige nætter, eller sosu diff {asked.fra} --kode"
        raise UserError(msg)
    if not kept:
        msg = "læserne har ikke set nogen nat endnu; kør sosu run"
        raise UserError(msg)
    for night in (asked.fra, asked.last):
        if night not in kept:
            msg = f"natten {night} har læserne ikke set; {'; '.join(_nearest(kept, night))}"
            raise UserError(msg)


def _nearest(kept: Sequence[date], night: date) -> Iterator[str]:
    """Yield the kept nights on either side of a night that was not kept."""
    if earlier := [each for each in kept if each < night]:
        yield f"den nærmeste før er {earlier[-1]}"
    if later := [each for each in kept if each > night]:
        yield f"den nærmeste efter er {later[0]}"


def _check_filters(deliveries: Deliveries, asked: Asked) -> None:
    goals = {history.id for _, holder in holders(deliveries.catalog) for history in holder.maal}
    for what, named, known in (
        ("skolen", asked.skole, deliveries.schools(asked.last)),
        ("målet", asked.maal, goals),
        ("nøgletallet", asked.kpi, KPIS),
    ):
        if named is not None and named not in known:
            msg = f"{what} {named} findes ikke; der er {', '.join(sorted(known))}"
            raise UserError(msg)


def _is_wanted(figure: Compared, asked: Asked) -> bool:
    row, names = figure.row, {asked.maal, asked.kpi} - {None}
    of_school = asked.skole in {None, row["skole"]}
    return of_school and (not names or row["navn"] in names)


def _versions(beside: Aside, settings: Settings, night: date) -> Versions:
    """Return what a night was shown by; of before that was kept, what its publication says."""
    told = shown_by(beside.connection, night_file(settings.archive_folder, night))
    if told is not None:
        return Versions(**vars(told))
    for publication in publications_as_of(settings.published_folder, night):
        return Versions(
            kode_version=publication.kode_version,
            erklaeringer=UNKNOWN,
            publicering_id=publication.publicering_id,
        )
    return Versions(kode_version=UNKNOWN, erklaeringer=UNKNOWN, publicering_id=None)


def _late(deliveries: Deliveries, night: date, file: Path) -> tuple[str, ...]:
    """Return the feeds of deliveries that are dated within a night and came after it was kept."""
    kept = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    late = {
        entry.kilde
        for entry in deliveries.archive.entries()
        if entry.ankomst <= night and entry.set_tid > kept
    }
    return tuple(sorted(late))
