"""The outcomes of a night's checks, kept beside the page for as long as the publication is.

A check says what is expected, of which table, how many values or rows were judged, how many did
not hold, and on which lines. A value is never in it; what a file's reading quotes of the file's own
headers is taken out, since a file without headers has a person's line in their place.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Record = Mapping[str, str | int | float | bool | None]
QUOTED = re.compile(r"'[^']*'")
UNQUOTED = "'…'"
READING = "raw"


@dataclass(frozen=True, kw_only=True)
class CheckOutcome:
    """One check: what it expects of an asset, whether it held, and the counts behind it."""

    asset: str
    kontrol: str
    forventning: str
    alvor: str
    blokerer: bool
    er_bestaaet: bool
    fund: str
    raekker: Sequence[Record]

    @property
    def lag(self) -> str:
        """Return the layer of the asset that is judged."""
        return self.asset.partition("/")[0]


def without_quotes(text: str) -> str:
    """Return a text without what it quotes."""
    return QUOTED.sub(UNQUOTED, text)


def cleaned(outcome: CheckOutcome) -> CheckOutcome:
    """Return an outcome without what it quotes of a file."""
    if outcome.lag != READING:
        return outcome
    rows = [
        {
            name: without_quotes(value) if isinstance(value, str) else value
            for name, value in row.items()
        }
        for row in outcome.raekker
    ]
    given = {**vars(outcome), "fund": without_quotes(outcome.fund), "raekker": rows}
    return CheckOutcome(**given)


def as_text(outcomes: Sequence[CheckOutcome]) -> str:
    """Return outcomes as the JSON that is kept."""
    rows = [asdict(each) for each in outcomes]
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n"


def from_text(text: str) -> list[CheckOutcome]:
    """Return the outcomes of a kept JSON."""
    rows: list[dict[str, Any]] = json.loads(text)
    return [CheckOutcome(**row) for row in rows]
