"""A table's ancestry drawn: readable to eye and ear, and the same every time."""

import base64
from xml.etree import ElementTree as ET

import pytest

from sosu_pipeline.audit.lineage.ancestry import ALL_CODES, ALL_KPIS, ancestry_of
from sosu_pipeline.audit.lineage.drawing import as_markdown, draw
from sosu_pipeline.audit.lineage.layout import BOX_WIDTH, place
from tests.traced import lineage

SVG = "{http://www.w3.org/2000/svg}"
PUBLISHED = [table for table in lineage().tables if table.startswith("published.")]
FACT = "published.fakt_maaling"


def texts(svg: str) -> list[str]:
    """Return the texts of a drawing in order."""
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - ours


@pytest.mark.parametrize("table", PUBLISHED)
def test_every_published_table_is_drawn_with_its_columns_and_told_in_words(table: str) -> None:
    root = ET.fromstring(draw(lineage(), table))  # noqa: S314 - ours
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == f"Afledning af {table}"
    assert words is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    names = [each.name for each in lineage().columns(table)]
    assert all(f"{name}: " in str(words.text) for name in names)
    drawn = [each.text or "" for each in root.iter(f"{SVG}text")]
    assert all(name[:24] in {text[:24] for text in drawn} for name in names)


def test_the_words_name_each_columns_sources_and_the_files() -> None:
    svg = draw(lineage(), "published.mart_raekkeregnskab")
    words = str(ET.fromstring(svg).findtext(f"{SVG}desc"))  # noqa: S314 - ours
    assert "titellinjer: staging.raekkeregnskab.titel. " in words
    assert "publicering_id: erklæret eller fra kørslen. " in words
    assert "fvu" in words.partition("Leverede filer bag tabellen: ")[2]


def test_the_same_lineage_is_drawn_the_same() -> None:
    assert draw(lineage(), FACT) == draw(lineage(), FACT)


def test_a_drawing_in_detail_lists_the_columns_of_the_files() -> None:
    assert "Startdato" in texts(draw(lineage(), FACT, detailed=True))
    assert "Startdato" not in texts(draw(lineage(), FACT))


def test_files_stand_left_of_staging_left_of_marts_left_of_the_table() -> None:
    boxes = place(ancestry_of(lineage(), FACT, detailed=False)).boxes
    chain = ("landing.oekonomi", "staging.oekonomi", ALL_KPIS, "marts.kpi_maaned", FACT)
    places = [boxes[table].x for table in chain]
    assert places == sorted(set(places))
    assert ALL_CODES in boxes


def test_no_two_boxes_lie_on_one_another() -> None:
    boxes = [*place(ancestry_of(lineage(), FACT, detailed=True)).boxes.values()]
    for one in boxes:
        for other in boxes:
            beside = abs(one.x - other.x) >= BOX_WIDTH
            over = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert one == other or beside or over


def test_the_image_in_markdown_is_the_drawing() -> None:
    start, _, picture = as_markdown("<svg/>", "marts.x").partition("base64,")
    assert start == "![Afledning af marts.x](data:image/svg+xml;"
    assert base64.b64decode(picture.removesuffix(")")) == b"<svg/>"
