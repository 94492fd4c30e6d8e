"""Bad lines: what must be quarantined, and what must not be, among the true lines of a file."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from sosu_pipeline.synthetic.answers import invent_id
from sosu_pipeline.synthetic.dialects import Dialect
from sosu_pipeline.synthetic.feeds import Feed, Kind, Row, Value
from sosu_pipeline.synthetic.pages import STRAY_BYTES, Page
from sosu_pipeline.synthetic.persons import People

PERSON_OR_OTHER_ID = "amu_tilmeldinger"
OUTSIDE_LIST = "ZZ9"
OUTSIDE_SCALE = 9
FOREIGN_BYTES = "Ærø".encode("cp1252").decode("utf-8", STRAY_BYTES)
EXTRA_COLUMN = "Bemærkning"
MOST_BAD_LINES = 12
BROKEN_LINES = 3


class Rule(StrEnum):
    """Why a line must be quarantined."""

    UMULIG_DATO = "umulig_dato"
    UDEN_FOR_KODELISTE = "uden_for_kodeliste"
    UDEN_FOR_SKALA = "uden_for_skala"
    FORKERT_CPR = "forkert_cpr"
    SLUT_FOER_START = "slut_foer_start"
    UNDERSKREVET_EFTER_START = "underskrevet_efter_start"
    FOR_MANGE_FELTER = "for_mange_felter"
    NUL_BYTE = "nul_byte"
    BLANDET_KODNING = "blandet_kodning"
    SAMME_NOEGLE = "samme_noegle"


@dataclass(frozen=True)
class Spoiling:
    """Makes lines of somebody who does not exist, and spoils them."""

    rng: Random
    people: People
    feed: Feed
    dialect: Dialect

    def stranger(self, row: Row) -> Row:
        """Return the line as somebody else's, with a key that no true line has."""
        return self.put(row, self.feed.egen, self._new_key())

    def put(self, row: Row, header: str, value: Value) -> Row:
        """Return the line with one other cell."""
        place = self.feed.place(header)
        return (*row[:place], value, *row[place + 1 :])

    def get(self, row: Row, header: str) -> Value:
        """Return one cell."""
        return row[self.feed.place(header)]

    def headers(self, *kinds: Kind) -> list[str]:
        """Return the headers of these kinds, in the order of the kinds."""
        return [
            header for kind in kinds for header, own in self.feed.kolonner.items() if own is kind
        ]

    def free(self, *kinds: Kind) -> list[str]:
        """Return the headers of these kinds that are not of the key."""
        return [header for header in self.headers(*kinds) if header not in self.feed.noegle]

    def _new_key(self) -> Value:
        if self.feed.kolonner[self.feed.egen] is Kind.CPR:
            return self.people.draw_stranger(self.rng)
        return invent_id(self.rng)


