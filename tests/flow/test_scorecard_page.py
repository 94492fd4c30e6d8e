"""The scorecard in a real browser: quiet, closed to the network, filtered, read by everybody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sosu_pipeline.publishing.scorecard.writing import write_page
from tests.browsing import chromium, opened
from tests.published_star import small_star

PHONE = {"width": 360, "height": 800}
LIVE = "#vist"
INDSATSER = "[data-indsats]"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of a small star."""
    root = tmp_path_factory.mktemp("published")
    return write_page(root, small_star().publish(root))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


def visible(page: Any) -> list[str]:
    """Return the numbers of the indsatser that are shown."""
    return [
        article.locator("h4 .nr").inner_text()
        for article in page.locator(INDSATSER).all()
        if article.is_visible()
    ]


def test_the_page_is_quiet_and_stays_at_home(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        assert page.title() == "Målkort 15. oktober 2027 · SOSU Nord"
        assert page.locator("html").get_attribute("lang") == "da"
        assert visible(page) == ["4", "6", "14", "18"]


def test_a_click_on_a_status_leaves_its_indsatser(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.get_by_label("Bagud", exact=False).first.check()
        assert visible(page) == ["4"]
        assert page.locator(LIVE).inner_text() == "Viser 1 af 4 indsatser og 0 af 1 sektormål."
        assert page.url.endswith("#status=bagud")
        page.get_by_role("button", name="Vis alle").click()
        assert visible(page) == ["4", "6", "14", "18"]
        assert "#" not in page.url


def test_the_keyboard_filters_as_the_mouse_does(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.locator("input[name=status][value=paa_sporet]").focus()
        page.keyboard.press("Space")
        assert visible(page) == ["6"]
        page.keyboard.press("Space")
        page.locator("#fokus").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert visible(page) == ["14", "18"]
        assert page.url.endswith("#fokus=kvalitet")


def test_the_first_tab_stop_skips_to_the_content(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.keyboard.press("Tab")
        link = page.locator(".spring")
        assert link.evaluate("each => each === document.activeElement")
        assert link.bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "indhold"


def test_a_shared_address_opens_the_same_filter(browser: Any, page_file: Path) -> None:
    fragment = "#status=ikke_naaet,intet_maal&fokus=kvalitet"
    with opened(browser, page_file, fragment=fragment) as page:
        assert visible(page) == ["14", "18"]
        assert page.locator("input[value=ikke_naaet]").is_checked()
        assert not page.locator("#sektor .omraade").is_visible()


def test_a_link_to_what_is_filtered_away_shows_it(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file, fragment="#status=bagud") as page:
        page.evaluate("location.hash = 'indsats-nord-nord_2026-18'")
        page.wait_for_function(
            "document.querySelectorAll('[data-indsats]:not([hidden])').length > 1"
        )
        assert visible(page) == ["4", "6", "14", "18"]


def test_the_theme_follows_the_system_until_it_is_chosen(browser: Any, page_file: Path) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, page_file, color_scheme="dark") as page:
        dark = page.evaluate(background)
        page.get_by_role("button", name="Lyst tema").click()
        assert page.evaluate(background) != dark
        page.reload()
        assert page.evaluate(background) != dark
        page.get_by_role("button", name="Mørkt tema").click()
        assert page.evaluate(background) == dark


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_page_never_scrolls_sideways(browser: Any, page_file: Path, width: int) -> None:
    with opened(browser, page_file, viewport={**PHONE, "width": width}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_paper_there_are_no_buttons_and_it_is_light(browser: Any, page_file: Path) -> None:
    a4 = {"width": 680, "height": 960}
    with opened(browser, page_file, color_scheme="dark", viewport=a4) as page:
        page.emulate_media(media="print")
        assert not page.locator("#tema").is_visible()
        assert not page.locator("#filter").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)"
        )
        assert page.evaluate("document.documentElement.scrollWidth") == a4["width"]
        clipped = "Array.from(document.querySelectorAll('svg.tegning')).filter(each => {"
        clipped += "const box = each.getBBox(), view = each.viewBox.baseVal;"
        clipped += "return box.x < -1 || box.y < -1 || box.x + box.width > view.width + 1"
        clipped += "|| box.y + box.height > view.height + 1}).map(each => each.textContent)"
        assert page.evaluate(clipped) == []


def test_without_scripts_everything_is_shown(browser: Any, page_file: Path) -> None:
    with opened(browser, page_file, java_script_enabled=False) as page:
        assert visible(page) == ["4", "6", "14", "18"]
        assert not page.locator("#filter").is_visible()
        assert page.locator("#maal-nord-sektor-s1-a").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", "#status=bagud"])
def test_axe_finds_nothing_serious(
    browser: Any, page_file: Path, scheme: str, fragment: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with opened(browser, page_file, fragment=fragment, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        violations = axe.run(page).response["violations"]
    assert [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in violations
        if each["impact"] in {"serious", "critical"}
    ] == []


def test_axe_sees_a_fault_that_is_put_in(browser: Any, page_file: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with opened(browser, page_file) as page:
        page.evaluate(
            "document.querySelectorAll('svg.tegning').forEach(each => {"
            "each.removeAttribute('aria-labelledby'); each.innerHTML = '' })"
        )
        page.evaluate("document.body.style.color = '#ccc'")
        found = {each["id"] for each in axe.run(page).response["violations"]}
    assert {"svg-img-alt", "color-contrast"} <= found
