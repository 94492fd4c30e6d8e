"""Statuses: what can be said of a goal, how it is shown, and which is worse."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, TypeVar

Group = TypeVar("Group")


class Look(NamedTuple):
    """How a status is shown; the symbol tells it apart where the colour cannot."""

    label: str
    colour: str
    symbol: str


class Status(StrEnum):
    """A goal's status, worst first; after the judged ones those that say neither good nor bad."""

    IKKE_NAAET = "ikke_naaet"
    BAGUD = "bagud"
    I_RISIKO = "i_risiko"
    PAA_SPORET = "paa_sporet"
    NAAET = "naaet"
    MANGLER_DATA = "mangler_data"
    BASELINE_OPBYGGES = "baseline_opbygges"
    IKKE_STARTET = "ikke_startet"
    INTET_MAAL = "intet_maal"

    @property
    def label(self) -> str:
        """Return the Danish name."""
        return _LOOKS[self].label

    @property
    def colour(self) -> str:
        """Return the colour, readable on white and on black and told apart by colour-blind eyes."""
        return _LOOKS[self].colour

    @property
    def symbol(self) -> str:
        """Return the character that stands for it."""
        return _LOOKS[self].symbol

    @property
    def rank(self) -> int:
        """Return its place in the order worst first, the neutral ones last."""
        return tuple(Status).index(self)

    @property
    def is_neutral(self) -> bool:
        """Tell whether it says neither good nor bad."""
        return self.rank > Status.NAAET.rank

    @property
    def is_bad(self) -> bool:
        """Tell whether somebody has to look at it."""
        return self.rank <= Status.I_RISIKO.rank

    def is_worse_than(self, other: "Status") -> bool:
        """Tell whether things got worse; from a neutral status only to a bad one."""
        if self.is_neutral:
            return False
        return self.is_bad if other.is_neutral else self.rank < other.rank


_LOOKS = {
    Status.IKKE_NAAET: Look("Ikke nået", "#E349C5", "✖"),
    Status.BAGUD: Look("Bagud", "#9A3F1A", "▼"),
    Status.I_RISIKO: Look("I risiko", "#B67E00", "◆"),
    Status.PAA_SPORET: Look("På sporet", "#3EA763", "▲"),
    Status.NAAET: Look("Nået", "#0168F9", "✔"),
    Status.MANGLER_DATA: Look("Mangler data", "#767676", "?"),
    Status.BASELINE_OPBYGGES: Look("Baseline under opbygning", "#767676", "◔"),
    Status.IKKE_STARTET: Look("Ikke startet", "#767676", "○"),
    Status.INTET_MAAL: Look("Intet mål", "#767676", "–"),
}


def worst(statuses: Iterable[Status]) -> Status:
    """Return the worst status; a neutral one only where nothing is judged, none where none is."""
    return min(statuses, key=lambda status: status.rank, default=Status.INTET_MAAL)


def count_by(pairs: Iterable[tuple[Group, Status]]) -> dict[Group, dict[Status, int]]:
    """Return how many there are of every status, zero included, in each group."""
    counted: dict[Group, Counter[Status]] = {}
    for group, status in pairs:
        counted.setdefault(group, Counter())[status] += 1
    return {group: {each: found[each] for each in Status} for group, found in counted.items()}
