"""Lineage kept on disk: traced once for the code and the declarations it was traced from."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from sosu_pipeline.audit.lineage.columns import Column, Lineage, Means, Step

FILE = "afledning.json"
MADE_OF, TABLES = "lavet_af", "tabeller"


def made_of(code_version: str, declarations: Path) -> str:
    """Return what lineage rests on as a sha256: the code with its SQL, and every declaration."""
    digest = sha256(code_version.encode())
    for path in sorted(path for path in declarations.rglob("*") if path.is_file()):
        digest.update(path.relative_to(declarations).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def kept(folder: Path, wanted: str, trace: Callable[[], Lineage]) -> Lineage:
    """Return the lineage that a folder keeps of what is wanted, or trace it and keep it there."""
    path = folder / FILE
    if (found := _read(path, wanted)) is not None:
        return found
    lineage = trace()
    folder.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".ny")
    aside.write_text(_text(lineage, wanted), encoding="utf-8")
    aside.replace(path)
    return lineage


def _read(path: Path, wanted: str) -> Lineage | None:
    """Return what is kept; None where it is of other code, or cannot be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if document.get(MADE_OF) != wanted:
        return None
    return Lineage(
        {
            table: {
                name: tuple(Step(Column(of, each), Means(means)) for of, each, means in steps)
                for name, steps in columns.items()
            }
            for table, columns in document[TABLES].items()
        }
    )


def _text(lineage: Lineage, wanted: str) -> str:
    tables = {
        table: {
            name: [[step.source.table, step.source.name, step.means.value] for step in steps]
            for name, steps in columns.items()
        }
        for table, columns in lineage.tables.items()
    }
    return json.dumps({MADE_OF: wanted, TABLES: tables}, ensure_ascii=False)
