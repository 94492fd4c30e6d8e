"""Moves: a figure on two nights, how much each cause moved it, and the sentence that says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final

from sosu_pipeline.progress.evidence import Unit
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import amounts, distance, listed, sentence, written

ZERO: Final = Decimal(0)


class Cause(StrEnum):
    """What moves a figure or a status; ``tid`` moves a status while the figure stands."""

    DATA = "data"
    RETTELSE = "rettelse"
    MAAL = "maal"
    DEFINITION = "definition"
    TID = "tid"


STANDING: Final = {
    Cause.DATA: "der er kommet nye data",
    Cause.RETTELSE: "tidligere dage er rettet",
    Cause.MAAL: "målets ordlyd er ændret",
    Cause.DEFINITION: "nøgletallets definition er ændret",
    Cause.TID: "tiden er gået, og tallet er det samme",
}
"""Why a status moved though the figure did not."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One figure as readers saw it the night before and as they see it tonight.

    ``foer_til_datadato`` is the figure of the night before without days after ``foer_datadato``,
    ``genregnet`` the same days reckoned from tonight's data, and ``med_gammel_ordlyd`` all of
    tonight's data in the wording of the night before. ``er_omskrevet`` says that the wording of
    the night before is another now than it was then.
    """

    art: str
    enhed: str | None
    foer: Decimal | None
    efter: Decimal | None
    foer_til_datadato: Decimal | None
    genregnet: Decimal | None
    med_gammel_ordlyd: Decimal | None
    foer_datadato: date | None
    datadato: date | None
    er_ny_definition: bool
    er_ny_ordlyd: bool
    er_omskrevet: bool
    status_foer: str | None
    status_efter: str | None
    skjult_aarsag: str | None

    @property
    def has_moved(self) -> bool:
        """Tell whether the figure or the status is another."""
        return bool(self.difference) or self.status_foer != self.status_efter

    @property
    def difference(self) -> Decimal | None:
        """Return how far the figure moved; None where one of the two is not shown."""
        if self.foer is None or self.efter is None:
            return None
        return self.efter - self.foer

    @cached_property
    def parts(self) -> Mapping[Cause, Decimal]:
        """Return what each cause moved, which adds up to the difference; none where not known."""
        if self.foer is None or self.efter is None or self._is_between_hidden:
            return {}
        latest = self.efter if self.med_gammel_ordlyd is None else self.med_gammel_ordlyd
        before = self.foer if self.foer_til_datadato is None else self.foer_til_datadato
        again = before if self.genregnet is None else self.genregnet
        moved = dict.fromkeys((Cause.DATA, Cause.RETTELSE, Cause.MAAL, Cause.DEFINITION), ZERO)
        moved[Cause.DATA] = (latest - again) - (self.foer - before)
        moved[self._of_days_counted] += again - before
        moved[Cause.MAAL] += self.efter - latest
        return moved

    @property
    def cause(self) -> Cause | None:
        """Return what moved the most, or what moved the status; None where that is hidden."""
        if not self.difference:
            return self._of_the_status
        return max(self.parts, key=lambda cause: abs(self.parts[cause]), default=None)

    @property
    def is_worse(self) -> bool:
        """Tell whether the goal's status got worse."""
        if not self.status_foer or not self.status_efter:
            return False
        return Status(self.status_efter).is_worse_than(Status(self.status_foer))

    @property
    def reason(self) -> str:
        """Return why it moved, in one Danish sentence with its figures."""
        return sentence(self._told())

    @property
    def _is_between_hidden(self) -> bool:
        return self.skjult_aarsag is not None

    @property
    def _of_days_counted(self) -> Cause:
        """Return what moves days that were counted the night before already.

        Where both changed, a target is the wording's and a figure the definition's.
        """
        is_target_reworded = self.art == "maaltal" and self.er_omskrevet
        if self.er_ny_definition and not is_target_reworded:
            return Cause.DEFINITION
        return Cause.MAAL if self.er_omskrevet else Cause.RETTELSE

    @property
    def _of_the_status(self) -> Cause:
        if self.er_ny_ordlyd or self.er_omskrevet:
            return Cause.MAAL
        if self.er_ny_definition:
            return Cause.DEFINITION
        is_milestone = self.enhed is None
        return Cause.DATA if is_milestone and self.datadato != self.foer_datadato else Cause.TID

    def _told(self) -> Iterator[str]:
        if self.difference and self.foer is not None and self.efter is not None:
            yield f"{self._from_to(self.foer, self.efter)}: {self._of_parts()}"
        if self.status_foer != self.status_efter:
            yield f"status gik fra {_label(self.status_foer)} til {_label(self.status_efter)}"
            if not self.difference and not self.skjult_aarsag:
                yield STANDING[self._of_the_status]
        if self.skjult_aarsag and not self.difference:
            yield "tallene er skjult"

    def _from_to(self, foer: Decimal, efter: Decimal) -> str:
        ends = amounts((Fraction(foer), Fraction(efter)), self._unit)
        what = "målet gik " if self.art == "maaltal" else ""
        return f"{what}fra {ends[0].strip()} til {ends[1].strip()}"

    def _of_parts(self) -> str:
        told = [
            f"{self._named(cause)} gav {distance(Fraction(moved), self._unit).strip()} "
            f"{'mere' if moved > 0 else 'mindre'}"
            for cause, moved in self.parts.items()
            if moved
        ]
        return listed(told) if told else "hvad der flyttede det, er skjult"

    def _named(self, cause: Cause) -> str:
        day = written(self.foer_datadato) if self.foer_datadato else None
        match cause:
            case Cause.DATA:
                return f"nye data efter den {day}" if day else "nye data"
            case Cause.RETTELSE:
                return f"rettelser af dage til og med den {day}" if day else "rettelser"
            case Cause.DEFINITION:
                return "en ændret definition"
            case _:
                return "en ændret ordlyd af målet"

    @property
    def _unit(self) -> Unit:
        return Unit(self.enhed or "")


def _label(status: str | None) -> str:
    return Status(status).label if status else "ingen"
