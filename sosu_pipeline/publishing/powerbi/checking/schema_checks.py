"""Microsoft's JSON schemas, read from a folder; nothing is fetched."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

import jsonschema
from referencing import Registry, Resource

from sosu_pipeline.publishing.powerbi.checking.findings import Check, Finding
from sosu_pipeline.publishing.powerbi.checking.report_checks import read_json

ADDRESSES: Final = "/json-schemas/"
MOST_TOLD: Final = 3


def examine_schemas(files: Mapping[str, str], folder: Path) -> Iterator[Finding]:
    """Yield what Microsoft's schemas refuse, a few words of each."""
    for file, text in files.items():
        document = read_json(text) if _is_document(file) else None
        if document is None:
            continue
        address = str(document.get("$schema", ""))
        if not _path(folder, address).is_file():
            yield Finding(Check.SCHEMA, file, f"skemaet {address} findes ikke i {folder.name}")
            continue
        errors = sorted(_validator(folder, address).iter_errors(document), key=str)
        for error in errors[:MOST_TOLD]:
            where = "/".join(map(str, error.absolute_path)) or "dokumentet"
            yield Finding(Check.SCHEMA, file, f"{where}: {error.message[:200]}")


def _is_document(file: str) -> bool:
    path = PurePosixPath(file)
    return path.name == ".platform" or path.suffix in {".json", ".pbip", ".pbir", ".pbism"}


@cache
def _validator(folder: Path, address: str) -> jsonschema.Draft7Validator:
    registry: Registry[Any] = Registry(
        retrieve=lambda uri: Resource.from_contents(_read(_path(folder, uri)))  # type: ignore[call-arg]
    )
    return jsonschema.Draft7Validator(_read(_path(folder, address)), registry=registry)


def _path(folder: Path, address: str) -> Path:
    return folder / urlsplit(address).path.removeprefix(ADDRESSES).lstrip("/")


def _read(path: Path) -> Any:  # noqa: ANN401 - JSON is any
    return json.loads(path.read_text(encoding="utf-8"))
