"""Auditors see everything and change nothing: in the read-only Dagster UI, and through nginx."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from string import Template

import pytest

from tests.deploy.mutations import HARMLESS, REFUSED
from tests.deploy.serving import (
    COOKIE,
    JSON,
    Server,
    find_nginx,
    started_accounts,
    started_nginx,
    unit_command,
)
from tests.deploy.watched import Watched, watched_night
from tests.factories import ROOT
from tests.nights import Home

UNAUTHORIZED = re.compile(r"UnauthorizedError|You do not have permission to terminate this run")
WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
    "Sec-WebSocket-Protocol": "graphql-ws",
}
SEEN = """{
    assetNodeOrError(assetKey: {path: ["published", "fakt_maalstatus"]}) { ... on AssetNode {
        description
        groupName
        dependencyKeys { path }
        assetMaterializations(limit: 1) { metadataEntries { label __typename } }
        assetChecksOrError { ... on AssetChecks { checks {
            name executionForLatestMaterialization { status }
        } } }
    } }
}"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Run a night by the command, and show it read-only."""
    with watched_night(Home(tmp_path_factory.mktemp("hjem"))) as found:
        yield found


@pytest.fixture(scope="module")
def nginx() -> str:
    """Give nginx."""
    program = find_nginx()
    if program is None:
        pytest.skip("nginx is not installed; on Debian it is the package nginx")
    return program


