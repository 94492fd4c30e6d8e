"""One goal as the page shows it: promise, figures, reason, chart and how it is measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import percent
from sosu_pipeline.publishing.scorecard import chart_words
from sosu_pipeline.publishing.scorecard.rows import BesideRow, GoalRow, VersionRow, YearRow
from sosu_pipeline.publishing.scorecard.timeline import Timeline, draw_timeline
from sosu_pipeline.publishing.scorecard.trend import (
    Forecast,
    Trend,
    TrendFigures,
    YearValue,
    draw_trend,
)
from sosu_pipeline.publishing.scorecard.wording import (
    HIDDEN,
    chart_text,
    chart_unit,
    day,
    interval,
    joined,
    plain,
    shown,
    told,
)

MILESTONE, NO_GOAL = "milepael", "intet"
SHARE = "andel"


class Figure(NamedTuple):
    """A named figure with what is told in small beside it; a word where there is no figure."""

    navn: str
    tekst: str
    note: str
    er_tal: bool


class Fact(NamedTuple):
    """A term and what it is."""

    navn: str
    tekst: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing with its words: for the eye ``trend`` or ``timeline``, for all the rest."""

    titel: str
    beskrivelse: str
    mangler: str
    enhed: str = ""
    trend: Trend | None = None
    timeline: Timeline | None = None


@dataclass(frozen=True, kw_only=True)
class GoalBasis:
    """What the publication has of one goal."""

    row: GoalRow
    years: tuple[YearRow, ...]
    versions: tuple[VersionRow, ...]
    beside: tuple[BesideRow, ...]
    as_of: date
    from_year: int


@dataclass(frozen=True, kw_only=True)
class GoalShown:
    """A goal on the page."""

    id: str
    maal: str
    titel: str
    status: Status
    loefte: str
    figures: tuple[Figure, ...]
    fremdrift: Decimal | None
    grund: str
    forklaring: str
    facts: tuple[Fact, ...]
    beside: tuple[Fact, ...]
    details: tuple[Fact, ...]
    chart: Chart | None


def goal_id(row: GoalRow) -> str:
    """Return the goal's place on the page."""
    return f"maal-{row.skole}-{row.plan}-{row.maal}"


def show_goal(basis: GoalBasis) -> GoalShown:
    """Return a goal as the page shows it."""
    row = basis.row
    reason = row.grund or (f"Tallene er {row.skjult_aarsag}." if row.skjult_aarsag else "")
    lead, _, rest = reason.partition("; ")
    return GoalShown(
        id=goal_id(row),
        maal=row.maal,
        titel=row.titel,
        status=Status(row.status),
        loefte="" if row.type == NO_GOAL else told(row.loefte),
        figures=tuple(_figures(row)) if row.enhed else (),
        fremdrift=_held(row.fremdrift),
        grund=f"{lead};" if rest else lead,
        forklaring=rest,
        facts=tuple(_facts(row)),
        beside=tuple(_beside(each) for each in basis.beside),
        details=tuple(_details(basis)),
        chart=_chart(basis),
    )


def _figures(row: GoalRow) -> Iterator[Figure]:
    of = partial(_figure, row)
    yield of("Baseline", row.basis, note="foreløbig" if row.basis_er_foreloebig else "")
    yield of("Tal", row.vaerdi, note=_parts(row))
    yield of("Mål", row.maaltal)
    yield of("Forventet nu", row.forventet_nu)
    ends = interval(row.prognose_fra, row.prognose_til, row.enhed or "")
    yield of("Prognose", row.prognose, note=ends)
    held = _held(row.fremdrift)
    unheld = held is not None and held != row.fremdrift
    text = shown(None, None, is_hidden=bool(row.skjult_aarsag)) if held is None else percent(held)
    note = f"beregnet {percent(row.fremdrift)}" if unheld and row.fremdrift is not None else ""
    yield Figure("Fremdrift", text, note, held is not None)


def _figure(row: GoalRow, navn: str, value: Decimal | None, *, note: str = "") -> Figure:
    text = shown(value, row.enhed, is_hidden=bool(row.skjult_aarsag))
    return Figure(navn, text, note if value is not None else "", value is not None)


def _parts(row: GoalRow) -> str:
    if row.enhed != SHARE or row.taeller is None or row.naevner is None:
        return ""
    return f"{plain(row.taeller, '')} af {plain(row.naevner, '')}"


def _held(fremdrift: Decimal | None) -> Decimal | None:
    return None if fremdrift is None else min(max(fremdrift, Decimal(0)), Decimal(1))


def _facts(row: GoalRow) -> Iterator[Fact]:
    if row.frist:
        yield Fact("Frist", day(row.frist))
    if row.datadato:
        yield Fact("Data pr.", day(row.datadato))
    if row.rettelse:
        yield Fact("Rettet", row.rettelse_grund or "uden angivet grund")


def _beside(row: BesideRow) -> Fact:
    name = joined((row.titel, str(row.aar or "")), " ")
    hidden = f"{HIDDEN}, {row.skjult_aarsag}" if row.skjult_aarsag else ""
    return Fact(name, hidden or shown(row.vaerdi, row.enhed, is_hidden=False))


def _details(basis: GoalBasis) -> Iterator[Fact]:
    row = basis.row
    texts = (
        ("Måling", row.maaling),
        ("Formel", row.formel),
        ("Kilder", row.kilder),
        ("Vilkår", row.vilkaar),
        ("Grænser", row.graenser),
    )
    yield from (Fact(name, told(text)) for name, text in texts if told(text))
    for version in basis.versions[1:]:
        when = f"fra {day(version.gyldig_fra)}" if version.gyldig_fra else "senere"
        text = joined((when, told(version.loefte), told(version.aarsag)), ": ")
        yield Fact("Ændret mål", text)


def _chart(basis: GoalBasis) -> Chart | None:
    row = basis.row
    if row.type == MILESTONE and row.frist:
        return Chart(
            titel=chart_words.timeline_title(row),
            beskrivelse=chart_words.timeline_description(row, day(basis.as_of)),
            mangler="",
            timeline=draw_timeline(
                frist=row.frist,
                as_of=basis.as_of,
                from_year=basis.from_year,
                is_met=Status(row.status) is Status.NAAET,
            ),
        )
    if not row.enhed or not basis.years:
        return None
    figures = _trend_figures(basis)
    return Chart(
        titel=chart_words.trend_title(row),
        beskrivelse=chart_words.trend_description(figures, row.enhed),
        mangler=chart_words.gaps(basis.years),
        enhed=chart_unit(row.enhed),
        trend=draw_trend(figures, partial(chart_text, enhed=row.enhed)),
    )


def _trend_figures(basis: GoalBasis) -> TrendFigures:
    row = basis.row
    current = next((each for each in basis.versions if each.er_gaeldende), None)
    years = tuple(
        YearValue(each.aar, each.vaerdi, bool(each.er_foreloebig), bool(each.skjult_aarsag))
        for each in basis.years
    )
    judged = years[-1].aar if years[-1].er_foreloebig else basis.as_of.year
    forecast = None
    if row.prognose is not None:
        forecast = Forecast(judged, row.prognose, row.prognose_fra, row.prognose_til)
    return TrendFigures(
        years=years,
        basis=row.basis,
        basisaar=current.basisaar if current else None,
        maaltal=row.maaltal,
        maalaar=current.maalaar if current else None,
        forecast=forecast,
    )
