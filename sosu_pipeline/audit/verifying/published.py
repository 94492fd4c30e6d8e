"""Every kept publication against its own manifest, and the pointer against them."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sosu_pipeline.audit.pages import Side, noted_pages
from sosu_pipeline.audit.verifying.problem import Problem, sha256_of

POINTER, MANIFEST, CONTRACT = "aktuel.json", "manifest.json", "kontrakt.json"
RESTORE = "hent mappen fra en sikkerhedskopi, eller kør natten igen med sosu run"
PAGES = {Side.SCORECARD: "målkortet", Side.REVISION: "revisionssiden"}
WRITE_AGAIN = "skriv den igen med sosu {} --publicering {}"
FROM_COPY = "hent den fra en sikkerhedskopi, eller"
RESTORE_SUMS = "hent filen fra en sikkerhedskopi af arkivet"


def publications(root: Path) -> list[Path]:
    """Return the folders of the kept publications, by name; one being written is not kept."""
    return sorted(path for path in (root / "marts").glob("[!.]*") if path.is_dir())


def problems_of(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with a publication: its manifest, tables and contract."""
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


def page_problems(root: Path, archive: Path, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with a publication's pages: a written one has to be as it was written.

    The one that readers are pointed at has to have them; another may never have been.
    """
    place = f"publiceringen {folder.name}"
    current = _read(root / POINTER) or {}
    for side, called in PAGES.items():
        again = WRITE_AGAIN.format(side, folder.name)
        try:
            noted = noted_pages(archive, folder.name, side)
        except (ValueError, AttributeError):
            yield Problem(place, f"aftrykket af {called} kan ikke læses", RESTORE_SUMS)
            continue
        if noted is None and current.get("publicering_id") == folder.name:
            yield Problem(place, f"{called} er ikke skrevet", again)
        for name, digest in (noted or {}).items():
            path = root / name
            if not path.is_file():
                yield Problem(place, f"{name} mangler", f"{FROM_COPY} {again}")
            elif sha256_of(path) != digest:
                yield Problem(
                    place,
                    f"{name} er ændret, siden den blev skrevet",
                    f"{FROM_COPY} slet den, og {again}",
                )


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
