"""The night that is computed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import dagster as dg
from pydantic import PrivateAttr

from sosu_pipeline.errors import UserError

TIME_ZONE = ZoneInfo("Europe/Copenhagen")


def today() -> date:
    """Return the date in Denmark now."""
    return datetime.now(TIME_ZONE).date()


class Night(dg.ConfigurableResource[None]):
    """The night that is computed: ``dato`` as ÅÅÅÅ-MM-DD, or the date in Denmark when empty.

    ``rettelse`` is why an earlier night's statuses may be corrected; without it they stand.
    """

    dato: str = ""
    rettelse: str = ""
    _as_of: date | None = PrivateAttr(default=None)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Settle the date once, so that a run over midnight has one date.

        Raises:
            UserError: the date is not written as ÅÅÅÅ-MM-DD.
        """
        del context
        try:
            self._as_of = date.fromisoformat(self.dato) if self.dato else today()
        except ValueError as error:
            msg = f"datoen {self.dato} kan ikke læses; skriv den som ÅÅÅÅ-MM-DD"
            raise UserError(msg) from error

    @property
    def correction(self) -> str | None:
        """Return why an earlier night may be corrected, or None where it may not."""
        return self.rettelse.strip() or None

    @property
    def as_of(self) -> date:
        """Return the run's as-of date."""
        return self._as_of or today()
