"""Years: windows of twelve months that begin in a month the school chooses."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

DAY = timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True)
class Year:
    """The twelve months from the first of a month; named by the calendar year it begins in."""

    number: int
    starts_in: int = 1

    @classmethod
    def of(cls, day: date, starts_in: int = 1) -> Self:
        """Return the year a day lies in."""
        return cls(day.year - (day.month < starts_in), starts_in)

    def __str__(self) -> str:
        """Name the year, both calendar years where it lies in two."""
        return str(self.number) if self.starts_in == 1 else f"{self.number}/{self.number + 1}"

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.number, self.starts_in, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        return self.beside(self.number + 1).first - DAY

    def beside(self, number: int) -> "Year":
        """Return the year of that number which begins in the same month."""
        return Year(number, self.starts_in)

    def months(self) -> tuple[tuple[date, date], ...]:
        """Return the first and last day of each month."""
        firsts = [_month(self.first, ahead) for ahead in range(MONTHS + 1)]
        return tuple((firsts[i], firsts[i + 1] - DAY) for i in range(MONTHS))

    def months_left(self, day: date) -> int:
        """Return how many months have days after that one."""
        return sum(last > day for _, last in self.months())

    def months_begun(self, day: date) -> int:
        """Return how many months have begun by that day."""
        return sum(first <= day for first, _ in self.months())


def same_day(day: date, years: int) -> date:
    """Return the same day some years later; 28 February where there is no 29."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _month(first: date, ahead: int) -> date:
    years, month = divmod(first.month - 1 + ahead, MONTHS)
    return date(first.year + years, month + 1, 1)
