"""The scorecard as the night writes it and as the command line shows it."""

import webbrowser
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner

from assets.scorecard import scorecard
from checks.scorecard import scorecard_checks
from sosu_pipeline.cli.app import app
from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.publication import Publication
from sosu_pipeline.resources import Deliveries
from tests.published_star import small_star


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that readers open."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOSU_PUBLISHED", str(tmp_path))
    return tmp_path


def write() -> dg.MaterializeResult[None]:
    """Materialize the scorecard."""
    result = scorecard(dg.build_asset_context(), deliveries=Deliveries())
    assert isinstance(result, dg.MaterializeResult)
    return result


def check() -> dg.AssetCheckResult:
    """Return what the scorecard's check says."""
    result = scorecard_checks(deliveries=Deliveries())
    assert isinstance(result, dg.AssetCheckResult)
    return result


def call(*arguments: str) -> str:
    """Run ``sosu`` and return what it prints.

    Raises:
        UserError: the command left with one.
    """
    result = CliRunner().invoke(app, arguments)
    if result.exception:
        raise result.exception
    return result.stdout


def page_of(root: Path, publication: Publication) -> Path:
    """Return where a publication's page shall lie."""
    return root / "scorecard" / publication.publicering_id / "index.html"


def without_years(root: Path) -> Publication:
    """Publish a star that lacks a table the page needs."""
    star = small_star()
    del star.rows["fakt_maalforloeb"]
    return star.publish(root)


def test_the_night_writes_the_page_readers_are_pointed_at(root: Path) -> None:
    publication = small_star().publish(root)
    orphan = root / "scorecard" / "2026-01-01-0123456789ab"
    orphan.mkdir(parents=True)
    assert write().metadata == {
        "publicering_id": publication.publicering_id,
        "side": f"scorecard/{publication.publicering_id}/index.html",
        "fjernet": [orphan.name],
    }
    assert page_of(root, publication).is_file()
    assert check().passed


def test_a_page_that_cannot_be_written_is_told_and_the_pointer_stays(root: Path) -> None:
    without_years(root)
    pointer = (root / "aktuel.json").read_bytes()
    metadata = write().metadata or {}
    assert "har ikke fakt_maalforloeb" in str(metadata["fejl"])
    assert (root / "aktuel.json").read_bytes() == pointer
    told = check()
    assert (told.passed, told.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert told.description == "siden mangler; kør sosu scorecard, som siger hvorfor"


def test_before_the_first_publication_there_is_no_page_to_miss(root: Path) -> None:
    assert (write().metadata or {})["publicering_id"] == ""
    assert check().passed
    assert not (root / "scorecard").exists()


def test_the_command_writes_a_missing_page_and_names_it(root: Path) -> None:
    publication = small_star().publish(root)
    page = page_of(root, publication)
    assert call("scorecard").split() == ["Målkort:", str(page.resolve())]
    page.write_text("står", encoding="utf-8")
    call("scorecard", "--publicering", publication.publicering_id)
    assert page.read_text(encoding="utf-8") == "står"


def test_the_command_opens_the_page(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = small_star().publish(root)
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    call("scorecard", "--open")
    assert opened == [page_of(root, publication).resolve().as_uri()]


def test_the_command_writes_a_pdf_beside_the_page(root: Path) -> None:
    pytest.importorskip("weasyprint", reason="tillægget pdf er ikke installeret")
    publication = small_star().publish(root)
    assert "PDF:" in call("scorecard", "--pdf")
    pdf = page_of(root, publication).with_name("scorecard.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_the_command_says_why_it_cannot(root: Path) -> None:
    with pytest.raises(UserError, match=r"ikke publiceret noget.*sosu run"):
        call("scorecard")
    small_star().publish(root)
    with pytest.raises(UserError, match="publiceringen 2020-01-01-0 findes ikke"):
        call("scorecard", "--publicering", "2020-01-01-0")
    without_years(root)
    with pytest.raises(UserError, match=r"har ikke fakt_maalforloeb"):
        call("scorecard")
