"""A table's ancestry as an SVG of its own: no script, no font and no address is needed to show it.

Boxes are tables with their columns, from files at the left to the table at the right. A full line
carries values; a broken one tells which rows are counted.
"""

from base64 import b64encode
from html import escape

from sosu_pipeline.audit.lineage.ancestry import (
    ALL_CODES,
    ALL_KPIS,
    Ancestry,
    Band,
    ancestry_of,
    band_of,
)
from sosu_pipeline.audit.lineage.columns import Column, Lineage, Means
from sosu_pipeline.audit.lineage.layout import BOX_WIDTH, HEAD, MARGIN, ROW, Box, Layout, place

HEADINGS = {
    Band.FILES: "Leverede filer",
    Band.STAGING: "Staging",
    Band.ENTITIES: "Marts",
    Band.KPIS: "Nøgletal",
    Band.GATHERED: "Samlet og bedømt",
    Band.PUBLISHED: "Publiceret",
}
COLOURS = {
    Band.FILES: "#e8e3d9",
    Band.STAGING: "#dde7f0",
    Band.ENTITIES: "#dcebdf",
    Band.KPIS: "#dcebdf",
    Band.GATHERED: "#dcebdf",
    Band.PUBLISHED: "#f3e1c7",
}
TITLES = {ALL_KPIS: "Nøgletallene hver for sig", ALL_CODES: "Kodelister"}
STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#1b1b1b}.h{font-weight:600}.l{font-size:12px}"
    "path{fill:none;stroke:#5b6770;stroke-opacity:.5}.r{stroke-dasharray:3 3}"
    "rect{stroke:#8a9399}"
)
LONGEST_TEXT = 25
BEND = 34


def draw(lineage: Lineage, table: str, *, detailed: bool = False) -> str:
    """Return the SVG of a table's ancestry; ``detailed`` lists the columns of every table.

    ``title`` and ``desc`` say the same in words, the latter with each column's nearest sources.
    """
    ancestry = ancestry_of(lineage, table, detailed=detailed)
    layout = place(ancestry)
    name = escape(table.replace(".", "-"))
    return "".join(
        (
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" ',
            f'aria-labelledby="{name}-t {name}-d" viewBox="0 0 {layout.width} {layout.height}" ',
            f'width="{layout.width}" height="{layout.height}">',
            f'<title id="{name}-t">Afledning af {escape(table)}</title>',
            f'<desc id="{name}-d">{escape(_words(ancestry))}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect width="{layout.width}" height="{layout.height}" fill="#fff" stroke="none"/>',
            *_headings(layout),
            _lines(ancestry, layout, Means.VALUE),
            _lines(ancestry, layout, Means.ROWS),
            *(_box(ancestry, layout.boxes[each]) for each in sorted(layout.boxes)),
            "</svg>",
        )
    )


def as_markdown(svg: str, table: str) -> str:
    """Return a drawing as an image in Markdown, which is how Dagster's pages show it."""
    picture = b64encode(svg.encode()).decode()
    return f"![Afledning af {table}](data:image/svg+xml;base64,{picture})"


def _words(ancestry: Ancestry) -> str:
    """Return in words what a screen reader tells: each column and what it is made of."""
    told = []
    for column in ancestry.columns[ancestry.of]:
        here = Column(ancestry.of, column)
        sources = sorted(str(line.source) for line in ancestry.lines if line.target == here)
        told.append(f"{column}: {', '.join(sources) or 'erklæret eller fra kørslen'}")
    feeds = [t.partition(".")[2] for t in ancestry.columns if band_of(t) is Band.FILES]
    return f"{'. '.join(told)}. Leverede filer bag tabellen: {', '.join(feeds) or 'ingen'}."


def _headings(layout: Layout) -> list[str]:
    """Return each band's name over the first column of boxes it has."""
    places: dict[Band, int] = {}
    for box in layout.boxes.values():
        band = band_of(box.table)
        places[band] = min(box.x, places.get(band, box.x))
    return [
        f'<text class="h l" x="{x}" y="22">{HEADINGS[band]}</text>'
        for band, x in sorted(places.items())
    ]


def _lines(ancestry: Ancestry, layout: Layout, means: Means) -> str:
    drawn = "".join(
        _line(
            layout.boxes[line.source.table],
            layout.boxes[line.target.table],
            line.source.name,
            line.target.name,
        )
        for line in ancestry.lines
        if line.means is means
    )
    kind = ' class="r"' if means is Means.ROWS else ""
    return f'<path{kind} d="{drawn}"/>' if drawn else ""


def _line(source: Box, target: Box, start: str, end: str) -> str:
    """Return a curve between two boxes; within one column it goes round at the right."""
    x, y, to_y = source.x + BOX_WIDTH, source.anchor(start), target.anchor(end)
    if source.x == target.x:
        return f"M{x} {y}C{x + BEND} {y} {x + BEND} {to_y} {x} {to_y}"
    to = target.x
    return f"M{x} {y}C{x + BEND} {y} {to - BEND} {to_y} {to} {to_y}"


def _box(ancestry: Ancestry, box: Box) -> str:
    title = TITLES.get(box.table, box.table.partition(".")[2])
    count = ancestry.counts[box.table]
    if not box.columns and count:
        title = f"{title} ({count})"
    rows = "".join(
        f'<text x="{box.x + MARGIN}" y="{box.y + HEAD + ROW * place + 11}">{_short(column)}</text>'
        for place, column in enumerate(box.columns)
    )
    return (
        f'<rect x="{box.x}" y="{box.y}" width="{BOX_WIDTH}" height="{box.height}" rx="3"'
        f' fill="#fff"/><rect x="{box.x}" y="{box.y}" width="{BOX_WIDTH}" height="{HEAD}" rx="3"'
        f' fill="{COLOURS[band_of(box.table)]}"/>'
        f'<text class="h" x="{box.x + 6}" y="{box.y + 14}">{_short(title)}</text>{rows}'
    )


def _short(text: str) -> str:
    return escape(text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…")
