"""The tree keeps its laws: imports run one way, nothing grows long, nothing foreign is in it."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.cpr_shapes import refused
from tests.factories import ROOT

CODE = ("sosu_pipeline", "assets", "checks", "benchmarks")
MODULES = sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_SELECT = 250, 45, 80
LOCK = ROOT / "requirements.lock"
PIN = re.compile(
    r"([a-z0-9._-]+)(\[[a-z0-9,_-]+\])?==\S+( ; .+?)?((?: --hash=sha256:[0-9a-f]{64})+)"
)
MACHINE_PATH = re.compile(r"(?<![\w/.])/(?:work|farm|root|home|Users|opt|mnt)/\w|[A-Z]:\\\\?Users")
PACKAGE_INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|pythonhosted|pypi\.\w+|/simple\b")


def test_the_import_contracts_hold() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    linted = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


def test_every_room_stands_in_the_import_contract() -> None:
    """A room that no layer names could import, and be imported by, anybody."""
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in configured["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    named = {room.strip() for layer in layers for room in layer.split("|")}
    rooms = {f"sosu_pipeline.{path.stem}" for path in (ROOT / "sosu_pipeline").glob("[!_]*")}
    assert rooms <= named


def test_no_module_is_long() -> None:
    lines = {_place(path): len(_text(path).splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_no_function_is_long() -> None:
    lines = {
        f"{_place(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in (*MODULES, *_tests())
        for node in ast.walk(ast.parse(_text(path)))
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: count for name, count in lines.items() if count > LONGEST_FUNCTION} == {}


def test_no_select_is_long() -> None:
    selects = [*(ROOT / "assets/sql").rglob("*.sql"), *(ROOT / "checks/sql").glob("*.sql")]
    lines = {_place(path): len(_text(path).splitlines()) for path in selects}
    assert {name: count for name, count in lines.items() if count > LONGEST_SELECT} == {}


def test_every_folder_of_code_says_what_belongs_there() -> None:
    folders = {path.parent for path in MODULES}
    silent = {
        _place(folder)
        for folder in folders
        if not (folder / "__init__.py").exists()
        or not ast.get_docstring(ast.parse(_text(folder / "__init__.py")))
    }
    assert silent == set()


def test_no_number_that_somebody_could_have_is_in_the_tree() -> None:
    assert list(refused(_tracked())) == []


@pytest.mark.parametrize("foreign", [MACHINE_PATH, PACKAGE_INDEX], ids=["path", "index"])
def test_no_place_of_one_machine_is_in_the_tree(foreign: re.Pattern[str]) -> None:
    found = [
        f"{_place(path)}:{number}"
        for path in _tracked()
        if path != Path(__file__)
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if foreign.search(line)
    ]
    assert found == []


def test_the_lock_has_a_hash_for_every_pin_and_no_address() -> None:
    pins = _text(LOCK).replace("\\\n    ", "").splitlines()
    assert [pin for pin in pins if not PIN.fullmatch(pin)] == []
    assert "://" not in _text(LOCK)


def test_the_lock_has_everything_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    named = {re.split(r"[\[<>=]", requirement)[0].replace(".", "-") for requirement in asked}
    assert named <= set(re.findall(r"^([a-z0-9-]+)(?:\[.+\])?==", _text(LOCK), re.MULTILINE))


@cache
def _tracked() -> Sequence[Path]:
    """Return the files of the tree as git would take them in."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("the tree is not in git here")
    paths = (ROOT / name.decode() for name in listed.stdout.split(b"\0") if name)
    return [path for path in paths if path.is_file()]


def _tests() -> Iterator[Path]:
    return (ROOT / "tests").rglob("*.py")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
