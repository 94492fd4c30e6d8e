"""Cases: a goal laid beside its evidence, in the year that is judged."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from sosu_pipeline.declarations.goal import MeasuredGoal, Value
from sosu_pipeline.progress.aims import Aim, aim, baseline_year, first_year
from sosu_pipeline.progress.evidence import Evidence, Unit
from sosu_pipeline.progress.figures import Figure, read_figure
from sosu_pipeline.progress.series import Series
from sosu_pipeline.progress.years import Year, same_day


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The year a goal is held against; ``counted_to`` is the last day of it that has figures.

    ``name`` is the year, and that it is another measure where it is.
    """

    series: Series
    vaerdi: Value
    year: Year
    counted_to: date
    name: str

    @property
    def is_provisional(self) -> bool:
        """Tell whether the year is not complete in the data."""
        return self.counted_to < self.year.last

    @cached_property
    def whole(self) -> Figure:
        """Return the year's figure, so far where it is provisional."""
        return self.to(min(self.counted_to, self.year.last))

    def to(self, day: date) -> Figure:
        """Return the figure from the year's first day to another."""
        return read_figure(self.series, self.vaerdi, self.year.first, day)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A goal, its evidence, the last day that counts, and the year that is judged."""

    goal: MeasuredGoal
    evidence: Evidence
    day: date
    year: Year

    @property
    def unit(self) -> Unit:
        """Return the figure's unit."""
        return self.evidence.unit

    @property
    def vaerdi(self) -> Value:
        """Return how the measure becomes one value."""
        return self.goal.maaling.vaerdi

    @property
    def last_day(self) -> date:
        """Return the last day of the judged year that counts."""
        return min(self.day, self.year.last)

    @property
    def is_complete(self) -> bool:
        """Tell whether the judged year lies wholly within the data."""
        return self.day >= self.year.last

    @property
    def is_final(self) -> bool:
        """Tell whether the judged year is the goal's last."""
        return self.year.number == self.goal.last_year

    @property
    def is_begun(self) -> bool:
        """Tell whether the data reach the judged year."""
        return self.day >= self.year.first

    @property
    def deadline(self) -> date:
        """Return the last day of the goal's last year."""
        return self.year.beside(self.goal.last_year).last

    @cached_property
    def actual(self) -> Figure:
        """Return the judged year's figure to its last day that counts."""
        return self.to(self.last_day)

    def to(self, day: date) -> Figure:
        """Return the judged year's figure from its first day to another."""
        return read_figure(self.evidence.series, self.vaerdi, self.year.first, day)

    @cached_property
    def baseline(self) -> Baseline | None:
        """Return what the goal is held against; a plan for the whole year counts as it stands."""
        number = baseline_year(self.goal)
        if number is None:
            return None
        year, other = self.year.beside(number), self.evidence.basis
        return Baseline(
            series=self.evidence.series if other is None else other,
            vaerdi=self.vaerdi,
            year=year,
            counted_to=max(self.day, (other and other.last) or self.day),
            name=str(year) if other is None else f"grundlaget for {year}",
        )

    @cached_property
    def same_day_basis(self) -> Figure | None:
        """Return the baseline year's figure to the day that answers to the last one here."""
        if self.baseline is None:
            return None
        years = self.baseline.year.number - self.year.number
        return self.baseline.to(same_day(self.last_day, years))

    @cached_property
    def aim(self) -> Aim:
        """Return what the goal asks of the judged year."""
        base = self.baseline.whole.value if self.baseline else None
        return aim(self.goal, base or Fraction(0), self.year.number)

    @cached_property
    def only_adds_up(self) -> bool:
        """Tell whether the figure can never come back below what it is."""
        if self.vaerdi is not Value.SUM or not self.unit.only_adds_up:
            return False
        days = self.evidence.series.daily(self.year.first, self.last_day)
        return all(taeller >= 0 for _, taeller in days)


def case_of(goal: MeasuredGoal, evidence: Evidence, data_date: date) -> Case:
    """Return the case in the year to judge.

    That is the year under way, or the latest complete one where that has no figures yet; before
    the first year the first, and the last once it is over in the data.
    """
    day = min(evidence.as_of, data_date)
    current = Year.of(day, evidence.year_starts_in)
    case = Case(goal=goal, evidence=evidence, day=day, year=current)
    if day >= case.deadline:
        return _in_year(case, goal.last_year)
    if current.number < first_year(goal):
        return _in_year(case, first_year(goal))
    if case.actual.is_counted:
        return case
    earlier = (
        _in_year(case, number) for number in range(current.number - 1, first_year(goal) - 1, -1)
    )
    return next((each for each in earlier if each.actual.is_counted), case)


def _in_year(case: Case, number: int) -> Case:
    return Case(goal=case.goal, evidence=case.evidence, day=case.day, year=case.year.beside(number))
