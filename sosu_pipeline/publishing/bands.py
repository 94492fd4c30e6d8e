"""Bands: how far a figure may move from one publication to the next before it is warned of.

A share moves on a scale of one, and any other figure on its own size, or on that of the year
before, or of the goal's target, where that is larger: so a year's first days are no alarm. What is
hidden has no band.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Self

import duckdb

from sosu_pipeline.progress.evidence import Uncertainty, Unit
from sosu_pipeline.progress.words import distance, percent, sentence
from sosu_pipeline.publishing.moves import ZERO, Cause, Pair
from sosu_pipeline.warehouse.findings import Finding

TOLD: Final[Mapping[Cause, str]] = {
    Cause.DATA: "nye data flyttede tallet",
    Cause.RETTELSE: "rettelser af dage, der var talt, flyttede tallet",
}
ONE: Final = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Band:
    """A figure's band: what it is held against, and the shares of that; None is no limit."""

    skala: Decimal | None
    baand_nye_data: Decimal | None
    baand_rettelser: Decimal | None
    baand_mindst: Decimal | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return the band in a row."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    def warning_of(self, pair: Pair) -> str | None:
        """Return, in one Danish sentence, what moved a figure too far; None where nothing did."""
        told = list(self._broken_by(pair))
        return sentence(told) if told else None

    def _broken_by(self, pair: Pair) -> Iterator[str]:
        unit = Unit(pair.enhed or "")
        scale = ONE if unit.uncertainty is Uncertainty.ANDEL else self.skala
        if not scale:
            return
        shares = {Cause.DATA: self.baand_nye_data, Cause.RETTELSE: self.baand_rettelser}
        for cause, share in shares.items():
            moved = abs(pair.parts.get(cause, ZERO))
            if share is None or moved <= max(share * scale, self._always(unit)):
                continue
            limit = distance(Fraction(share * scale), unit).strip()
            of = "" if scale == ONE else f" ({percent(share)})"
            told = distance(Fraction(moved), unit).strip()
            yield f"{TOLD[cause]} {told}, mere end båndet på {limit}{of}"

    def _always(self, unit: Unit) -> Decimal:
        """Return how far a figure may always move: so many of what is counted."""
        return (self.baand_mindst or ZERO) if unit.only_adds_up else ZERO


def moves_within_bands(connection: duckdb.DuckDBPyConnection) -> Finding:
    """Find whether every figure moved within its band; the rows are of figures that are shown."""
    rows = connection.execute(
        "select skole, plan, navn, opdeling, aar, advarsel from marts.aendringer "
        "where advarsel is not null order by all"
    ).fetchall()
    names = ("skole", "plan", "navn", "opdeling", "aar", "advarsel")
    records = [dict(zip(names, row, strict=True)) for row in rows]
    if not records:
        return Finding(True, "alle tal flyttede sig inden for deres bånd")
    named = ", ".join(dict.fromkeys(str(each["navn"]) for each in records))
    return Finding(False, f"{len(records)} tal flyttede sig mere end deres bånd: {named}", records)
