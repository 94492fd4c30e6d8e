"""A file's header held to its contract: which column stands where, what is told, what refuses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sosu_pipeline.declarations.contract import Column, Contract
from sosu_pipeline.deliveries.headers import HEADER_WITHIN, HeaderMatch, match_headers
from sosu_pipeline.deliveries.refusal import FileRule, Note, NoteRule, Subject


@dataclass(frozen=True)
class Layout:
    """Where the contract's columns stand in the file; those it lacks have no position."""

    headers: Mapping[str, str]
    positions: Mapping[str, int]
    notes: tuple[Note, ...]

    def key_positions(self, contract: Contract) -> list[int]:
        """Return where the key's columns stand."""
        return [self.positions[navn] for navn in contract.noegle if navn in self.positions]


def lay_out(
    header: Sequence[str], contract: Contract, subject: Subject, *, header_line: int | None
) -> Layout:
    """Return where each column of the contract stands.

    Raises:
        DeliveryRefused: there is no header, it names a column twice, or lacks a required one.
    """
    if header_line is None:
        problem = f"ingen af de første {HEADER_WITHIN} linjer har kontraktens overskrifter"
        remedy = f"aflever den med overskrifter, eller tilføj aliaser i {subject.contract_file}"
        raise subject.refuse(FileRule.INGEN_OVERSKRIFT, problem, remedy)
    match = match_headers(header, contract)
    _refuse_doubles(match, subject, header_line)
    _refuse_missing(match, subject, header_line)
    positions = {navn: places[0] for navn, places in match.positions.items()}
    return Layout(
        headers={navn: match.cells[place].strip() for navn, place in positions.items()},
        positions=positions,
        notes=tuple(_tell(match, subject)),
    )


def _refuse_doubles(match: HeaderMatch, subject: Subject, header_line: int) -> None:
    for navn, places in match.positions.items():
        if len(places) > 1:
            found = _quoted([match.cells[place] for place in places])
            problem = f"flere kolonner er kontraktens {navn}: {found}"
            remedy = "slet eller omdøb den, der ikke skal læses"
            raise subject.refuse(FileRule.DOBBELT_OVERSKRIFT, problem, remedy, linje=header_line)


def _refuse_missing(match: HeaderMatch, subject: Subject, header_line: int) -> None:
    required = [column for column in match.missing if column.er_paakraevet]
    if not required:
        return
    names = _quoted([column.overskrift for column in required])
    problem = f"kolonnen {names} mangler" if len(required) == 1 else f"kolonnerne {names} mangler"
    remedy = "; ".join(_remedies(match, required, subject))
    raise subject.refuse(FileRule.MANGLENDE_KOLONNE, problem, remedy, linje=header_line)


def _remedies(match: HeaderMatch, missing: Sequence[Column], subject: Subject) -> Iterator[str]:
    nearest = {column.navn: match.nearest(column) for column in missing}
    for navn, header in nearest.items():
        if header:
            alias = f"tilføj den som alias for {navn} i {subject.contract_file}"
            yield f"er '{header}' den samme, så {alias}"
    if not all(nearest.values()):
        yield "tilføj et alias, eller bed om en ny udskrift"


def _tell(match: HeaderMatch, subject: Subject) -> Iterator[Note]:
    if match.extra:
        problem = f"kontrakten kender ikke {_quoted(match.extra)}, som bliver i arkivet"
        remedy = f"skal de læses, så tilføj dem i {subject.contract_file}"
        yield subject.note(NoteRule.EKSTRA_KOLONNE, problem, remedy)
    if absent := [column.overskrift for column in match.missing if not column.er_udeladt]:
        problem = f"filen har ikke {_quoted(absent)}, som kontrakten ikke kræver"
        remedy = "bed om en udskrift med dem, hvis de skal bruges"
        yield subject.note(NoteRule.FRAVAERENDE_KOLONNE, problem, remedy)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name.strip()}'" for name in names)
