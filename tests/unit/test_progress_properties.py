"""What holds for every goal, whatever its figures are."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sosu_pipeline.declarations.goal import MeasuredGoal, Value
from sosu_pipeline.progress.series import Day
from sosu_pipeline.progress.status import Status
from tests.goals import absolute, better, growth, judged, level, monthly, on, relative, share, span

SUM = {"vaerdi": Value.SUM}
KINDS: dict[str, Callable[..., MeasuredGoal]] = {
    "relative": relative,
    "absolute": lambda **fields: absolute(**{"aendring": 20, **fields}),
    "level": level,
    "better": lambda **fields: better(**{**SUM, "basisaar": 2026, "fra_aar": 2027, **fields}),
    "growth": lambda **fields: growth(
        **{**SUM, "basisaar": 2026, "fra_aar": 2027, "til_aar": 2027, **fields}
    ),
    "range": lambda **fields: span(
        **{**SUM, "mindst": 100, "hoejst": 120, "fra_aar": 2027, "til_aar": 2027, **fields}
    ),
}
DOWN: dict[str, dict[str, Any]] = {
    "relative": {"aendring": Decimal("-0.25"), "retning": "ned"},
    "absolute": {"aendring": -20, "retning": "ned"},
    "level": {"maaltal": -110, "retning": "ned"},
    "better": {"retning": "ned"},
    "growth": {"retning": "ned"},
    "range": {"mindst": -120, "hoejst": -100, "retning": "ned"},
}
SCALED: dict[str, tuple[str, ...]] = {
    "absolute": ("aendring",),
    "level": ("maaltal",),
    "range": ("mindst", "hoejst"),
}
MONEY = st.lists(st.integers(-30, 60), min_size=12, max_size=12)
PEOPLE = st.lists(st.integers(0, 4), min_size=12, max_size=12)  # too few a day for a start day
PARTS = st.lists(st.integers(0, 10), min_size=4, max_size=4)
AS_OF = st.dates(date(2025, 12, 1), date(2028, 2, 1)).map(date.isoformat)
kinds = pytest.mark.parametrize("kind", KINDS)
many = settings(max_examples=60, deadline=None)


def known(days: Sequence[Day], as_of: str) -> list[Day]:
    return [day for day in days if day.dato <= date.fromisoformat(as_of)]


def two_years(baseline: Sequence[int], target: Sequence[int], as_of: str) -> list[Day]:
    return known([*monthly(2026, baseline), *monthly(2027, target)], as_of)


@kinds
@many
@given(years=st.tuples(PEOPLE, PEOPLE), as_of=AS_OF, more=st.integers(0, 4), money=st.booleans())
def test_more_is_never_worse_where_more_is_better(
    kind: str, years: tuple[list[int], list[int]], as_of: str, more: int, *, money: bool
) -> None:
    unit = "kr." if money else "personer"
    days = two_years(*years, as_of)
    extra = known([on("2027-02-15", more)], as_of)
    goal = KINDS[kind]()
    before = judged(goal, [*days, on("2027-02-15", 0)] if extra else days, as_of, unit=unit)
    after = judged(goal, [*days, *extra], as_of, unit=unit)
    assert after.status.is_neutral == before.status.is_neutral
    assert after.status.rank >= before.status.rank
    if before.prognose is not None and after.prognose is not None:
        assert after.prognose >= before.prognose
    if before.mangler is not None and after.mangler is not None:
        assert after.mangler <= before.mangler


@many
@given(baseline=PARTS, target=PARTS, as_of=AS_OF, at=st.integers(0, 3), down=st.booleans())
def test_one_more_in_a_share_is_never_worse_where_more_is_better(
    baseline: list[int], target: list[int], as_of: str, at: int, *, down: bool
) -> None:
    goal = better(basisaar=2026, fra_aar=2027, retning="ned" if down else "op")
    assume(target[at] < 10)
    verdicts = []
    for more in (0, 1):
        counts = [count + more * (index == at) for index, count in enumerate(target)]
        days = known([*monthly(2026, baseline, 10), *monthly(2027, counts, 10)], as_of)
        verdicts.append(judged(goal, days, as_of, unit="andel"))
    fewer, greater = verdicts
    worse, better_one = (greater, fewer) if down else (fewer, greater)
    assert better_one.status.rank >= worse.status.rank


@kinds
@many
@given(
    baseline=MONEY,
    target=MONEY,
    as_of=AS_OF,
    factor=st.sampled_from(["1000", "0.01", "100"]).map(Decimal),
)
def test_another_unit_of_money_changes_nothing_but_the_figures(
    kind: str, baseline: list[int], target: list[int], as_of: str, factor: Decimal
) -> None:
    days = two_years(baseline, target, as_of)
    goal = KINDS[kind]()
    scaled = goal.model_copy(
        update={field: Decimal(getattr(goal, field)) * factor for field in SCALED.get(kind, ())}
    )
    one = judged(goal, days, as_of, unit="kr.")
    other = judged(
        scaled, [Day(dato, taeller * factor) for dato, taeller, _ in days], as_of, unit="kr."
    )
    assert other.status is one.status
    assert other.fremdrift == one.fremdrift
    for field in ("basis", "aktuel", "maaltal"):
        mine, theirs = getattr(one, field), getattr(other, field)
        assert theirs == (None if mine is None else mine * factor)
    if one.prognose is not None and other.prognose is not None:
        assert float(other.prognose) == pytest.approx(float(one.prognose * factor))


@kinds
@many
@given(baseline=MONEY, target=MONEY, as_of=AS_OF)
def test_down_is_up_with_the_sign_changed(
    kind: str, baseline: list[int], target: list[int], as_of: str
) -> None:
    up = judged(KINDS[kind](), two_years(baseline, target, as_of), as_of, unit="kr.")
    days = [Day(dato, -taeller) for dato, taeller, _ in two_years(baseline, target, as_of)]
    down = judged(KINDS[kind](**DOWN[kind]), days, as_of, unit="kr.")
    assert down.status is up.status
    assert (down.mangler, down.mangler_pr_maaned) == (up.mangler, up.mangler_pr_maaned)
    if up.basis is not None:
        assert down.fremdrift == up.fremdrift
    if up.prognose is not None:
        assert down.prognose == -up.prognose


@many
@given(baseline=PARTS, target=PARTS, as_of=AS_OF)
def test_fewer_who_do_is_more_who_do_not(
    baseline: list[int], target: list[int], as_of: str
) -> None:
    days = known([*monthly(2026, baseline, 10), *monthly(2027, target, 10)], as_of)
    years = {"basisaar": 2026, "fra_aar": 2027}
    do = judged(better(**years), days, as_of, unit="andel")
    opposite = [on(dato.isoformat(), str(10 - taeller), 10) for dato, taeller, _ in days]
    do_not = judged(better(retning="ned", **years), opposite, as_of, unit="andel")
    assert do_not.status is do.status


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "better"])
@many
@given(baseline=st.lists(st.integers(1, 60), min_size=12, max_size=12), unit_of=st.integers(1, 9))
def test_at_the_target_is_met_and_one_short_is_not(
    kind: str, baseline: list[int], unit_of: int
) -> None:
    days = two_years(baseline, [], "2027-12-31")
    maaltal = judged(KINDS[kind](), days, "2027-12-31", unit="kr.").maaltal
    assert maaltal is not None
    hair = Decimal(unit_of).scaleb(-6)
    for amount, status in (
        (maaltal, Status.NAAET),
        (maaltal + hair, Status.NAAET),
        (maaltal - hair, Status.IKKE_NAAET),
    ):
        verdict = judged(KINDS[kind](), [*days, on("2027-05-01", str(amount))], "2027-12-31")
        assert verdict.status is status


@many
@given(counts=st.tuples(st.integers(0, 50), st.integers(1, 50)), times=st.integers(1, 7))
def test_level_with_the_baseline_is_never_better(counts: tuple[int, int], times: int) -> None:
    taeller, naevner = min(counts), counts[1]
    days = [on("2026-05-01", taeller, naevner), on("2027-05-01", taeller * times, naevner * times)]
    goal = better(basisaar=2026, fra_aar=2027)
    assert judged(goal, days, "2027-12-31", unit="andel").status is Status.IKKE_NAAET


@kinds
@many
@given(
    years=st.tuples(PEOPLE, PEOPLE),
    as_of=AS_OF,
    unit=st.sampled_from(["personer", "kr.", "årselever", "stk."]),
    draw=st.randoms(use_true_random=False),
)
def test_the_same_days_in_any_order_give_the_same_verdict_and_a_whole_sentence(
    kind: str, years: tuple[list[int], list[int]], as_of: str, unit: str, draw: Any
) -> None:
    days = two_years(*years, as_of)
    verdict = judged(KINDS[kind](), days, as_of, unit=unit)
    draw.shuffle(days)
    assert judged(KINDS[kind](), days, as_of, unit=unit) == verdict
    assert not verdict.reason[0].islower()
    assert verdict.reason.endswith(".")
    assert not verdict.reason.endswith("..")
    assert not any(word in verdict.reason for word in ("None", "Fraction", "Decimal", "ukendt"))


def strength(part: Fraction) -> list[Day]:
    """Return two years before and a target year with a part of what 2026 had, each in shares."""
    years = ((2025, Fraction(1)), (2026, Fraction(1)), (2027, part))
    return [
        on(f"{year}-{month:02}-01", str(round(40 * factor)), 100)
        for year, factor in years
        for month in range(1, 13)
    ]


JUDGED = {Status.NAAET, Status.PAA_SPORET, Status.I_RISIKO, Status.BAGUD, Status.IKKE_NAAET}
BEFORE = {Status.IKKE_STARTET, Status.MANGLER_DATA}
RATIO = {"vaerdi": Value.FORHOLD}
LIVES: dict[str, tuple[MeasuredGoal, str, set[Status]]] = {
    "relative": (relative(), "personer", JUDGED | BEFORE | {Status.BASELINE_OPBYGGES}),
    "relative share": (relative(**RATIO), "andel", JUDGED | BEFORE | {Status.BASELINE_OPBYGGES}),
    "absolute": (absolute(40), "personer", JUDGED | BEFORE | {Status.BASELINE_OPBYGGES}),
    "level": (level(500), "personer", JUDGED | BEFORE),
    "share": (share("0.42", fra_aar=2027), "andel", JUDGED | BEFORE),
    "range": (span(45, 50, fra_aar=2027, til_aar=2027), "stk.",
              (JUDGED | BEFORE) - {Status.I_RISIKO}),
    "better": (better(basisaar=2026, fra_aar=2027), "andel",
               JUDGED | BEFORE | {Status.BASELINE_OPBYGGES}),
    "growth": (growth(basisaar=2026, fra_aar=2027, til_aar=2027), "andel",
               JUDGED | BEFORE | {Status.BASELINE_OPBYGGES}),
}  # fmt: skip


@pytest.mark.parametrize("life", LIVES)
def test_every_goal_passes_through_every_status_it_can_have(life: str) -> None:
    goal, unit, expected = LIVES[life]
    seen = {
        judged(goal, known(strength(Fraction(part, 20)), as_of), as_of, unit=unit, **late).status
        for part in range(10, 31)
        for as_of in ("2025-06-20", "2026-06-20", "2027-06-20", "2027-11-20", "2027-12-31")
        for late in ({}, {"late_feeds": ("optagelser",)})
    }
    assert seen == expected
