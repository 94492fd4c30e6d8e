"""What an attacker found: hidden cells of a few people that cannot be many, or that are certain."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from sosu_pipeline.privacy.disclosure import Decision, Level
from sosu_pipeline.privacy.disclosure.published import HIDDEN, LEFT_OUT
from tests.disclosure.attacker import LEVELS, Attacker
from tests.disclosure.schools import School, shown_of

CLOSE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A hidden cell that was found, and what of it."""

    level: str
    kpi: str
    opdeling: str
    key: tuple[object, ...]
    what: str


def findings_of(
    school: School, decision: Decision, aar: int, *, share: float = 1.0
) -> Iterator[Finding]:
    """Yield every small hidden cell of a year that a reader can find, or of a share of them."""
    attackers = [Attacker(known) for known in shown_of(school, decision, aar).parts()]
    by_kpi = {kpi: attacker for attacker in attackers for kpi in attacker.known.kpis}
    for level, table in school.tables().items():
        key = ["kpi", "skole", "aar", "opdeling", *LEVELS[level]]
        flags = decision.levels[Level(level)][[*key, HIDDEN, LEFT_OUT]]
        rows = table.merge(flags, on=key, validate="one_to_one")
        few = rows["personer"] < rows["kpi"].map(school.laws.limit_of)
        small = rows[few & (rows["aar"] == aar) & ~rows["er_udeladt"]]
        for row in small.sample(frac=share, random_state=1).to_dict("records"):
            yield from found_of(by_kpi[row["kpi"]], level, row, school.laws.limit_of(row["kpi"]))


def found_of(
    attacker: Attacker, level: str, row: dict[str, object], limit: int
) -> Iterator[Finding]:
    """Yield what a reader finds of a small row."""
    kpi, opdeling = str(row["kpi"]), str(row["opdeling"])
    key = tuple(row[name] for name in LEVELS[level])
    base = "taeller" if kpi in attacker.known.counts else "naevner"

    def found(what: str) -> Finding:
        return Finding(level=level, kpi=kpi, opdeling=opdeling, key=key, what=what)

    if not row["er_skjult"]:
        yield found("vist")
        return
    most = attacker.most_of(level, kpi, opdeling, key, base)
    if most < row[base] * limit / row["personer"] - CLOSE:
        yield found(f"{base} højst {most}")
    if kpi in attacker.known.counts or _is_told(attacker, kpi, opdeling, level, key):
        return
    least, most = attacker.range_of(level, kpi, opdeling, key, "taeller")
    if most - least < CLOSE:
        yield found(f"taeller er {least}")


def _is_told(
    attacker: Attacker, kpi: str, opdeling: str, level: str, key: tuple[object, ...]
) -> bool:
    """Tell whether a shown total around a cell says that none, or all, of its people count."""
    if kpi not in attacker.known.shares:
        return False
    around = pd.DataFrame(attacker.shown_around(kpi, opdeling, level, key))
    if around.empty:
        return False
    return bool(((around["taeller"] == 0) | (around["taeller"] == around["naevner"])).any())
