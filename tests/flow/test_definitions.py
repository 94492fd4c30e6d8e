"""The code location as Dagster shows it: what is there, how it is described, and that it loads."""

import ast
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from sosu_pipeline.automation import NIGHT_JOB, REVISION_JOB, night_schedule
from sosu_pipeline.cli.night import PAGE_STEPS, STEPS
from sosu_pipeline.definitions import defs
from sosu_pipeline.naming import Layer
from sosu_pipeline.settings import Settings
from tests.factories import ROOT
from tests.nights import DATABASE, POINTER, Home, Outcome, completed

GRAPH = defs.resolve_asset_graph()
NO_TABLES = {POINTER, DATABASE, "published/scorecard", "published/revision"}
TABLES = sorted(key for key in GRAPH.executable_asset_keys if key.to_user_string() not in NO_TABLES)
LONGEST_ASSET = 25
STARTS_WITHIN_SECONDS = 90
ASSETS_QUERY = "{ assetNodes { groupName assetKey { path } } }"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Run a night on which nothing has been delivered yet."""
    return completed(Home(tmp_path_factory.mktemp("tom")).run())


def test_the_definitions_validate_without_a_dagster_home(tmp_path: Path) -> None:
    arguments = ["-m", "dagster", "definitions", "validate", "-w", "workspace.yaml"]
    validated = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=_environment(tmp_path),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert validated.returncode == 0, validated.stderr


def test_the_webserver_answers_with_the_assets(tmp_path: Path) -> None:
    with _webserver(tmp_path) as url:
        nodes = _ask(url, ASSETS_QUERY)["data"]["assetNodes"]

    shown = {tuple(node["assetKey"]["path"]): node["groupName"] for node in nodes}
    assert shown.keys() == {tuple(key.path) for key in GRAPH.get_all_asset_keys()}
    assert shown["marts", "kpi_optag"] == "marts"


def test_the_assets_are_grouped_by_layer() -> None:
    groups = {key: GRAPH.get(key).group_name for key in GRAPH.executable_asset_keys}
    assert {group for key, group in groups.items()} == {layer.value for layer in Layer}
    assert all(key.path[0] == group for key, group in groups.items())


@pytest.mark.parametrize("name", ["kpi_optag", "kpi_aftale_kommune", "kpi_trivsel_etu"])
def test_a_kpi_shows_its_formula_sources_limits_and_the_goals_that_rest_on_it(name: str) -> None:
    told = GRAPH.get(dg.AssetKey(["marts", name])).metadata
    assert {"formel", "enhed", "kilder", "kendte begrænsninger", "mål"} <= told.keys()
    assert all(told.values())


def test_the_goals_show_what_each_of_them_promises() -> None:
    page = GRAPH.get(dg.AssetKey(["marts", "maal_status"])).metadata["mål"]
    assert isinstance(page, dg.MarkdownMetadataValue)
    plan = (ROOT / "data" / "indsatser" / "sosu_nord_2026").glob("*.yaml")
    assert all(f"#### {int(file.stem)}. " in page.value for file in plan)


def test_every_asset_says_what_it_is_and_who_owns_it() -> None:
    assets = map(GRAPH.get, GRAPH.get_all_asset_keys())
    assert {
        asset.key
        for asset in assets
        if not (asset.description and asset.owners and asset.kinds and asset.tags)
    } == set()


def test_every_table_shows_its_columns_and_rows_when_it_is_made(night: Outcome) -> None:
    for key in TABLES:
        told = night.metadata[key.to_user_string()]
        assert isinstance(told["dagster/row_count"].value, int), key
        assert isinstance(schema := told["dagster/column_schema"].value, dg.TableSchema), key
        assert schema.columns, key


def test_a_night_with_nothing_delivered_publishes_and_names_every_feed(night: Outcome) -> None:
    (late,) = night.failed
    assert (late.name, late.severity) == ("friskhed", dg.AssetCheckSeverity.WARN)
    feeds = {path.stem for path in ROOT.glob("data/kilder/*.yaml")}
    assert all(f"{feed} er aldrig modtaget" in late.description for feed in feeds)
    assert night.pointer is not None


def test_every_check_guards_an_asset_that_exists() -> None:
    guarded = {check.asset_key for check in GRAPH.asset_check_keys}
    assert guarded <= GRAPH.get_all_asset_keys()


def test_every_promise_is_bound_to_its_table() -> None:
    promised = {path.stem for path in ROOT.glob("checks/sql/*.sql")}
    assert promised <= {check.name for check in GRAPH.asset_check_keys}


def test_the_night_and_its_page_tell_of_every_step_they_take() -> None:
    told = {NIGHT_JOB: STEPS, REVISION_JOB: PAGE_STEPS}
    for job, steps in told.items():
        assert {node.name for node in defs.resolve_job_def(job).nodes} == steps.keys()


def test_every_sql_model_has_a_blocking_check() -> None:
    checks = map(GRAPH.get, GRAPH.asset_check_keys)
    blocked = {check.key.asset_key for check in checks if check.blocking}
    models = [
        path.relative_to(ROOT / "assets" / "sql") for path in ROOT.glob("assets/sql/**/*.sql")
    ]
    assert {dg.AssetKey([path.parts[0], path.stem]) for path in models} <= blocked


def test_the_night_runs_at_two_in_danish_time_by_itself_only_in_production() -> None:
    usual, production = (
        night_schedule(Settings(miljoe=miljoe)) for miljoe in ("udvikling", "produktion")
    )
    assert usual.cron_schedule == "0 2 * * *"
    assert usual.execution_timezone == "Europe/Copenhagen"
    assert usual.job_name == NIGHT_JOB
    assert usual.default_status is dg.DefaultScheduleStatus.STOPPED
    assert production.default_status is dg.DefaultScheduleStatus.RUNNING


def test_an_asset_fetches_calls_and_reports_in_few_lines() -> None:
    functions = {
        f"{path.stem}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in (ROOT / "assets").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    }
    assert {"raw.raw", "staging.staging", "marts.marts", "published.published"} <= functions.keys()
    assert {name: lines for name, lines in functions.items() if lines > LONGEST_ASSET} == {}


@contextmanager
def _webserver(home: Path) -> Iterator[str]:
    """Start the webserver on a free port and stop it with all it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    arguments = ["-m", "dagster_webserver", "-w", "workspace.yaml", "-h", "127.0.0.1", "-p", port]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**_environment(home), "DAGSTER_HOME": str(home)},
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}/graphql"
        _await(url, server, home / "log")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text("utf-8")
        try:
            _ask(url, "{ version }")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(log.read_text("utf-8"))


def _ask(url: str, query: str) -> Mapping[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - our own server
        url, json.dumps({"query": query}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        answer: Mapping[str, Any] = json.load(response)
        return answer


def _environment(home: Path) -> dict[str, str]:
    """Return an environment that knows no Dagster and whose settings lie in a folder of its own."""
    dropped = ("SOSU_", "DAGSTER_")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "SOSU_HOME": str(home), "PYTHONUTF8": "1"}
