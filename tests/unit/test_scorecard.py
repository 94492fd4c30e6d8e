"""The scorecard is written from what is published, whole, the same every time, and no more."""

import re
import sys
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sosu_pipeline.progress.status import Status
from sosu_pipeline.publishing.scorecard.page_view import show_page
from sosu_pipeline.publishing.scorecard.reading import ScorecardError, read_star
from sosu_pipeline.publishing.scorecard.shown import PageShown
from sosu_pipeline.publishing.scorecard.writing import (
    page_path,
    remove_orphans,
    write_page,
    write_pdf,
)
from tests.published_star import HIDDEN, Star, small_star

REFERENCES = {"src", "srcset", "href", "poster", "data", "action", "xlink:href"}


class References(HTMLParser):
    """Gathers everything a page points at."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.found: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element's ids and references."""
        del tag
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.found |= {value for name, value in attrs if name in REFERENCES and value}


def shown(root: Path, star: Star) -> PageShown:
    """Return a star as the page shows it."""
    publication = star.publish(root)
    return show_page(publication, read_star(root, publication))


def written(root: Path, star: Star) -> str:
    """Return the text of a star's page."""
    return write_page(root, star.publish(root)).read_text(encoding="utf-8")


def streams(pdf: bytes) -> Iterator[bytes]:
    """Yield what a PDF's streams hold."""
    for packed in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL):
        yield zlib.decompress(packed)


def test_every_indsats_and_goal_is_on_the_page_once(tmp_path: Path) -> None:
    page = shown(tmp_path, small_star())
    assert [each.nr for each in page.indsatser] == [4, 6, 14, 18]
    assert [goal.maal for goal in page.goals] == ["04-a", "04-b", "14", "18-b"]
    assert [goal.maal for goal in page.sector_goals] == ["s1-a"]
    (shared,) = page.indsatser[1].shared
    assert (shared.maal, shared.ejes_af) == ("04-a", 4)


def test_statuses_are_counted_worst_first(tmp_path: Path) -> None:
    page = shown(tmp_path, small_star())
    assert page.statuses == (
        (Status.IKKE_NAAET, 1, 1, 1),
        (Status.BAGUD, 1, 1, 0),
        (Status.PAA_SPORET, 1, 1, 0),
        (Status.INTET_MAAL, 1, 1, 0),
    )


def test_a_goal_is_told_in_danish_figures(tmp_path: Path) -> None:
    goal = shown(tmp_path, small_star()).goals[0]
    assert [(figure.navn, figure.tekst, figure.note) for figure in goal.figures] == [
        ("Baseline", "189 personer", ""),
        ("Tal", "233 personer", ""),
        ("Mål", "236,3 personer", ""),
        ("Forventet nu", "220 personer", ""),
        ("Prognose", "250,4 personer", "239 til 263"),
        ("Fremdrift", "100 %", "beregnet 130 %"),
    ]
    assert goal.chart is not None
    assert goal.chart.mangler == f"2025 er {HIDDEN}."
    assert goal.chart.beskrivelse == (
        "2024: 228. 2025: skjult. 2026: 189. 2027: 233 hidtil. Baseline i 2026: 189. "
        "Mål i 2027: 236,3. Prognose for 2027: 250,4, 95 %-interval 239 til 263."
    )


def test_an_owner_is_named_or_said_to_be_unknown(tmp_path: Path) -> None:
    facts = [dict(each.facts) for each in shown(tmp_path, small_star()).indsatser]
    assert [each["Ejer"] for each in facts[:2]] == ["Rektor", "ikke angivet"]


def test_a_hidden_goal_says_so_and_why(tmp_path: Path) -> None:
    page = shown(tmp_path, small_star())
    goal = page.goals[1]
    assert {figure.tekst for figure in goal.figures} == {"skjult"}
    assert goal.grund == f"Tallene er {HIDDEN}."
    assert [(each.hvad, each.tal) for each in page.around.hidden] == [
        ("04-b Optaget stiger 25 %", "målets tal"),
        ("04-a Optaget stiger 25 %", "2025"),
    ]
    (cells,) = page.around.hidden_cells
    assert (cells.celler, cells.skjulte, cells.hvorfor) == ("2", "1", HIDDEN)


