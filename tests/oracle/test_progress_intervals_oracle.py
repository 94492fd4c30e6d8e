"""Intervals against scipy and against the formulas as they stand in the books."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sosu_pipeline.progress.intervals import Scale, newcombe, poisson, wilson

SHARE, ANSWER = Scale(Fraction(0), Fraction(1)), Scale(Fraction(1), Fraction(5))


@settings(max_examples=100, deadline=None)
@given(mean=st.fractions(min_value=0, max_value=30_000, max_denominator=50))
def test_a_count_falls_between_the_quantiles_of_poisson(mean: Fraction) -> None:
    from scipy.stats import poisson as library  # noqa: PLC0415 - takes a second to import

    low, high = poisson(mean)
    assert low == min(library.ppf(0.025, float(mean)), mean)
    assert high == max(library.ppf(0.975, float(mean)), mean)


@settings(max_examples=100, deadline=None)
@given(n=st.integers(1, 5000), part=st.floats(0, 1))
def test_a_share_has_the_interval_of_wilson(n: int, part: float) -> None:
    from scipy.stats import binomtest  # noqa: PLC0415 - takes a second to import

    taeller = round(n * part)
    theirs = binomtest(taeller, n).proportion_ci(0.95, "wilson")
    ours = wilson(Fraction(taeller, n), Fraction(n), SHARE)
    assert [float(bound) for bound in ours] == pytest.approx([theirs.low, theirs.high], abs=1e-12)
    on_scale = wilson(1 + 4 * Fraction(taeller, n), Fraction(n), ANSWER)
    assert [float(bound) for bound in on_scale] == pytest.approx(
        [1 + 4 * theirs.low, 1 + 4 * theirs.high], abs=1e-11
    )


def test_a_share_beyond_its_scale_is_taken_at_its_end() -> None:
    assert wilson(Fraction(3, 2), Fraction(10), SHARE) == wilson(Fraction(1), Fraction(10), SHARE)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_a_difference_has_the_interval_newcombe_printed(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    p, q = Fraction(*one), Fraction(*other)
    of_p, of_q = wilson(p, Fraction(one[1]), SHARE), wilson(q, Fraction(other[1]), SHARE)
    assert [float(x) for x in newcombe(p, of_p, q, of_q)] == pytest.approx([low, high], abs=5e-5)
