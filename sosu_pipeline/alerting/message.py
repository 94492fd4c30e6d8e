"""The message about a run: worst first, short, and with nobody in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from sosu_pipeline.alerting.outcome import Outcome
from sosu_pipeline.privacy.cpr import mask_cpr

MOST_LINES = 5
LONGEST_LINE = 400


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is sent; ``er_fejl`` tells a failure from a warning."""

    titel: str
    tekst: str
    er_fejl: bool


TRIAL = Message(titel="SOSU-nat: prøve", tekst="Nattens beskeder når frem hertil.", er_fejl=False)


def message_of(outcome: Outcome) -> Message | None:
    """Return the message about a run; none when all is good."""
    sections = list(_sections(outcome))
    if not sections:
        return None
    job = f"SOSU-{outcome.job}"
    run = f"{job} pr. {outcome.dato}" if outcome.dato else job
    texts = [_text(heading, lines) for heading, lines in sections]
    texts.append(f"Kørsel {outcome.koersel[:8]}; resten står i Dagster (make ui).")
    return Message(
        titel=f"{run}: {sections[0][0]}",
        tekst=mask_cpr("\n\n".join(texts)),
        er_fejl=bool(outcome.fejl or outcome.holdt_tilbage or outcome.database or outcome.afvist),
    )


def _sections(outcome: Outcome) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what needs attention, each with the lines that tell it."""
    if outcome.fejl:
        yield "kørslen fejlede", [outcome.fejl]
    if outcome.holdt_tilbage:
        yield "publiceringen er holdt tilbage", outcome.holdt_tilbage
    if outcome.database:
        yield "PostgreSQL har ikke den nye publicering", [outcome.database]
    if outcome.afvist:
        yield _counted(len(outcome.afvist), "afvisning", "afvisninger"), outcome.afvist
    if outcome.for_gamle:
        late = _counted(len(outcome.for_gamle), "kilde er for gammel", "kilder er for gamle")
        yield late, outcome.for_gamle
    if outcome.advarsler:
        yield _counted(outcome.advarsler, "kontrol advarer", "kontroller advarer"), []


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _text(heading: str, lines: Sequence[str]) -> str:
    if not lines:
        return f"{heading}."
    shown = [f"– {shorten(line, LONGEST_LINE, placeholder=' …')}" for line in lines[:MOST_LINES]]
    rest = [f"– og {len(lines) - MOST_LINES} til"] if len(lines) > MOST_LINES else []
    return "\n".join([f"{heading[0].upper()}{heading[1:]}:", *shown, *rest])