def _impossible_date(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    text = date(2026, 2, 28).strftime(spoiling.dialect.dates).replace("28", "31")
    dates = spoiling.headers(Kind.DATO)
    free = [header for header in dates if header not in (spoiling.feed.spaend or ())]
    for header in free[-1:] or dates[:1]:
        yield spoiling.put(row, header, text)


def _outside_list(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    for header in spoiling.headers(Kind.KODE)[:1]:
        yield spoiling.put(row, header, OUTSIDE_LIST)


def _outside_scale(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    for header in spoiling.headers(Kind.SVAR):
        yield spoiling.put(row, header, OUTSIDE_SCALE)


def _bad_number(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    month_13 = f"71{13:02d}88{spoiling.rng.randrange(1000, 9999)}"
    own_key = spoiling.feed.kilde != PERSON_OR_OTHER_ID and spoiling.feed.egen in spoiling.headers(
        Kind.CPR
    )
    if own_key:
        yield spoiling.put(
            row, spoiling.feed.egen, spoiling.rng.choice(("12345", month_13, "71018x-12?4"))
        )


def _end_before_start(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    if spoiling.feed.spaend is not None:
        start, slut = spoiling.feed.spaend
        if isinstance(end := spoiling.get(row, slut), date):
            yield spoiling.put(row, start, end + timedelta(days=3))


def _signed_after_start(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    if "underskriftsdato" in spoiling.feed.kolonner and isinstance(
        start := spoiling.get(row, "Praktikstart"), date
    ):
        yield spoiling.put(row, "underskriftsdato", start + timedelta(days=2))


def _too_many_fields(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    if not spoiling.dialect.is_sheet:
        yield (*row, "hører", "ingen", "steder", "hjemme")


def _nul_byte(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    if not spoiling.dialect.is_sheet and not spoiling.dialect.encoding.startswith("utf-16"):
        for header in spoiling.free(Kind.TEKST, Kind.FRITEKST)[:1]:
            yield spoiling.put(row, header, "a\0b")


def _other_encoding(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    if spoiling.dialect.mark == BOM_UTF8 and not spoiling.dialect.is_sheet:
        for header in spoiling.free(Kind.TEKST, Kind.FRITEKST)[:1]:
            yield spoiling.put(row, header, FOREIGN_BYTES)


def _same_key(spoiling: Spoiling, row: Row) -> Iterator[Row]:
    kinds = (Kind.DECIMAL, Kind.SVAR, Kind.HELTAL, Kind.JA_NEJ, Kind.TEKST)
    for header in spoiling.free(*kinds)[:1]:
        for value in _two_values(spoiling.feed.kolonner[header], spoiling.get(row, header)):
            yield spoiling.put(row, header, value)


def _two_values(kind: Kind, value: Value) -> tuple[Value, Value]:
    match kind, value:
        case Kind.DECIMAL, Decimal():
            return value, value / 2
        case Kind.HELTAL, int():
            return value, value + 1
        case Kind.SVAR, _:
            return 3, 4
        case Kind.JA_NEJ, _:
            return True, False
        case _:
            return "1", "2"


SPOILERS: dict[Rule, Callable[[Spoiling, Row], Iterator[Row]]] = {
    Rule.UMULIG_DATO: _impossible_date,
    Rule.UDEN_FOR_KODELISTE: _outside_list,
    Rule.UDEN_FOR_SKALA: _outside_scale,
    Rule.FORKERT_CPR: _bad_number,
    Rule.SLUT_FOER_START: _end_before_start,
    Rule.UNDERSKREVET_EFTER_START: _signed_after_start,
    Rule.FOR_MANGE_FELTER: _too_many_fields,
    Rule.NUL_BYTE: _nul_byte,
    Rule.BLANDET_KODNING: _other_encoding,
    Rule.SAMME_NOEGLE: _same_key,
}


def draw_bad_lines(spoiling: Spoiling, rows: Sequence[Row], share: float) -> dict[Rule, list[Row]]:
    """Draw bad lines that are fewer than the share of the delivery, but at least one.

    Every file begins with another rule, so that small ones show them all together.
    """
    room = min(MOST_BAD_LINES, max(1, int(len(rows) * share)))
    rules = list(SPOILERS)
    turn = spoiling.rng.randrange(len(rules))
    bad: dict[Rule, list[Row]] = {}
    for rule in rules[turn:] + rules[:turn]:
        spoiled = list(SPOILERS[rule](spoiling, spoiling.stranger(spoiling.rng.choice(rows))))
        if spoiled and len(spoiled) <= room:
            bad[rule] = spoiled
            room -= len(spoiled)
    return bad


def mess_up(
    page: Page, spoiling: Spoiling, bad: dict[Rule, list[Row]]
) -> tuple[Page, Counter[str]]:
    """Add bad lines, copies, blanks, line breaks, titles, a total and a column; count the sorts."""
    rng, body = spoiling.rng, list(page.body)
    for place in rng.sample(range(len(body)), min(BROKEN_LINES, len(body))):
        body[place] = _broken(spoiling, body[place] or ())
    copies = [body[rng.randrange(len(body))] for _ in range(rng.randrange(3))]
    blanks = [None] * rng.randrange(3)
    for row in [*copies, *blanks, *(row for rows in bad.values() for row in rows)]:
        body.insert(rng.randrange(len(body)), row)
    has_titles, has_total = rng.random() < 0.5, rng.random() < 0.4  # noqa: PLR2004
    titles = (
        (f"Udskrift {page.feed.kilde}", f"Dannet den {page.day:%d.%m.%Y}, side 1 af 1")
        if has_titles
        else ()
    )
    extra = EXTRA_COLUMN if rng.random() < 0.3 else None  # noqa: PLR2004
    counts = Counter(
        titel=len(titles),
        tom=len(blanks),
        i_alt=int(has_total),
        kopi=len(copies),
        linje=len(body) - len(blanks),
    )
    return replace(page, body=body, titles=titles, has_total=has_total, extra=extra), counts


def _broken(spoiling: Spoiling, row: Row) -> Row:
    for header in spoiling.headers(Kind.FRITEKST):
        if isinstance(text := spoiling.get(row, header), str):
            return spoiling.put(row, header, text.replace(" ", "\n", 1))
    return row
