"""What is said of a file: refusals, notes and the rules a single line can break, in Danish."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sosu_pipeline.errors import UserError


class FileRule(StrEnum):
    """The rules of a file's shape; breaking one refuses the delivery."""

    TOM_FIL = "tom_fil"
    KUN_OVERSKRIFT = "kun_overskrift"
    INGEN_OVERSKRIFT = "ingen_overskrift"
    DOBBELT_OVERSKRIFT = "dobbelt_overskrift"
    MANGLENDE_KOLONNE = "manglende_kolonne"
    FORKERT_FORMAT = "forkert_format"
    ADGANGSKODE = "adgangskode"
    AFKORTET_XLSX = "afkortet_xlsx"
    FLERE_ARK = "flere_ark"
    MANGLENDE_ARK = "manglende_ark"
    LIGNER_CPR = "ligner_cpr"


class NoteRule(StrEnum):
    """What is told of a file that is read all the same."""

    EKSTRA_KOLONNE = "ekstra_kolonne"
    FRAVAERENDE_KOLONNE = "fravaerende_kolonne"
    VALGT_ARK = "valgt_ark"


class LineRule(StrEnum):
    """The rules of a line's shape; breaking one refuses the line."""

    FOR_MANGE_FELTER = "for_mange_felter"
    FOR_FAA_FELTER = "for_faa_felter"
    UAFSLUTTET_CITAT = "uafsluttet_citat"
    NUL_BYTE = "nul_byte"
    BLANDET_KODNING = "blandet_kodning"


SHIFTING_RULES = (LineRule.FOR_MANGE_FELTER, LineRule.FOR_FAA_FELTER, LineRule.UAFSLUTTET_CITAT)
"""Lines whose cells may stand in another column than their own, so that none can be trusted."""

_NEW_EXPORT = "ret linjen i kildesystemet, og bed om en ny udskrift"
_LINE_RULES: Mapping[LineRule, tuple[str, str]] = {
    LineRule.FOR_MANGE_FELTER: (
        "linjen har flere felter end overskriften",
        "sæt citationstegn om feltet med skilletegnet i, og bed om en ny udskrift",
    ),
    LineRule.FOR_FAA_FELTER: ("linjen har færre felter end overskriften", _NEW_EXPORT),
    LineRule.UAFSLUTTET_CITAT: (
        "linjen har et citationstegn, der ikke bliver afsluttet",
        "fjern eller fordobl citationstegnet, og bed om en ny udskrift",
    ),
    LineRule.NUL_BYTE: ("linjen har NUL-tegn (ødelagte data)", _NEW_EXPORT),
    LineRule.BLANDET_KODNING: (
        "linjen er skrevet i en anden tegnkodning end resten af filen",
        "gem hele filen i én kodning, helst UTF-8",
    ),
}


class DeliveryRefused(UserError):  # noqa: N818 - an outcome that the night goes on from
    """A file whose shape cannot be read; ``linje`` is its physical line, where one is at fault."""

    def __init__(self, regel: FileRule, tekst: str, middel: str, linje: int | None = None) -> None:
        """Build the sentence from its parts."""
        super().__init__(f"{tekst}; {middel}")
        self.regel, self.tekst, self.middel, self.linje = regel, tekst, middel, linje

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to build it again in another process."""
        return type(self), (self.regel, self.tekst, self.middel, self.linje)


@dataclass(frozen=True)
class Note:
    """Something told of a file that is read all the same."""

    regel: NoteRule
    tekst: str
    middel: str


@dataclass(frozen=True)
class Subject:
    """The file a sentence is about, and the feed whose contract it is read by.

    Names of files, headers and sheets stand in the sentences, so every sentence passes ``mask``.
    """

    fil: str
    kilde: str | None
    mask: Callable[[str], str]

    @property
    def contract_file(self) -> str:
        """Return where the contract stands; any contract when there is none."""
        return f"data/kilder/{self.kilde or '<kilde>'}.yaml"

    def refuse(
        self, regel: FileRule, problem: str, middel: str, *, linje: int | None = None
    ) -> DeliveryRefused:
        """Return the refusal to raise."""
        place = f"{self.fil}, linje {linje}" if linje else self.fil
        return DeliveryRefused(regel, self._sentence(place, problem), self.mask(middel), linje)

    def note(self, regel: NoteRule, problem: str, middel: str) -> Note:
        """Return something to tell."""
        return Note(regel, self._sentence(self.fil, problem), self.mask(middel))

    def _sentence(self, place: str, problem: str) -> str:
        contract = f" ({self.contract_file})" if self.kilde else ""
        return self.mask(f"{place}: {problem}{contract}")


def describe_rules() -> Mapping[str, tuple[str, str]]:
    """Return text and remedy of every rule a line can break, by the name in ``linjefejl``."""
    return {rule.value: words for rule, words in _LINE_RULES.items()}
