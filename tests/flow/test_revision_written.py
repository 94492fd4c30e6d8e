"""The audit page as the night writes it and as the command line shows it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from rich.console import Console

from sosu_pipeline.automation import NIGHT_JOB, REVISION_JOB, revision_sensors
from sosu_pipeline.cli.revision import show_revision
from sosu_pipeline.errors import UserError
from sosu_pipeline.settings import Settings
from tests.nights import Home, Outcome, completed, delivery

ASSET = "published/revision"
STARTS = [{"startdato": "2026-08-03"} for _ in range(36)]
OUTSIDE = {"startdato": "2026-08-03", "elevtype": "RKV"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("hjem"))
    home.drop("uddannelsesforhold", "elever.csv", delivery("uddannelsesforhold", *STARTS, OUTSIDE))
    completed(home.run())
    completed(home.write_page())
    return home


@pytest.fixture
def night(kept: Home, tmp_path: Path) -> Iterator[Home]:
    """Give the night's home, and put what the test changes back."""
    for name in ("published", "warehouse.duckdb"):
        _copy(kept.root / name, tmp_path / name)
    yield kept
    for name in ("published", "warehouse.duckdb"):
        _remove(kept.root / name)
        _copy(tmp_path / name, kept.root / name)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def page_of(home: Home) -> Path:
    (page,) = (home.root / "published/revision").glob("*/index.html")
    return page


def write_again(home: Home) -> Outcome:
    return completed(home.write_page())


def shown(home: Home, publicering_id: str | None = None) -> None:
    settings = Settings(home=home.root)
    console = Console(quiet=True)
    show_revision(settings, console, publicering_id=publicering_id, is_opened=False)


def test_the_command_writes_a_missing_page_as_the_night_did(night: Home) -> None:
    page = page_of(night)
    written = page.read_bytes()
    page.unlink()

    shown(night)

    assert page.read_bytes() == written


def followed(home: Home) -> list[object]:
    """Return what the sensors answer to a night that is over, whether it failed or not."""
    night = dg.DagsterRun(NIGHT_JOB)
    event = dg.DagsterEvent(dg.DagsterEventType.PIPELINE_SUCCESS.value, NIGHT_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        return [
            sensor(dg.build_run_status_sensor_context(sensor.name, event, instance, night))
            for sensor in revision_sensors(Settings(home=home.root))
        ]


def test_the_page_follows_a_night_whose_publication_lacks_it_and_no_other(night: Home) -> None:
    standing = followed(night)
    page_of(night).unlink()
    missing = followed(night)

    assert [type(answer) for answer in standing] == [dg.SkipReason] * 2
    assert [type(answer) for answer in missing] == [dg.RunRequest] * 2


def test_what_follows_a_night_runs_by_itself_only_in_production() -> None:
    usual, production = (
        revision_sensors(Settings(miljoe=miljoe)) for miljoe in ("udvikling", "produktion")
    )
    assert {sensor.default_status for sensor in usual} == {dg.DefaultSensorStatus.STOPPED}
    assert {sensor.default_status for sensor in production} == {dg.DefaultSensorStatus.RUNNING}
    assert {sensor.job_name for sensor in production} == {REVISION_JOB}


def test_a_page_of_another_publication_than_the_warehouse_stands_at_is_refused(
    night: Home,
) -> None:
    (folder,) = (night.root / "published/marts").iterdir()
    other = folder.with_name(f"2026-12-31{folder.name[10:]}")
    shutil.copytree(folder, other)
    manifest = other / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(folder.name, other.name), "utf-8")

    with pytest.raises(UserError, match=rf"lageret står ved publiceringen {folder.name}"):
        shown(night, other.name)


def test_a_page_that_cannot_be_written_is_told_and_the_pointer_stays(night: Home) -> None:
    pointer = (night.root / "published/aktuel.json").read_bytes()
    shutil.rmtree(night.root / "published/revision")
    (night.root / "published/revision").touch()

    outcome = write_again(night)

    assert outcome.metadata[ASSET]["fejl"].value in {"FileExistsError", "NotADirectoryError"}
    check = outcome.check(ASSET, "siden_er_skrevet")
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert (night.root / "published/aktuel.json").read_bytes() == pointer


def test_a_step_that_does_not_add_up_stands_first_on_the_page_and_warns(night: Home) -> None:
    with duckdb.connect(str(night.root / "warehouse.duckdb")) as connection:
        connection.execute("delete from marts.forloeb where elevtype = 'RKV'")

    outcome = write_again(night)

    check = outcome.check(ASSET, "hvert_trin_gaar_op")
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    text = page_of(night).read_text(encoding="utf-8")
    assert "Alle trin bag alle tal går op" not in text
    assert text.index('href="#vej-marts-forloeb">marts.forloeb</a>') < text.index("Alle mål")


def test_the_page_of_a_publication_that_is_gone_goes_with_its_sums(night: Home) -> None:
    gone = "2026-01-01-0123456789ab"
    for folder in ("published/revision", "arkiv/sider"):
        (night.root / folder / gone).mkdir()

    outcome = write_again(night)

    assert outcome.metadata[ASSET]["fjernet"].value == [gone]
    assert not (night.root / "arkiv/sider" / gone).exists()
