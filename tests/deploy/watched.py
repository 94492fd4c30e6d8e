"""A completed night that auditors watch: its home, its webserver, what could be changed."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill

from tests.deploy.mutations import PLACE
from tests.deploy.serving import Server, started_webserver
from tests.factories import RUN_DATE
from tests.nights import Home, delivery

BACKFILL = "opfundet"
STATES = f"""{{
    runsOrError {{ ... on Runs {{ results {{ runId }} }} }}
    scheduleOrError(scheduleSelector: {{{PLACE}, scheduleName: "hver_nat"}})
        {{ ... on Schedule {{ scheduleState {{ id }} }} }}
    sensorOrError(sensorSelector: {{{PLACE}, sensorName: "besked_om_nat"}})
        {{ ... on Sensor {{ sensorState {{ id }} }} }}
}}"""


@dataclass(frozen=True)
class Watched:
    """A home with a completed night, the read-only webserver on it, and what is there to change."""

    home: Home
    webserver: Server
    names: Mapping[str, str]

    def kept(self) -> dict[str, str]:
        """Return all that Dagster keeps of the home, database by database."""
        found = {}
        for path in sorted((self.home.root / "dagster").rglob("*.db")):
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                found[path.name] = "\n".join(connection.iterdump())
        return found


@contextmanager
def watched_night(home: Home) -> Iterator[Watched]:
    """Run a night by the command, and show it read-only."""
    home.drop("fvu", "fvu.csv", delivery("fvu", {}, {}))
    ran = home.command("run", "--dato", RUN_DATE.isoformat())
    assert ran.returncode == 0, ran.stderr
    _add_backfill(home.root / "dagster")
    with started_webserver(home) as webserver:
        yield Watched(home, webserver, _names(webserver))


def _add_backfill(dagster_home: Path) -> None:
    """Let there be a backfill to run again, which the project itself never has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(dagster_home))
        with dg.DagsterInstance.get() as instance:
            backfill = PartitionBackfill(
                backfill_id=BACKFILL,
                status=BulkActionStatus.COMPLETED_FAILED,
                from_failure=False,
                tags={},
                backfill_timestamp=time.time(),
                asset_selection=[dg.AssetKey(["marts", "kpi_fvu_amu"])],
            )
            instance.add_backfill(backfill)


def _names(webserver: Server) -> dict[str, str]:
    found = webserver.ask(STATES)["data"]
    return {
        "run": found["runsOrError"]["results"][0]["runId"],
        "schedule": found["scheduleOrError"]["scheduleState"]["id"],
        "sensor": found["sensorOrError"]["sensorState"]["id"],
        "backfill": BACKFILL,
    }
