"""What a chart says, in words: its title, its figures for those who do not see it, its gaps."""

from collections.abc import Iterator

from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import listed
from sosu_pipeline.publishing.scorecard.rows import GoalRow, YearRow
from sosu_pipeline.publishing.scorecard.trend import TrendFigures
from sosu_pipeline.publishing.scorecard.wording import HIDDEN, MISSING, day, interval, plain

SO_FAR = "hidtil"


def trend_title(goal: GoalRow) -> str:
    """Name a trend: the goal and its unit."""
    return f"{goal.titel}, udvikling ({goal.enhed})"


def trend_description(figures: TrendFigures, enhed: str) -> str:
    """Tell every figure of a trend in sentences."""
    return " ".join(_sentences(figures, enhed))


def gaps(years: tuple[YearRow, ...]) -> str:
    """Tell which years are hidden and why, and which have no figure; empty where all do."""
    hidden: dict[str, list[str]] = {}
    for year in years:
        if year.skjult_aarsag:
            hidden.setdefault(year.skjult_aarsag, []).append(str(year.aar))
    sentences = [f"{listed(each)} er {reason}." for reason, each in hidden.items()]
    missing = [str(year.aar) for year in years if year.vaerdi is None and not year.skjult_aarsag]
    if missing:
        sentences.append(f"Der er ingen tal for {listed(missing)}.")
    return " ".join(sentences)


def timeline_title(goal: GoalRow) -> str:
    """Name a milestone's timeline."""
    return f"{goal.titel}, tidslinje"


def timeline_description(goal: GoalRow, as_of: str) -> str:
    """Tell a milestone's deadline and status in sentences."""
    return f"Fristen er {day(goal.frist)}. Status {as_of} er {Status(goal.status).label}."


def _sentences(figures: TrendFigures, enhed: str) -> Iterator[str]:
    for year in figures.years:
        if year.vaerdi is None:
            yield f"{year.aar}: {HIDDEN if year.er_skjult else MISSING}."
        else:
            so_far = f" {SO_FAR}" if year.er_foreloebig else ""
            yield f"{year.aar}: {plain(year.vaerdi, enhed)}{so_far}."
    if figures.basis is not None:
        when = f" i {figures.basisaar}" if figures.basisaar else ""
        yield f"Baseline{when}: {plain(figures.basis, enhed)}."
    if figures.maaltal is not None:
        when = f" i {figures.maalaar}" if figures.maalaar else ""
        yield f"Mål{when}: {plain(figures.maaltal, enhed)}."
    if forecast := figures.forecast:
        ends = interval(forecast.fra, forecast.til, enhed)
        between = f", 95 %-interval {ends}" if ends else ""
        yield f"Prognose for {forecast.aar}: {plain(forecast.vaerdi, enhed)}{between}."
