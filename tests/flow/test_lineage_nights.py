"""What each materialization of a night records, held against what the night really made."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dagster as dg
import pytest

from sosu_pipeline.audit.lineage.checking import other_columns
from sosu_pipeline.naming import SHOWN, Layer
from sosu_pipeline.publishing.code_version import code_version
from tests.factories import RUN_DATE
from tests.nights import Home, Outcome, completed, delivery
from tests.traced import lineage

FEED = "fvu"
CHECK = "kolonner_kan_foelges_tilbage"
SCHEMAS = (*(layer.value for layer in Layer), SHOWN)
NOBODY_READS = {"staging.domme", "staging.laest_som"}
NO_TABLES = {f"published/{name}" for name in ("aktuel", "scorecard", "revision", "postgres")}
FIRST = delivery(FEED, {"trin": "Læsning"}, {"trin": "findes ikke"})
SECOND = delivery(FEED, {"trin": "Matematik"})


@dataclass(frozen=True)
class Story:
    """A night with one file, the same again, and one with another file."""

    home: Home
    first: Outcome
    again: Outcome
    later: Outcome


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Run three nights on the files of one feed; half of the first one's lines are refused."""
    home = Home(tmp_path_factory.mktemp("afledning"))
    data = home.copy_declarations()
    contract = data / "kilder" / f"{FEED}.yaml"
    contract.write_text(contract.read_text("utf-8") + "\nafvis_over_andel: 0.9\n", "utf-8")
    home.drop(FEED, "a.csv", FIRST)
    first, again = completed(home.run()), completed(home.run())
    home.drop(FEED, "b.csv", SECOND)
    return Story(home, first, again, completed(home.run()))


def rows(night: Outcome, asset: str, label: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a table that an asset told."""
    table = night.metadata[asset][label]
    assert isinstance(table, dg.TableMetadataValue)
    return [record.data for record in table.records]


def test_lineage_has_the_columns_of_every_table_that_the_night_made(story: Story) -> None:
    found = story.home.query(
        "select table_schema || '.' || table_name as tabel, list(column_name order by "
        "ordinal_position) as kolonner from information_schema.columns "
        f"where list_contains({list(SCHEMAS)}, table_schema) group by all"
    )
    built = {row["tabel"]: row["kolonner"] for row in found if row["tabel"] not in NOBODY_READS}
    assert list(other_columns(lineage(), built)) == []
    assert {table for table in lineage().tables if not table.startswith("landing.")} == built.keys()
    order = {table: list(lineage().tables[table]) for table in built}
    assert order == built


def test_every_table_tells_date_code_time_and_column_lineage(story: Story) -> None:
    for asset in story.first.metadata.keys() - NO_TABLES:
        told = story.first.metadata[asset]
        assert told["pr. dato"].value == RUN_DATE.isoformat(), asset
        assert told["kodeversion"].value == code_version(), asset
        assert told["sekunder"].value >= 0, asset
        traced = told["dagster/column_lineage"].value
        assert isinstance(traced, dg.TableColumnLineage), asset
        schema = told["dagster/column_schema"].value
        assert [*traced.deps_by_column] == [column.name for column in schema.columns], asset
        assert story.first.versions[asset], asset


def test_a_feed_tells_of_its_files_with_what_became_of_their_lines(story: Story) -> None:
    sha256 = hashlib.sha256(FIRST.encode()).hexdigest()
    (read,) = rows(story.first, f"raw/{FEED}", "filer, seneste")
    assert (read["sha256"], read["linjer"], read["kontrakt_version"]) == (sha256, 2, 1)
    assert str(read["filnavn"]).endswith("a.csv")
    (told,) = rows(story.first, f"staging/{FEED}", "filer, seneste")
    lines = (told["linjer"], told["accepteret"], told["karantaene"], told["erstattet"])
    assert lines == (2, 1, 1, 0)  # 2 = 1 + 1 + 0
    assert told["sha256"] == sha256
    later = rows(story.later, f"staging/{FEED}", "filer, seneste")
    assert len(later) == 2
    assert story.later.metadata[f"staging/{FEED}"]["filer"].value == 2


def test_a_kpi_and_a_published_table_tell_of_the_feeds_behind_them(story: Story) -> None:
    for asset in ("marts/kpi_fvu_amu", "published/fakt_maaling"):
        (feed,) = rows(story.later, asset, "kilder")
        told = (feed["kilde"], feed["filer"], feed["linjer"], feed["kontraktversion"])
        assert told == (FEED, 2, 3, 1)  # 2 lines + 1
    assert "kilder" not in story.later.metadata["marts/kpi_optag"]


def test_what_goals_decide_tells_the_version_of_the_goals(story: Story) -> None:
    told = story.first.metadata
    assert told["marts/maal_status"]["målversion"] == told["published/dim_maal"]["målversion"]
    assert "målversion" not in told["marts/kpi_optag"]


def test_every_published_table_shows_its_drawing_as_an_image(story: Story) -> None:
    drawn = [asset for asset in story.first.metadata if asset.startswith("published/")]
    for asset in set(drawn) - NO_TABLES:
        picture = story.first.metadata[asset]["afledning"]
        assert isinstance(picture, dg.MarkdownMetadataValue)
        assert str(picture.value).startswith("![Afledning af published.")


def test_the_same_files_give_the_same_versions_and_a_new_file_gives_new_ones(story: Story) -> None:
    assert story.first.versions == story.again.versions
    assert story.first.versions["published/aktuel"] == story.first.publicering_id
    changed = {
        asset
        for asset, version in story.later.versions.items()
        if version != story.again.versions[asset]
    }
    assert {f"raw/{FEED}", f"staging/{FEED}", "marts/kpi_fvu_amu"} <= changed
    assert not {"raw/etu", "staging/etu", "marts/kpi_optag", "published/dim_dato"} & changed


def test_every_published_table_is_checked_for_columns_from_nowhere(story: Story) -> None:
    checked = {check.asset for check in story.first.checks if check.name == CHECK and check.passed}
    assert (
        checked
        == {asset for asset in story.first.metadata if asset.startswith("published/")} - NO_TABLES
    )
