"""Verdicts: what is said of a goal on a day, with every figure behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import percent


class ShownProgress(NamedTuple):
    """Progress as it is shown: within 0 and 1, and its text, which says so when it was clipped."""

    andel: Decimal
    tekst: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A goal's status with its reason and figures; a figure that is not known is None.

    ``basis`` is the baseline year's figure, so far while ``basis_er_foreloebig``;
    ``samme_dag_basis`` is the same up to this day of that year. ``fremdrift`` is
    ``(aktuel - basis) / (maaltal - basis)``, unrounded, and neither held above 0 nor below 1; no
    baseline is a baseline of zero when more is better. While the year is under way, a sum held
    against a whole baseline year has its ``prognose`` in the place of ``aktuel``. ``mangler`` is
    what the figure lacks; for a sum that can fall again, or must be low, what its forecast lacks.
    """

    status: Status
    reason: str
    basis: Decimal | None = None
    basis_er_foreloebig: bool = False
    aktuel: Decimal | None = None
    samme_dag_basis: Decimal | None = None
    maaltal: Decimal | None = None
    forventet_nu: Decimal | None = None
    prognose: Decimal | None = None
    prognose_fra: Decimal | None = None
    prognose_til: Decimal | None = None
    fremdrift: Decimal | None = None
    mangler: Decimal | None = None
    mangler_pr_maaned: Decimal | None = None
    maaneder_tilbage: int | None = None
    frist: date | None = None
    taeller: Decimal | None = None
    naevner: Decimal | None = None

    @property
    def shown_progress(self) -> ShownProgress | None:
        """Return the progress as it is shown, or None where there is none."""
        if self.fremdrift is None:
            return None
        shown = min(max(self.fremdrift, Decimal(0)), Decimal(1))
        text = percent(shown)
        if self.fremdrift != shown:
            text += f" (beregnet {percent(self.fremdrift)})"
        return ShownProgress(shown, text)