@pytest.fixture(scope="module")
def proxy(
    watched: Watched, nginx: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Start nginx before the webserver; nobody is logged in."""
    with started_nginx(nginx, tmp_path_factory.mktemp("nginx"), watched.webserver) as server:
        yield server


def refusal(server: Server, mutation: str, names: Mapping[str, str]) -> str:
    """Return what a mutation is refused with, or the whole answer where it is not."""
    arguments = Template(REFUSED[mutation]).substitute(names)
    told = json.dumps(server.ask(f"mutation {{ svar: {mutation}{arguments} }}"))
    found = UNAUTHORIZED.search(told)
    return "unauthorized" if found and "Success" not in told else told


def test_every_mutation_of_dagster_is_tried() -> None:
    """A later Dagster with another mutation is not let through unseen."""
    from dagster_graphql.schema import create_schema  # noqa: PLC0415 - takes a second

    (known,) = (
        set(kind.fields)
        for kind in create_schema().graphql_schema.type_map.values()
        if kind.name == "Mutation"
    )
    assert known == REFUSED.keys() | HARMLESS


@pytest.mark.parametrize("mutation", REFUSED)
def test_whatever_would_change_something_is_refused(watched: Watched, mutation: str) -> None:
    assert refusal(watched.webserver, mutation, watched.names) == "unauthorized"


@pytest.mark.parametrize("mutation", REFUSED)
def test_whatever_would_change_something_is_refused_through_the_proxy_too(
    watched: Watched, proxy: Server, mutation: str
) -> None:
    assert refusal(proxy.logged_in(), mutation, watched.names) == "unauthorized"


@pytest.mark.parametrize("event", ["materialization", "check", "observation"])
def test_a_report_of_an_asset_is_refused_by_dagster_and_by_the_proxy(
    watched: Watched, proxy: Server, event: str
) -> None:
    path = f"/report_asset_{event}/marts/kpi_fvu_amu?check_name=kpi_lov&passed=true"
    assert watched.webserver.send("POST", path).status == 401
    assert proxy.logged_in().send("POST", path).status == 403


def test_nothing_that_dagster_keeps_is_other_after_all_that_was_asked(watched: Watched) -> None:
    before = watched.kept()
    for mutation in REFUSED:
        refusal(watched.webserver, mutation, watched.names)
    watched.webserver.ask(SEEN)
    assert watched.kept() == before
    assert {"runs.db", "index.db", "schedules.db"} <= before.keys()


@pytest.mark.parametrize("through", ["directly", "through the proxy"])
def test_an_auditor_sees_assets_materializations_lineage_and_checks(
    watched: Watched, through: str, request: pytest.FixtureRequest
) -> None:
    is_direct = through == "directly"
    server = watched.webserver if is_direct else request.getfixturevalue("proxy").logged_in()

    seen = server.ask(SEEN)["data"]["assetNodeOrError"]

    (made,) = seen["assetMaterializations"]
    entries = {entry["label"]: entry["__typename"] for entry in made["metadataEntries"]}
    checks = {
        check["name"]: (check["executionForLatestMaterialization"] or {}).get("status")
        for check in seen["assetChecksOrError"]["checks"]
    }
    assert seen["description"].startswith("Målstatus.")
    assert seen["groupName"] == "published"
    assert {"path": ["marts", "maal_status"]} in seen["dependencyKeys"]
    assert entries["dagster/column_lineage"] == "TableColumnLineageMetadataEntry"
    assert {"publicering_id", "sha256", "kilder", "afledning"} <= entries.keys()
    assert set(checks.values()) == {"SUCCEEDED"}


@pytest.mark.parametrize("path", ["/", "/graphql", "/assets", "/download_debug/x", "/server_info"])
def test_without_a_login_the_proxy_shows_nothing(proxy: Server, path: str) -> None:
    answer = proxy.send("GET", path)
    assert (answer.status, answer.headers["www-authenticate"][:5]) == (401, "Basic")
    assert "dagster" not in answer.text.casefold()


@pytest.mark.parametrize(("name", "password"), [("revisor", "gættet"), ("en anden", "gættet")])
def test_a_wrong_password_or_name_is_no_login(proxy: Server, name: str, password: str) -> None:
    assert proxy.logged_in(name, password).send("GET", "/").status == 401


def test_with_a_login_the_proxy_shows_the_pages_with_their_headers(proxy: Server) -> None:
    answer = proxy.logged_in().send("GET", "/")

    assert answer.status == 200
    assert "dagster" in answer.text.casefold()
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "nonce-" in answer.headers["content-security-policy"]
    assert answer.headers["server"] == "nginx"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_are_only_read(proxy: Server, method: str) -> None:
    assert proxy.logged_in().send(method, "/assets").status == 403


def test_subscriptions_reach_dagster_as_websockets_with_a_login_alone(proxy: Server) -> None:
    assert proxy.send("GET", "/graphql", headers=WEBSOCKET).status == 401
    opened = proxy.logged_in().send("GET", "/graphql", headers=WEBSOCKET)
    assert (opened.status, opened.headers["sec-websocket-protocol"]) == (101, "graphql-ws")


def test_a_login_with_the_schools_own_accounts_is_asked_for_and_taken(
    watched: Watched, nginx: str, tmp_path: Path
) -> None:
    with (
        started_accounts() as accounts,
        started_nginx(nginx, tmp_path, watched.webserver, asks=accounts) as proxy,
    ):
        sent = proxy.send("GET", "/assets?x=1")
        asked = proxy.send("POST", "/graphql", "{}", JSON)
        signing_in = proxy.send("GET", "/oauth2/start")
        guessed = proxy.send("GET", "/oauth2/auth")
        known = replace(proxy, headers={"Cookie": COOKIE})
        page, refused = known.send("GET", "/assets"), refusal(known, "launchRun", watched.names)

    assert (sent.status, asked.status) == (302, 302)
    assert sent.headers["location"].endswith("/oauth2/start?rd=https://localhost/assets?x=1")
    assert (signing_in.status, guessed.status) == (200, 404)
    assert (page.status, refused) == (200, "unauthorized")


def test_make_starts_the_webserver_as_the_unit_does() -> None:
    command = ["make", "--dry-run", "--always-make", "ui-readonly"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    (line,) = (line for line in made.stdout.splitlines() if "dagster-webserver" in line)
    program, *arguments = unit_command()
    assert Path(program).name == "dagster-webserver"
    assert line.endswith(" ".join(arguments).replace("/srv/sosu/", ""))
