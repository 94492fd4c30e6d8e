"""Judgements: the rules that turn a case with figures into a status, and what it lacks."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from sosu_pipeline.declarations.goal import Direction, Value
from sosu_pipeline.progress.cases import Case
from sosu_pipeline.progress.comparisons import Comparison, compare
from sosu_pipeline.progress.forecasts import Forecast, forecast
from sosu_pipeline.progress.status import Status


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A case whose figure so far is ``actual``, judged by its end or, before that, its forecast."""

    case: Case
    actual: Fraction

    @cached_property
    def outlook(self) -> Forecast | None:
        """Return the forecast, or None once the year is complete."""
        return None if self.case.is_complete else forecast(self.case, self.actual)

    @cached_property
    def comparison(self) -> Comparison | None:
        """Return how the figure compares with what it is held against."""
        return compare(self.case, self.actual)

    @property
    def status(self) -> Status:
        """Return the status; a year that is not the goal's last one settles nothing for good."""
        case, outlook = self.case, self.outlook
        if outlook is None:
            if case.aim.is_met_by(self.actual):
                return Status.NAAET if case.is_final else Status.PAA_SPORET
            return Status.IKKE_NAAET if case.is_final else Status.BAGUD
        if self._is_reached_for_good:
            return Status.NAAET
        if case.aim.is_met_by(outlook.value):
            return Status.PAA_SPORET
        if outlook.interval is None or case.aim.target in outlook.interval:
            return Status.I_RISIKO
        return Status.BAGUD

    @property
    def climbs(self) -> bool:
        """Tell whether the figure only adds up, and towards the aim."""
        return self.case.only_adds_up and self.case.goal.retning is Direction.OP

    @property
    def lack(self) -> Fraction:
        """Return what is missing; by the forecast for a sum that can fall or must be low."""
        by_forecast = self.case.vaerdi is Value.SUM and not self.climbs
        value = self.outlook.value if self.outlook and by_forecast else self.actual
        return self.case.aim.lack(value)

    @property
    def months_left(self) -> int:
        """Return the months of the judged year in which something can still be done."""
        return self.case.year.months_left(self.case.evidence.as_of)

    @property
    def lack_a_month(self) -> Fraction | None:
        """Return what is missing for each month left; shares and levels do not add up by month."""
        if self.case.vaerdi is not Value.SUM or not self.months_left:
            return None
        return self.lack / self.months_left

    @property
    def progress(self) -> Fraction | None:
        """Return how much of the way is gone; None where there is no way or no known beginning.

        A sum of part of a year is no match for a whole baseline year, so its forecast is taken.
        """
        baseline = self.case.baseline
        if baseline is None and self.case.goal.retning is Direction.NED:
            return None
        start = (baseline and baseline.whole.value) or Fraction(0)
        way = self.case.aim.target - start
        value = self.actual
        if baseline and self.outlook and self.case.vaerdi is Value.SUM:
            value = self.outlook.value
        return (value - start) / way if way else None

    @property
    def _is_reached_for_good(self) -> bool:
        return self.climbs and self.case.is_final and self.case.aim.is_met_by(self.actual)
