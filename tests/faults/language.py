"""Messages are for Danish readers."""

import re

from tests.nights import Home

ENGLISH = re.compile(
    r"\b(the|is|are|not|with|must|cannot|expected|error|failed|missing|value|column|line|file)\b",
    re.IGNORECASE,
)
LEDGERS = ("raw.filer", "raw.landing", "staging.leveringer", "staging.karantaene")


def english_messages(home: Home) -> list[str]:
    """Return the messages of a night's ledgers that have an English word in them."""
    told = " union ".join(f"select tekst, middel from {ledger}" for ledger in LEDGERS)
    texts = [f"{row['tekst']}; {row['middel']}" for row in home.query(told) if row["tekst"]]
    assert texts, "nothing was told"
    return [text for text in texts if ENGLISH.search(text)]
