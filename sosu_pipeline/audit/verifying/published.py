"""Every kept publication against its own manifest, and the pointer against them."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sosu_pipeline.audit.verifying.problem import Problem, sha256_of

POINTER, MANIFEST, CONTRACT = "aktuel.json", "manifest.json", "kontrakt.json"
SCORECARD = "scorecard/{}/index.html"
RESTORE = "hent mappen fra en sikkerhedskopi, eller kør natten igen med sosu run"
NO_SCORECARD = "skriv den igen med sosu scorecard --publicering"


def publications(root: Path) -> list[Path]:
    """Return the folders of the kept publications, by name; one being written is not kept."""
    return sorted(path for path in (root / "marts").glob("[!.]*") if path.is_dir())


def problems_of(root: Path, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with a publication: its manifest, tables, contract and scorecard."""
    place = f"publiceringen {folder.name}"
    manifest = _read(folder / MANIFEST)
    if manifest is None:
        yield Problem(place, f"{MANIFEST} mangler eller kan ikke læses", RESTORE)
        return
    if manifest.get("publicering_id") != folder.name:
        yield Problem(place, f"{MANIFEST} hører til {manifest.get('publicering_id')}", RESTORE)
    known = {MANIFEST, CONTRACT}
    for file in manifest["tabeller"].values():
        known.add(file["fil"])
        path = folder / file["fil"]
        if not path.is_file():
            yield Problem(place, f"{file['fil']} mangler", RESTORE)
        elif sha256_of(path) != file["sha256"]:
            yield Problem(place, f"{file['fil']} er ændret siden publiceringen", RESTORE)
    if _read(folder / CONTRACT) is None:
        yield Problem(place, f"{CONTRACT} mangler eller kan ikke læses", RESTORE)
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            yield Problem(place, f"{path.name} hører ikke til publiceringen", "flyt filen væk")
    if not (root / SCORECARD.format(folder.name)).is_file():
        yield Problem(place, "målkortet mangler", f"{NO_SCORECARD} {folder.name}")


def pointer_problems(root: Path) -> Iterator[Problem]:
    """Yield what is wrong with the pointer: it has to be a kept publication's manifest."""
    if not publications(root) and not (root / POINTER).exists():
        return
    pointer = _read(root / POINTER)
    if pointer is None:
        yield Problem(POINTER, "mangler eller kan ikke læses", "kør natten igen med sosu run")
        return
    manifest = _read(root / str(pointer.get("sti")) / MANIFEST)
    if manifest is None:
        text = f"peger på publiceringen {pointer.get('publicering_id')}, som ikke findes"
        yield Problem(POINTER, text, RESTORE)
    elif manifest != pointer:
        text = f"siger noget andet end {MANIFEST} i {pointer.get('sti')}"
        yield Problem(POINTER, text, RESTORE)


def _read(path: Path) -> Mapping[str, Any] | None:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) else None
