"""The audit page of a drawn school in a real browser: followed from the overview to a file line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sosu_pipeline.audit.revision.figures import PART_OF
from sosu_pipeline.audit.revision.outcomes import from_text
from tests.browsing import chromium, opened
from tests.flow.drawn import run_school
from tests.nights import Home, Outcome, completed

OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
OPEN_SOME = "document.querySelectorAll('details:first-of-type').forEach(e => { e.open = true })"
A4 = {"width": 680, "height": 960}


@dataclass(frozen=True)
class Audited:
    """A drawn school's night and its audit page."""

    home: Home
    outcome: Outcome
    written: Outcome
    file: Path

    @property
    def text(self) -> str:
        """Return the page."""
        return self.file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Run the night of a school with the usual mess in its files."""
    drawn = run_school(tmp_path_factory.mktemp("skole"), rod=2)
    written = completed(drawn.home.write_page())
    (file,) = (drawn.home.root / "published/revision").glob("*/index.html")
    return Audited(drawn.home, drawn.outcome, written, file)


@pytest.fixture(scope="module")
def browser(night: Audited) -> Iterator[Any]:
    """Start the browser after the night: Dagster cannot run inside its loop."""
    assert night.file.is_file()
    with chromium() as browser:
        yield browser


def test_a_number_is_followed_by_clicks_from_the_overview_to_a_line_of_a_file(
    browser: Any, night: Audited
) -> None:
    with opened(browser, night.file) as page:
        shown = page.locator("article:has(a[href^='#fil-'])").first
        name = shown.locator("h3 .nr").text_content()
        page.locator("#overblik").get_by_role("link", name=name, exact=True).click()
        goal = page.locator(":target")
        figure = goal.locator("details.spor-af:has(a[href^='#fil-'])").first
        figure_id = figure.get_attribute("id")
        figure.locator("summary").click()
        (units,) = (
            int(each.locator("dd").inner_text())
            for each in figure.locator(".figurer > div").all()
            if each.locator("dt").inner_text() == "Enheder"
        )
        assert f"{units} = {units}" in figure.inner_text()
        files = figure.locator("tr:has(a[href^='#fil-'])").filter(has_not_text=PART_OF)
        files.first.locator("a").click()
        file = page.locator(":target")
        assert file.is_visible()
        place = file.get_attribute("id")
        behind = file.locator(f"li:has(a[href='#{figure_id}'])").inner_text()
        line = int(re.search(r"linje (\d+)", behind).group(1))  # type: ignore[union-attr]

    levering, _, sha256 = place.removeprefix("fil-").rpartition("-")
    (arrival,) = night.home.query(
        f"select kilde, fil from raw.filer where levering = '{levering}' and fil like '{sha256}%'"
    )
    found = night.home.query(
        f"select linje from raw.{arrival['kilde']} where levering = '{levering}' "
        f"and fil = '{arrival['fil']}' and linje = {line}"
    )
    assert found == [{"linje": line}]


def test_the_keyboard_opens_what_the_mouse_does(browser: Any, night: Audited) -> None:
    with opened(browser, night.file) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "indhold"
        summary = page.locator("#kontroller-staging > summary")
        summary.focus()
        page.keyboard.press("Enter")
        assert page.get_by_text("Kontraktens regler for fvu").is_visible()


def test_without_scripts_a_link_still_leads_to_its_file(browser: Any, night: Audited) -> None:
    with opened(browser, night.file, java_script_enabled=False) as page:
        page.locator("details.spor-af summary").first.click()
        page.locator("details.spor-af[open] a[href^='#fil-']").first.click()
        assert page.locator(":target").count() == 1
        assert not page.locator("#tema").is_visible()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_page_never_scrolls_sideways(browser: Any, night: Audited, width: int) -> None:
    with opened(browser, night.file, viewport={"width": width, "height": 800}) as page:
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_paper_it_is_light_and_everything_is_there(browser: Any, night: Audited) -> None:
    with opened(browser, night.file, color_scheme="dark", viewport=A4) as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert background == "rgb(255, 255, 255)"
        assert page.locator("details:not([open])").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") == A4["width"]
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, night: Audited, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with opened(browser, night.file, color_scheme=scheme) as page:
        page.evaluate(OPEN_ALL if scheme == "light" else OPEN_SOME)
        violations = axe.run(page).response["violations"]
    assert [
        (each["id"], [node["html"][:200] for node in each["nodes"]][:3])
        for each in violations
        if each["impact"] in {"serious", "critical"}
    ] == []


def test_every_goal_is_there_and_every_step_adds_up(night: Audited) -> None:
    goals = night.home.published(night.outcome, "select maal from dim_maal where maal_noegle > 0")
    assert all(f'class="nr">{goal["maal"]}</span>' in night.text for goal in goals)
    assert "Alle trin bag alle tal går op" in night.text
    assert night.written.check("published/revision", "hvert_trin_gaar_op").passed


def test_every_file_and_its_account_is_there(night: Audited) -> None:
    files = night.home.query("from staging.raekkeregnskab")
    assert len(files) > 50
    assert all(file["fil"] in night.text for file in files)
    assert night.text.count('class="fil"') == len(files)


def test_no_person_of_the_school_is_on_the_page(night: Audited) -> None:
    columns = night.home.query(
        "select table_schema || '.' || table_name as tabel, column_name as kolonne "
        "from information_schema.columns where column_name in ('person', 'respondent') "
        "and data_type = 'VARCHAR'"
    )
    people = {
        str(row["hvem"])
        for each in columns
        for row in night.home.query(
            f"select distinct {each['kolonne']} as hvem from {each['tabel']} "
            f"where {each['kolonne']} is not null"
        )
    }
    assert len(people) > 500
    words = set(re.findall(r"[0-9A-Za-z_æøåÆØÅ-]+", night.text))
    assert {len(person) for person in people & words} == set()


def test_a_hidden_goal_has_no_count_on_its_trace(night: Audited) -> None:
    hidden = night.home.published(
        night.outcome,
        "select maal from fakt_maalstatus inner join dim_maal using (maal_noegle) "
        "where er_seneste and skjult_aarsag is not null",
    )
    assert hidden
    for goal in hidden:
        article = re.search(
            rf'<article class="indsats" id="maal-[^"]*-{goal["maal"]}".*?</article>',
            night.text,
            re.DOTALL,
        )
        assert article
        assert not re.search(r"<td>[\d.]+ = [\d.]+</td>", article.group())
        assert "#fil-" not in article.group()


def test_the_outcomes_are_kept_beside_the_page_with_what_was_judged(night: Audited) -> None:
    kept = from_text(night.file.with_name("kontroller.json").read_text(encoding="utf-8"))
    after = ("published/scorecard", "published/revision", "published/postgres")
    expected = {
        (check.asset, check.name, check.passed)
        for check in night.outcome.checks
        if check.asset not in after
    }
    assert {(each.asset, each.kontrol, each.er_bestaaet) for each in kept} == expected
    rules = [row for each in kept if each.kontrol == "kontrakt" for row in each.raekker]
    assert any(row["vurderet"] for row in rules)
    assert any(row["linjer"] for row in rules)
    assert all(each.forventning for each in kept)
