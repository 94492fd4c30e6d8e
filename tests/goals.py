"""Goals and figures with defaults, so that a test of a verdict shows only what it is about."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sosu_pipeline.declarations.goal import (
    AbsoluteChange,
    BetterThanBaseline,
    Level,
    Measure,
    MeasuredGoal,
    Range,
    RelativeChange,
    Share,
    Value,
    YearlyGrowth,
)
from sosu_pipeline.progress.evidence import Evidence, Unit
from sosu_pipeline.progress.judging import judge
from sosu_pipeline.progress.series import Day, Series
from sosu_pipeline.progress.verdict import Verdict

Number = int | str


def on(dato: str, taeller: Number, naevner: Number | None = None) -> Day:
    return Day(
        date.fromisoformat(dato), Decimal(taeller), None if naevner is None else Decimal(naevner)
    )


def monthly(year: int, amounts: Iterable[Number], of: Number | None = None) -> list[Day]:
    """Return an amount on the first of each month, from January."""
    return [on(f"{year}-{month:02}-01", each, of) for month, each in enumerate(amounts, start=1)]


def steady(year: int) -> list[Day]:
    """Return ten a month: 120 in all, 60 by 30 June."""
    return monthly(year, [10] * 12)


def half_year(count: int) -> list[Day]:
    """Return a steady 2026, and as many in all in January to June of 2027."""
    each = count // 6
    return [*steady(2026), *monthly(2027, [*[each] * 5, count - 5 * each])]


def relative(aendring: str = "0.25", **fields: Any) -> RelativeChange:
    years = {"basisaar": 2026, "maalaar": 2027}
    change = Decimal(aendring)
    return RelativeChange(**_named("relativ", **{**years, "aendring": change, **fields}))


def absolute(aendring: int = 60, **fields: Any) -> AbsoluteChange:
    years = {"basisaar": 2026, "maalaar": 2027}
    return AbsoluteChange(**_named("absolut", **{**years, "aendring": aendring, **fields}))


def level(maaltal: Number = 110, **fields: Any) -> Level:
    years = {"fra_aar": 2027, "til_aar": 2027}
    return Level(**_named("niveau", **{**years, "maaltal": Decimal(maaltal), **fields}))


def share(maaltal: str = "0.25", **fields: Any) -> Share:
    years = {"fra_aar": 2026, "til_aar": 2027, "vaerdi": Value.FORHOLD}
    return Share(**_named("andel", **{**years, "maaltal": Decimal(maaltal), **fields}))


def span(mindst: int = 4, hoejst: int = 5, **fields: Any) -> Range:
    years = {"fra_aar": 2026, "til_aar": 2026, "vaerdi": Value.SENESTE}
    return Range(**_named("interval", **{**years, "mindst": mindst, "hoejst": hoejst, **fields}))


def better(**fields: Any) -> BetterThanBaseline:
    years = {"basisaar": 2025, "fra_aar": 2026, "til_aar": 2027, "vaerdi": Value.FORHOLD}
    return BetterThanBaseline(**_named("bedre_end_basis", **{**years, **fields}))


def growth(aarlig: str = "0.10", **fields: Any) -> YearlyGrowth:
    years = {"basisaar": 2025, "fra_aar": 2026, "til_aar": 2028, "vaerdi": Value.FORHOLD}
    return YearlyGrowth(**_named("vaekst", **{**years, "aarlig": Decimal(aarlig), **fields}))


def judged(
    goal: MeasuredGoal,
    days: Sequence[Day],
    as_of: str,
    *,
    unit: str = "personer",
    basis: Sequence[Day] | None = None,
    **fields: Any,
) -> Verdict:
    """Judge a goal whose data reach the day itself."""
    today = date.fromisoformat(as_of)
    known = {"data_date": today, "sources": ("optagelser",), **fields}
    return judge(
        goal,
        Evidence(
            as_of=today,
            series=Series(days),
            basis=None if basis is None else Series(basis),
            unit=Unit(unit),
            **known,
        ),
    )


def _named(kind: str, *, vaerdi: Value = Value.SUM, **fields: Any) -> dict[str, Any]:
    measure = Measure(kpi="kpi_optag", vaerdi=vaerdi)
    return {"type": kind, "id": "01-a", "titel": "Et mål", "maaling": measure, **fields}
