"""Microsoft's own schemas, report validator and Power Query parser take the project."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sosu_pipeline.publishing.powerbi.checking.findings import Check
from sosu_pipeline.publishing.powerbi.checking.read_model import read_models
from sosu_pipeline.publishing.powerbi.checking.schema_checks import examine_schemas
from sosu_pipeline.publishing.powerbi.project import project_files, write_project
from tests.factories import ROOT
from tests.powerbi.faults import PAGES, REPORT, Files, in_pages, in_visual, kind, move_out, swap
from tests.powerbi.star import star

SCHEMAS = ROOT.parent / "shared" / "powerbi-schemas"
NODE = Path(__file__).parent / "node"
OLDEST_NODE = 20
VARIANTS = ["SOSU_Nord_PostgreSQL", "SOSU_Nord_Parquet"]
SECONDS = 180

needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="../shared/powerbi-schemas is not on this machine"
)


@pytest.fixture(scope="module")
def tools(request: pytest.FixtureRequest) -> Path:
    """Return a folder with Microsoft's packages, installed once for each lock."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("node or npm is not on this machine")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    if int(version.stdout.strip("v\n").split(".")[0]) < OLDEST_NODE:
        pytest.skip(f"node {version.stdout.strip()} is older than {OLDEST_NODE}")
    lock = (NODE / "package-lock.json").read_bytes()
    folder = Path(request.config.cache.mkdir(f"powerbi-{hashlib.sha256(lock).hexdigest()[:12]}"))
    for file in NODE.iterdir():
        shutil.copy(file, folder)
    if not (folder / "node_modules" / ".package-lock.json").is_file():
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        left = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if left.returncode:
            pytest.skip(f"npm could not install: {left.stderr[-200:]}")
    return folder


def validate(tools: Path, report: Path) -> dict[str, Any]:
    """Return what Microsoft's report validator says; the schemas are held to elsewhere."""
    script = next((tools / "node_modules" / "@microsoft").glob("*authoring-cli/dist/cli.js"))
    left = subprocess.run(
        ["node", str(script), "validate", "--no-schema", str(report)],
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    return dict(json.loads(left.stdout)["data"])


def parse(tools: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the Power Query texts that Microsoft's parser refuses, and why."""
    left = subprocess.run(
        ["node", "parse_m.cjs"],
        cwd=tools,
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=True,
    )
    return dict(json.loads(left.stdout))


def queries(files: Files) -> dict[str, str]:
    """Return every Power Query text of a project."""
    models, _ = read_models(files)
    return {
        f"{model.root}/{name}": m
        for model in models
        for name, m in [
            *((node.name, node.expression) for _, node in model.of("expression")),
            *(
                (table.name, part.properties["source"])
                for table in model.tables.values()
                for part in table.of("partition")
            ),
        ]
    }


@needs_schemas
def test_microsofts_schemas_take_every_document() -> None:
    assert list(examine_schemas(project_files(star()), SCHEMAS)) == []


@needs_schemas
@pytest.mark.parametrize(
    ("make", "told"),
    [
        (in_pages(lambda d: d.update(order=[])), "'order' was unexpected"),
        (in_pages(lambda d: d.update(pageOrder="Overblik")), "is not of type 'array'"),
        (in_visual(kind("card"), lambda d: d.pop("position")), "'position' is a required"),
        (
            in_visual(kind("card"), lambda d: d["visual"].update(title="Data pr.")),
            "'title' was unexpected",
        ),
        (
            in_visual(kind("slicer"), lambda d: d["visual"]["query"].pop("queryState")),
            "'queryState' is a required",
        ),
        (swap(PAGES, "1.0.0", "9.0.0"), "findes ikke i powerbi-schemas"),
        (swap(f"{REPORT}/.platform", '"displayName"', '"navn"'), "'displayName' is a required"),
        (swap(f"{REPORT}/definition.pbir", '"byPath"', '"bySti"'), "'bySti' was unexpected"),
    ],
)
def test_microsofts_schemas_refuse(make: Callable[[Files], None], told: str) -> None:
    files = project_files(star())

    make(files)

    found = list(examine_schemas(files, SCHEMAS))
    assert {each.check for each in found} == {Check.SCHEMA}
    assert any(told in each.tekst for each in found), found


@pytest.mark.parametrize("variant", VARIANTS)
def test_microsofts_validator_takes_the_report(variant: str, tools: Path, tmp_path: Path) -> None:
    write_project(star(), tmp_path)

    told = validate(tools, tmp_path / f"{variant}.pbip")

    assert (told["result"], told["errorCount"], told["warningCount"]) == ("succeeded", 0, 0)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (in_visual(kind("tableEx"), move_out), "PBIR_LAYOUT_OUT_OF_BOUNDS_WIDTH"),
        (
            in_visual(
                kind("lineChart"), lambda d: d["visual"]["query"]["queryState"].pop("Category")
            ),
            "PBIR_ROLE_REQUIRED_MISSING",
        ),
        (in_pages(lambda d: d["pageOrder"].pop()), "PBIR_PAGE_DIR_NOT_IN_ORDER"),
    ],
)
def test_microsofts_validator_refuses(
    make: Callable[[Files], None], code: str, tools: Path, tmp_path: Path
) -> None:
    files = project_files(star())
    make(files)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    told = validate(tools, tmp_path / f"{REPORT}")

    assert told["result"] != "succeeded"
    assert code in told["diagnostics"]


def test_microsofts_parser_takes_every_query(tools: Path) -> None:
    texts = queries(project_files(star()))

    assert len(texts) == 2 * (26 + 1) + 4 + 2  # tables with measures, parameters and functions
    assert parse(tools, texts) == {}


def test_microsofts_parser_refuses_a_broken_query(tools: Path) -> None:
    files = project_files(star())
    broken = f"{VARIANTS[1]}.SemanticModel/definition/tables/Dato.tmdl"
    swap(broken, "each [dato_noegle] > 0)", "each [dato_noegle] >)")(files)

    (name,) = parse(tools, queries(files))

    assert name == f"{VARIANTS[1]}.SemanticModel/Dato"
