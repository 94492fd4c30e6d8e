"""Which code made a publication: the package's version and the content of its code and SQL."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("sosu_pipeline", "assets", "checks")
SUFFIXES = {".py", ".sql"}


@cache
def code_version() -> str:
    """Return e.g. ``0.1.0+3f9a2c1b``; the same code gives the same text on every machine."""
    digest = hashlib.sha256()
    for path in sorted(_files(), key=lambda path: path.relative_to(ROOT).as_posix()):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{_declared_version()}+{digest.hexdigest()[:8]}"


def _files() -> list[Path]:
    return [
        path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES
    ]


def _declared_version() -> str:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(document["project"]["version"])
