"""The invented school's list: which files were drawn, so that nothing else passes without a key."""

import hashlib
import json
from pathlib import Path

from sosu_pipeline.deliveries.landing import INVENTED_LIST


def drawn_files(root: Path) -> frozenset[str]:
    """Return the sha256 of every file that a list in the landing folder says was drawn."""
    lists = (
        json.loads(path.read_text(encoding="utf-8")) for path in root.glob(f"*/{INVENTED_LIST}")
    )
    return frozenset(sha256 for drawn in lists for sha256 in drawn["filer"].values())


def sha256_of(file: Path) -> str:
    """Return what a delivered file's bytes are called in the list."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
