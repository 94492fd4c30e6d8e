"""The page of the published model says what the contract says, and is up to date."""

from assets.published import CONTRACT
from sosu_pipeline.publishing.page import PAGE, page_of


def test_the_page_is_what_make_docs_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of(CONTRACT)


def test_every_table_stands_on_the_page_once() -> None:
    headings = [line for line in page_of(CONTRACT).splitlines() if line.startswith("### ")]
    assert sorted(headings) == [f"### {each.navn}: {each.titel}" for each in CONTRACT.tabeller]
