"""Whole files that must be refused, wait, or belong nowhere; each lies in a folder of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sosu_pipeline.synthetic.days import DAY
from sosu_pipeline.synthetic.dialects import Dialect
from sosu_pipeline.synthetic.faults import OUTSIDE_LIST, Spoiling
from sosu_pipeline.synthetic.feeds import Delivery, Kind, Row
from sosu_pipeline.synthetic.pages import Page, write_workbook

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
OLE_SECTOR = 512
LINES = 30
BAD_EVERY = 5


class Refusal(StrEnum):
    """Why a file must be refused whole."""

    TOM_FIL = "tom_fil"
    KUN_OVERSKRIFT = "kun_overskrift"
    MANGLENDE_KOLONNE = "manglende_kolonne"
    OMDOEBT_KOLONNE = "omdoebt_kolonne"
    DOBBELT_OVERSKRIFT = "dobbelt_overskrift"
    INGEN_OVERSKRIFT = "ingen_overskrift"
    FORKERT_FORMAT = "forkert_format"
    AFKORTET_XLSX = "afkortet_xlsx"
    ADGANGSKODE = "adgangskode"
    FLERE_ARK = "flere_ark"
    ALLE_LINJER_AFVIST = "alle_linjer_afvist"
    FOR_MANGE_AFVISTE = "for_mange_afviste"
    LIGNER_CPR = "ligner_cpr"

    @property
    def regel(self) -> str:
        """Return the rule it breaks: a renamed column is a missing one."""
        return (Refusal.MANGLENDE_KOLONNE if self is Refusal.OMDOEBT_KOLONNE else self).value


class Waiting(StrEnum):
    """Names of files that somebody is still writing."""

    PART = "{name}.csv.part"
    TMP = "{name}.tmp"
    LOCK = "~${name}.xlsx"


@dataclass(frozen=True)
class RefusedFile:
    """The ending and bytes of a file that must be refused."""

    ending: str
    content: bytes


def draw_refused(refusal: Refusal, spoiling: Spoiling, delivery: Delivery) -> RefusedFile:
    """Draw a file of strangers alone: taken in by mistake it would change the figures."""
    rows = [spoiling.stranger(row) for row in delivery.rows[:LINES]]
    rows = (rows * LINES)[:LINES] if len(rows) < LINES else rows
    page = Page(delivery.feed, delivery.dag, Dialect(), rows)
    return _DRAWERS[refusal](page, spoiling)


def free_day(taken: Sequence[date], last: date) -> date:
    """Return the latest day before the last on which nothing else is delivered."""
    day = last - DAY
    while day in taken:
        day -= DAY
    return day


def _text(page: Page) -> RefusedFile:
    return RefusedFile("csv", page.to_bytes())


def _sheet(page: Page) -> bytes:
    return replace(page, dialect=Dialect(is_sheet=True)).to_bytes()


def _missing(page: Page, _: Spoiling) -> RefusedFile:
    place = page.feed.place(page.feed.noegle[-1])
    kept = {
        header: kind
        for header, kind in page.feed.kolonner.items()
        if header != page.feed.noegle[-1]
    }
    body = [(*row[:place], *row[place + 1 :]) for row in page.body if row]
    return _text(
        replace(
            page, feed=replace(page.feed, kolonner=kept, noegle=page.feed.noegle[:-1]), body=body
        )
    )


def _renamed(page: Page, _: Spoiling) -> RefusedFile:
    names = tuple(
        f"{name} (ny)" if name == page.feed.noegle[-1] else name for name in page.feed.headers
    )
    return _text(replace(page, headers=names))


def _doubled(page: Page, _: Spoiling) -> RefusedFile:
    free = next(name for name in page.feed.headers if name not in page.feed.noegle)
    names = tuple(page.feed.noegle[0] if name == free else name for name in page.feed.headers)
    return _text(replace(page, headers=names))


def _several(page: Page, _: Spoiling) -> RefusedFile:
    return RefusedFile("xlsx", write_workbook({"Jan": page, "Feb": page}))


def _truncated(page: Page, _: Spoiling) -> RefusedFile:
    whole = _sheet(page)
    return RefusedFile("xlsx", whole[: len(whole) * 2 // 3])


def _locked(_: Page, __: Spoiling) -> RefusedFile:
    name = "EncryptedPackage".encode("utf-16-le")
    return RefusedFile("xlsx", (OLE_MAGIC + bytes(OLE_SECTOR) + name).ljust(4 * OLE_SECTOR, b"\0"))


def _spoil_every(step: int) -> Callable[[Page, Spoiling], RefusedFile]:
    def spoil(page: Page, spoiling: Spoiling) -> RefusedFile:
        header = spoiling.headers(Kind.KODE)[0]
        rows: list[Row] = [row for row in page.body if row]
        body = [
            row if place % step else spoiling.put(row, header, OUTSIDE_LIST)
            for place, row in enumerate(rows)
        ]
        return _text(replace(page, body=body))

    return spoil


def _respondents_are_people(page: Page, spoiling: Spoiling) -> RefusedFile:
    body = [
        spoiling.put(
            row,
            spoiling.feed.egen,
            page.dialect.number(spoiling.people.draw_stranger(spoiling.rng).number_on(page.day)),
        )
        for row in page.body
        if row
    ]
    return _text(replace(page, body=body))


_DRAWERS: dict[Refusal, Callable[[Page, Spoiling], RefusedFile]] = {
    Refusal.TOM_FIL: lambda _, __: RefusedFile("csv", b""),
    Refusal.KUN_OVERSKRIFT: lambda page, _: _text(replace(page, body=())),
    Refusal.MANGLENDE_KOLONNE: _missing,
    Refusal.OMDOEBT_KOLONNE: _renamed,
    Refusal.DOBBELT_OVERSKRIFT: _doubled,
    Refusal.INGEN_OVERSKRIFT: lambda page, _: _text(replace(page, has_headers=False)),
    Refusal.FORKERT_FORMAT: lambda page, _: RefusedFile("csv", _sheet(page)),
    Refusal.AFKORTET_XLSX: _truncated,
    Refusal.ADGANGSKODE: _locked,
    Refusal.FLERE_ARK: _several,
    Refusal.ALLE_LINJER_AFVIST: _spoil_every(1),
    Refusal.FOR_MANGE_AFVISTE: _spoil_every(BAD_EVERY),
    Refusal.LIGNER_CPR: _respondents_are_people,
}
# The feed whose folder a refused file lies in; one feed has one at most.
FEED_OF: dict[Refusal, str] = {
    Refusal.TOM_FIL: "oekonomi",
    Refusal.KUN_OVERSKRIFT: "fvu",
    Refusal.MANGLENDE_KOLONNE: "ansoegninger",
    Refusal.OMDOEBT_KOLONNE: "amu_tilmeldinger",
    Refusal.DOBBELT_OVERSKRIFT: "aarselever_eud",
    Refusal.INGEN_OVERSKRIFT: "udlandsophold",
    Refusal.FORKERT_FORMAT: "adgangskursus",
    Refusal.AFKORTET_XLSX: "uddannelsesaftaler",
    Refusal.ADGANGSKODE: "amu_hold",
    Refusal.FLERE_ARK: "etu",
    Refusal.ALLE_LINJER_AFVIST: "sprogstoette",
    Refusal.FOR_MANGE_AFVISTE: "uddannelsesforhold",
    Refusal.LIGNER_CPR: "mikromaalinger",
}
