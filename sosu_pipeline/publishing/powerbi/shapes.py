"""The few shapes that the pages are built of, each with its settings."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sosu_pipeline.publishing.powerbi.visuals import Box, Visual, literal, text

MARGIN, GAP = 20, 12
WIDE: Final = 1280
BAND, SLICER = 76, 76
TOP: Final = MARGIN + BAND + GAP
BELOW: Final = TOP + SLICER + GAP
SCHOOL, FOCUS = "Skole", "Fokusområde"

_CATEGORICAL: Final = {"categoryAxis": [{"properties": {"axisType": text("Categorical")}}]}
_LABELS: Final = {"labels": [{"properties": {"show": literal("true")}}]}
_NO_TOTALS: Final = {"total": [{"properties": {"totals": literal("false")}}]}
_DROP_DOWN: Final = {
    "data": [{"properties": {"mode": text("Dropdown")}}],
    "header": [{"properties": {"show": literal("false")}}],
}
_STRICT: Final = [
    {"properties": {"singleSelect": literal("true"), "strictSingleSelect": literal("true")}}
]
_CARD: Final = {
    "categoryLabels": [{"properties": {"show": literal("false")}}],
    "labels": [{"properties": {"fontSize": literal("12D")}}],
    "wordWrap": [{"properties": {"show": literal("true")}}],
}


class Words(NamedTuple):
    """What a visual says of itself: its title, and the text for who cannot see it."""

    titel: str
    alt: str


def slicer(navn: str, felt: str, box: Box, titel: str) -> Visual:
    """Return a drop-down slicer of one field."""
    return Visual(
        navn=navn,
        type="slicer",
        box=box,
        titel=titel,
        alt=f"Valgliste: {titel}. Resten af siden følger valget.",
        roller={"Values": [felt]},
        objekter=_DROP_DOWN,
    )


def single_slicer(navn: str, felt: str, box: Box, titel: str) -> Visual:
    """Return a drop-down slicer in which exactly one is chosen."""
    each = slicer(navn, felt, box, titel)
    alt = f"Valgliste: {titel}. Vælg én; resten af siden følger valget."
    return replace(each, alt=alt, objekter={**_DROP_DOWN, "selection": _STRICT})


def school_slicer(box: Box) -> Visual:
    """Return the slicer of schools, which follows the reader from page to page."""
    each = slicer("skole", "dim_skole[skole_navn]", box, SCHOOL)
    return replace(each, gruppe=SCHOOL)


def card(navn: str, measure: str, box: Box, titel: str) -> Visual:
    """Return a card with one measure."""
    return Visual(
        navn=navn,
        type="card",
        box=box,
        titel=titel,
        alt=f"{titel}: én oplysning med ord eller tal.",
        roller={"Values": [measure]},
        objekter=_CARD,
    )


def table(navn: str, felter: Sequence[str], box: Box, words: Words) -> Visual:
    """Return a table without a row of totals, since totals of goals mean nothing."""
    return Visual(
        navn=navn,
        type="tableEx",
        box=box,
        titel=words.titel,
        alt=words.alt,
        roller={"Values": felter},
        objekter=_NO_TOTALS,
    )


def line(navn: str, akse: str, measures: Sequence[str], box: Box, words: Words) -> Visual:
    """Return a line chart over a time that is told in words."""
    return Visual(
        navn=navn,
        type="lineChart",
        box=box,
        titel=words.titel,
        alt=words.alt,
        roller={"Category": [akse], "Y": measures},
        sorter=(akse, "Ascending"),
        objekter=_CATEGORICAL,
    )


def bars(navn: str, akse: str, measure: str, box: Box, words: Words) -> Visual:
    """Return horizontal bars with their figures written on them."""
    return Visual(
        navn=navn,
        type="clusteredBarChart",
        box=box,
        titel=words.titel,
        alt=words.alt,
        roller={"Category": [akse], "Y": [measure]},
        sorter=(akse, "Ascending"),
        objekter=_LABELS,
    )


def columns(count: int, *, y: int, hoejde: int) -> list[Box]:
    """Return boxes of one width side by side across the page."""
    bredde = (WIDE - 2 * MARGIN - (count - 1) * GAP) // count
    return [
        Box(x=MARGIN + place * (bredde + GAP), y=y, bredde=bredde, hoejde=hoejde)
        for place in range(count)
    ]


def across(*, y: int, hoejde: int) -> Box:
    """Return a box across the whole page."""
    return columns(1, y=y, hoejde=hoejde)[0]


def band() -> list[Visual]:
    """Return what stands on top of every page: the data's date and its warnings."""
    first, second, third = columns(3, y=MARGIN, hoejde=BAND)
    fresh, whole = "[Friskhedsadvarsel]", "[Publiceringsadvarsel]"
    return [
        card("data_pr", "[Data pr.]", first, "Data pr."),
        _warned(card("friskhed", fresh, second, "Er data friske?")),
        _warned(card("publicering", whole, third, "Hører tallene sammen?")),
    ]


def _warned(visual: Visual) -> Visual:
    (measure,) = visual.roller["Values"]
    return replace(visual, farve={measure: "[Advarselsfarve]"})