def test_a_changed_goal_shows_its_later_wording(tmp_path: Path) -> None:
    star = small_star()
    star.rows["fakt_maaltal"][0]["er_gaeldende"] = False
    star.target("04-a", version=2, loefte="+10 % fra 2026 til 2027", aarsag="færre unge")
    details = dict(shown(tmp_path, star).goals[0].details)
    assert details["Ændret mål"] == "senere: +10 % fra 2026 til 2027: færre unge"


def test_changes_are_told_where_the_publication_has_them(tmp_path: Path) -> None:
    worse, figure = shown(tmp_path, small_star()).around.changes or ()
    assert figure == (
        *("Optag · 2027 · nøgletal", "1.230 personer", "1.233 personer", "+3 personer"),
        *("–", False, "nye data"),
        "Fra 1.230 personer til 1.233 personer: nye data gav 3 personer mere.",
    )
    assert worse == (
        *("04-b Optaget stiger 25 % · 2027", "–", "–", "–"),
        *("▲ På sporet → ▼ Bagud", True, "tiden er gået"),
        "Status gik fra På sporet til Bagud; tallene er skjult.",
    )


def test_a_publication_that_tells_of_no_changes_has_its_page(tmp_path: Path) -> None:
    star = small_star()
    del star.rows["mart_aendringer"]
    assert "fortæller ikke, hvad der har ændret sig" in written(tmp_path, star)


def test_a_publication_without_a_table_is_refused_by_name(tmp_path: Path) -> None:
    star = small_star()
    del star.rows["fakt_maalforloeb"]
    with pytest.raises(ScorecardError, match=r"har ikke fakt_maalforloeb.*sosu run"):
        write_page(tmp_path, star.publish(tmp_path))


def test_a_damaged_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    publication = small_star().publish(tmp_path)
    publication.paths(tmp_path)["dim_maal"].write_bytes(b"ikke parquet")
    with pytest.raises(ScorecardError, match=r"kan ikke læses som målkort.*sosu run"):
        write_page(tmp_path, publication)


def test_the_page_points_at_nothing_outside_itself(tmp_path: Path) -> None:
    html = written(tmp_path, small_star())
    page = References()
    page.feed(html)
    assert {each for each in page.found if not each.startswith("#")} == {"data:,"}
    assert {each.removeprefix("#") for each in page.found if each.startswith("#")} <= {*page.ids}
    assert len(page.ids) == len(set(page.ids))
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", html)


def test_text_of_the_publication_is_never_markup(tmp_path: Path) -> None:
    star = small_star()
    star.rows["dim_indsats"][0]["indsats_titel"] = "<script>alert(1)</script>"
    html = written(tmp_path, star)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_same_publication_gives_the_same_bytes(tmp_path: Path) -> None:
    star = small_star()
    assert written(tmp_path / "a", star) == written(tmp_path / "b", star)


def test_the_same_page_gives_the_same_pdf(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="tillægget pdf er ikke installeret")
    publication = small_star().publish(tmp_path)
    write_page(tmp_path, publication)
    first = write_pdf(tmp_path, publication).read_bytes()
    assert write_pdf(tmp_path, publication).read_bytes() == first
    assert first.startswith(b"%PDF-")
    assert any(b"CreateDate" in each and b"2027-10-15" in each for each in streams(first))


def test_without_the_extra_the_page_stands_and_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = small_star().publish(tmp_path)
    page = write_page(tmp_path, publication)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ScorecardError, match=r"sosu-pipeline\[pdf\]"):
        write_pdf(tmp_path, publication)
    assert page.is_file()


def test_a_scorecard_goes_with_its_publication(tmp_path: Path) -> None:
    publication = small_star().publish(tmp_path)
    write_page(tmp_path, publication)
    gone = tmp_path / "scorecard" / "2026-01-01-0123456789ab"
    gone.mkdir()
    assert remove_orphans(tmp_path) == (gone.name,)
    assert not gone.exists()
    assert page_path(tmp_path, publication).is_file()
