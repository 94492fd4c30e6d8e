"""`sosu powerbi` writes the project of what is published, and says what is wrong in one."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sosu_pipeline.cli.app import app
from sosu_pipeline.publishing.contract import CONTRACT_FILE, PublishedContract
from sosu_pipeline.publishing.powerbi.project import project_files, read_project
from sosu_pipeline.publishing.publication import PublicationError, PublicationFacts
from tests.powerbi.faults import PAGES
from tests.powerbi.star import star

FACTS = PublicationFacts(
    pr_dato=date(2027, 10, 15),
    publiceret=datetime(2027, 10, 16, 0, 5, tzinfo=UTC),
    datadatoer={},
    kode_version="1",
    koersel="a",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give ``sosu`` a home of its own with an empty published folder."""
    monkeypatch.setenv("SOSU_HOME", str(tmp_path))
    (tmp_path / "published").mkdir()
    return tmp_path


def sosu(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["powerbi", *arguments])


def test_the_project_of_the_current_publication_is_written(home: Path) -> None:

    left = sosu("--ud", str(home / "bi"))

    assert left.exit_code == 0, left.output
    assert read_project(home / "bi") == project_files(star())


def test_a_sound_project_is_told_to_be_so(home: Path) -> None:
    sosu("--ud", str(home / "bi"))

    left = sosu("--ud", str(home / "bi"), "--tjek")

    assert (left.exit_code, left.output.splitlines()[-1]) == (
        0,
        f"{len(project_files(star()))} filer set efter, 0 fejl.",
    )


def test_a_fault_in_a_project_is_told_with_its_file(home: Path) -> None:
    sosu("--ud", str(home / "bi"))
    (home / "bi" / PAGES).write_text("[]", encoding="utf-8")

    left = sosu("--ud", str(home / "bi"), "--tjek")

    assert left.exit_code == 1
    assert "version: filen er ikke JSON" in " ".join(left.output.split())


@pytest.mark.usefixtures("home")
def test_a_folder_without_a_project_is_told() -> None:
    examined = sosu("--ud", "findes-ikke", "--tjek").exception

    assert "der er intet Power BI-projekt i findes-ikke" in str(examined)


def test_a_contract_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / CONTRACT_FILE).write_text(star().text(), encoding="utf-8")

    assert PublishedContract.read(tmp_path / CONTRACT_FILE) == star()


def test_a_table_that_the_contract_has_not_is_told() -> None:
    with pytest.raises(PublicationError, match="kontrakten har ingen tabel dim_hold"):
        star().tabel("dim_hold")
