"""Reason codes in Danish words."""

import re
from typing import Final

from sosu_pipeline.audit.tracing.accounts import ELSEWHERE, OUTDATED, UNCHOSEN, UNMET
from sosu_pipeline.audit.tracing.stages import CONDITION, UNPAIRED

LETTERS: Final = {
    "aar": "år",
    "naaet": "nået",
    "foer": "før",
    "soegt": "søgt",
    "ansoegning": "ansøgning",
    "ansoegningsdato": "ansøgningsdato",
    "ophaevet": "ophævet",
    "laereplads": "læreplads",
    "aabent": "åbent",
    "faa": "få",
    "afslagsaarsag": "afslagsårsag",
    "gaelder": "gælder",
    "gennemfoert": "gennemført",
    "gennemfoerelse": "gennemførelse",
    "fortsaettelse": "fortsættelse",
}
OWN: Final = {
    ELSEWHERE: "tæller i en anden celle, f.eks. et andet år",
    OUTDATED: "afløst af et senere tal i perioden",
    UNCHOSEN: "ikke valgt: en anden række for samme person eller hold gælder",
    UNMET: "falder ikke på en dag eller en kode, der indgår",
}


def in_words(grund: str) -> str:
    """Return a reason code as words; a condition is shown as it stands in the SQL."""
    if grund.startswith(CONDITION):
        return f"uden for nøgletallet: opfylder ikke {grund.removeprefix(CONDITION)}"
    if grund.startswith(UNPAIRED):
        return f"uden for nøgletallet: har ingen række i {grund.removeprefix(UNPAIRED)}"
    if grund in OWN:
        return OWN[grund]
    return " ".join(LETTERS.get(word, word) for word in re.split("_", grund))
