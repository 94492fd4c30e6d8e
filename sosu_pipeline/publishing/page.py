"""``docs/da/model.md``: every published table and column in words, written by ``make docs``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sosu_pipeline.publishing.contract import (
    PublishedContract,
    PublishedTable,
    declared_contract,
)

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "da" / "model.md"
KINDS: Final = {
    "dim": "Dimensioner",
    "fakt": "Fakta",
    "bro": "Broer",
    "mart": "Tabeller til visning",
}
INTRODUCTION = """\
# Den publicerede model

Siden skrives af `make docs` ud fra hovederne i `assets/sql/published/` og `columns.csv` samme sted;
ret dér, ikke her. Tabellerne ligger som Parquet i `published/marts/<publicering_id>/`, og
`published/aktuel.json` siger, hvilken publicering der gælder. `kontrakt.json` i mappen siger det
samme som denne side.

En kolonne `<navn>_noegle` peger på `dim_<navn>`; −1 er **Ukendt**, og −2 er **Ikke opdelt**. En
skjult celle er tom og har en `skjult_aarsag`. Derfor må rækker aldrig lægges sammen til et tal, der
selv er publiceret: læs måneden for hele skolen i `fakt_maaling_maaned`, uddannelsens år i
`fakt_maaling_aar` og skolens år i `fakt_maaling_skole`.
"""


def page_of(contract: PublishedContract) -> str:
    """Return the page as Markdown."""
    return "\n".join((INTRODUCTION, *_parts(contract)))


def main() -> None:
    """Write the page."""
    PAGE.write_text(page_of(declared_contract()), encoding="utf-8", newline="\n")


def _parts(contract: PublishedContract) -> Iterator[str]:
    for kind, heading in KINDS.items():
        yield f"## {heading}\n"
        yield from (_table(table) for table in contract.tabeller if table.art == kind)


def _table(table: PublishedTable) -> str:
    lines = [
        f"### {table.navn}: {table.titel}\n",
        f"{table.beskrivelse} Én række er {table.grain}; nøglen er {', '.join(table.noegle)}.\n",
        "| Kolonne | Type | Indhold |",
        "| --- | --- | --- |",
    ]
    for column in table.kolonner:
        unit = f" [{column.enhed}]" if column.enhed else ""
        lines.append(f"| {column.navn} | {column.type} | {column.tekst}{unit} |")
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    main()
