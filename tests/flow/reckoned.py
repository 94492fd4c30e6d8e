"""What a night knew, taken down for plain reckoning, and what that says of every goal."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.factories import ROOT
from tests.nights import SCHOOL, Home
from tests.oracle.plain_status import (
    Days,
    Feed,
    Known,
    Said,
    goals_on,
    judge,
    judge_milestone,
    unit_and_sources,
)

Key = tuple[str, str]
Row = Mapping[str, Any]

SQL = ROOT / "assets" / "sql"
FEEDS = {path.stem for path in (ROOT / "data" / "kilder").glob("*.yaml")}
IS_OLD = "coalesce(alder_dage > max_alder_dage, true)"


def said_of(declared: Path, known: Known) -> Mapping[Key, Said]:
    """Judge every goal by plain reckoning, by its plan and id."""
    goals = goals_on(declared, known.as_of)
    return {(plan, goal["id"]): _said(goal, known) for plan, goal in goals}


def known_to(home: Home, day: date) -> Known:
    """Take down what the night that has just been run knows."""
    feeds = home.query(f"select kilde, datadato, {IS_OLD} as er_gammel from staging.kilder")
    register = defaultdict(list)
    for line in home.query("from staging.milepaele"):
        register[line["maal"]].append(line)
    return Known(
        as_of=day,
        feeds={row["kilde"]: Feed(row["datadato"], row["er_gammel"]) for row in feeds},
        days=lambda measure: _days(home, measure),
        register=register,
    )


def _said(goal: Row, known: Known) -> Said:
    match goal["type"]:
        case "intet":
            return Said("intet_maal")
        case "milepael":
            return judge_milestone(goal, known)
    unit, tables = unit_and_sources(SQL, goal["maaling"]["kpi"])
    if "basis" in goal:
        tables |= unit_and_sources(SQL, goal["basis"]["kpi"])[1]
    return judge(goal, known, unit, tables & FEEDS)


def _days(home: Home, measure: Row) -> Days:
    kept = [f"skole = '{SCHOOL}'"]
    for name, values in measure.get("filter", {}).items():
        kept.append(f"list_contains({[values] if isinstance(values, str) else values}, {name})")
    rows = home.query(
        f"select dato, sum(taeller) as taeller, coalesce(sum(naevner), 0) as naevner "
        f"from marts.{measure['kpi']} where {' and '.join(kept)} group by dato"
    )
    return {row["dato"]: (Fraction(row["taeller"]), Fraction(row["naevner"])) for row in rows}
