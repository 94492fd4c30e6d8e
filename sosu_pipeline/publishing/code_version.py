"""Which code and declarations made a publication, as short marks of what they say."""

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("sosu_pipeline", "assets", "checks")
SUFFIXES = {".py", ".sql"}
DIGITS = 8


@cache
def code_version() -> str:
    """Return e.g. ``0.1.0+3f9a2c1b``; the same code gives the same text on every machine."""
    return f"{_declared_version()}+{_digest(_files(), ROOT)}"


def declarations_version(data: Path) -> str:
    """Return a short mark of every declaration in a folder, the same on every machine."""
    return _digest([path for path in data.rglob("*") if path.is_file()], data)


def _digest(paths: Iterable[Path], root: Path) -> str:
    """Return the first digits of a sha256 of some files and where they lie; line ends apart."""
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:DIGITS]


def _files() -> list[Path]:
    return [
        path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES
    ]


def _declared_version() -> str:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(document["project"]["version"])
