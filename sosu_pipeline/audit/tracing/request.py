"""The words that a trace is asked for with, as the command line takes them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sosu_pipeline.declarations.school import Settings
from sosu_pipeline.errors import UserError
from sosu_pipeline.progress.years import Year


@dataclass(frozen=True, kw_only=True)
class Request:
    """The words of the command line; ``hvad`` is a goal's id or a KPI's name."""

    hvad: str | None = None
    aar: int | None = None
    maaned: str | None = None
    uddannelse: str | None = None
    uddannelsesdel: str | None = None
    afdeling: str | None = None
    opdeling: str | None = None
    skole: str | None = None
    plan: str | None = None
    elev: str | None = None

    @property
    def target(self) -> str:
        """Return what is asked for in one line, for the log."""
        given = {name: value for name, value in vars(self).items() if value is not None}
        named = given.pop("hvad", None)
        told = [f"{name}={value}" for name, value in given.items()]
        return " ".join([*([named] if named else []), *told])


def period_of(request: Request, settings: Settings, as_of: date) -> tuple[Year, date, date]:
    """Return the year that is asked for, with the first and the last day.

    Raises:
        UserError: the month cannot be read.
    """
    starts_in = settings.aar_begynder_maaned
    if request.maaned:
        try:
            first = date.fromisoformat(f"{request.maaned}-01")
        except ValueError as error:
            msg = "måneden kan ikke læses; skriv --maaned ÅÅÅÅ-MM"
            raise UserError(msg) from error
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return Year.of(first, starts_in), first, last
    year = Year(request.aar, starts_in) if request.aar else Year.of(as_of, starts_in)
    return year, year.first, year.last
