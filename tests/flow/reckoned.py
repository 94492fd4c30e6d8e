"""What a night knew, taken down for plain reckoning, and what that says of every goal."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from tests.factories import ROOT, fetch
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


def said_of(home: Home, declared: Path, day: date) -> Mapping[Key, Said]:
    """Judge every goal by plain reckoning, by its plan and id, after the night has been run."""
    with duckdb.connect(str(home.root / "warehouse.duckdb"), read_only=True) as connection:
        known = _known(connection, day)
        goals = goals_on(declared, day)
        return {(plan, goal["id"]): _said(goal, known) for plan, goal in goals}


def _known(connection: duckdb.DuckDBPyConnection, day: date) -> Known:
    """Take down what the night knows."""
    feeds = fetch(connection, f"select kilde, datadato, {IS_OLD} as er_gammel from staging.kilder")
    register = defaultdict(list)
    for line in fetch(connection, "from staging.milepaele"):
        register[line["maal"]].append(line)
    return Known(
        as_of=day,
        feeds={row["kilde"]: Feed(row["datadato"], row["er_gammel"]) for row in feeds},
        days=lambda measure: _days(connection, measure),
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


def _days(connection: duckdb.DuckDBPyConnection, measure: Row) -> Days:
    kept = [f"skole = '{SCHOOL}'"]
    for name, values in measure.get("filter", {}).items():
        kept.append(f"list_contains({[values] if isinstance(values, str) else values}, {name})")
    rows = fetch(
        connection,
        f"select dato, sum(taeller) as taeller, coalesce(sum(naevner), 0) as naevner "
        f"from marts.{measure['kpi']} where {' and '.join(kept)} group by dato",
    )
    return {row["dato"]: (Fraction(row["taeller"]), Fraction(row["naevner"])) for row in rows}
