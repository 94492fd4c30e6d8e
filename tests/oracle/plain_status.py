"""Every goal judged once more: the plan read raw, and the rules of its status reckoned anew.

Nothing is shared with the code that judges goals at night but what both are told: the daily rows
of the KPIs, the lines of the register and how far each feed reaches. Figures are fractions.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.oracle.plain_figures import (
    Asked,
    Days,
    adds_up,
    begin,
    counted,
    end,
    look_ahead,
    value,
)

Raw = Mapping[str, Any]
SOON = timedelta(days=60)
FIGURES = {"niveau": "maaltal", "andel": "maaltal", "vaekst": "aarlig"}


class Feed(NamedTuple):
    """How far a feed reaches, and whether it is older than its contract allows."""

    reaches: date | None
    is_old: bool


class Known(NamedTuple):
    """What a night knows; ``days`` gives the daily numerator and denominator of a measure."""

    as_of: date
    feeds: Mapping[str, Feed]
    days: Callable[[Raw], Days]
    register: Mapping[str, Sequence[Raw]]


class Said(NamedTuple):
    """What is said of a goal."""

    status: str
    basis: Fraction | None = None
    aktuel: Fraction | None = None
    maaltal: Fraction | None = None
    prognose: Fraction | None = None


def goals_on(data: Path, as_of: date) -> Iterator[tuple[str, Raw]]:
    """Yield every goal with its plan, as it is worded on a day, a milestone with its deadline."""
    for path in sorted([*data.glob("indsatser/*/*.yaml"), *data.glob("sektormaal/*.yaml")]):
        holder = yaml.safe_load(path.read_text("utf-8"))
        plan = path.parent.name if "nr" in holder else "sektor"
        for goal in holder["maal"]:
            changes = goal.pop("aendringer", [])
            for change in (each for each in changes if each["gyldig_fra"] <= as_of):
                goal.update(change)
            if goal["type"] == "milepael":
                year = goal.get("aar") or holder["periode"].get("til") or int(plan[-4:])
                goal.setdefault("frist", date(year, 12, 31))
            yield plan, goal


@cache
def unit_and_sources(sql: Path, kpi: str) -> tuple[str, frozenset[str]]:
    """Return what a KPI's text says of its unit, and every staging table behind it."""
    texts = {path.stem: path.read_text("utf-8") for path in sql.rglob("*.sql")}

    def behind(name: str) -> Iterator[str]:
        for layer, table in re.findall(r"\b(?:from|join)\s+(marts|staging)\.(\w+)", texts[name]):
            yield from behind(table) if layer == "marts" else [table]

    (unit,) = re.findall(r"^-- enhed: (.+)$", texts[kpi], re.MULTILINE)
    return unit, frozenset(behind(kpi))


def judge(goal: Raw, known: Known, unit: str, sources: frozenset[str]) -> Said:
    """Judge a measured goal, whose KPI has a unit; the feeds behind it are its sources."""
    feeds = [known.feeds.get(each, Feed(None, is_old=True)) for each in sources]
    reached = [feed.reaches for feed in feeds if feed.reaches]
    if len(reached) < len(feeds):
        return Said("mangler_data")
    day = min(known.as_of, *reached)
    said = judge_by(asked_of(goal, known, unit, day), day)
    return said._replace(status="mangler_data") if any(feed.is_old for feed in feeds) else said


def judge_milestone(goal: Raw, known: Known) -> Said:
    """Judge a milestone by the register."""
    lines, deadline = known.register.get(goal["id"], ()), goal["frist"]
    if not lines or known.feeds["milepaele"].is_old:
        return Said("mangler_data")
    if all(
        line["opnaaet_dato"] and line["opnaaet_dato"] <= known.as_of and line["dokumentation"]
        for line in lines
    ):
        return Said("naaet")
    if known.as_of > deadline:
        return Said("bagud")
    if any(line["status"] != "Ikke begyndt" for line in lines):
        return Said("paa_sporet")
    return Said("i_risiko" if known.as_of + SOON >= deadline else "ikke_startet")


def asked_of(goal: Raw, known: Known, unit: str, day: date) -> Asked:
    """Return the goal with its rows; a budget is known for the whole year as it stands."""
    kind, base, up = goal["type"], goal.get("basisaar"), goal.get("retning", "op") == "op"
    named = FIGURES.get(kind, "aendring")
    if kind == "interval":
        named = "mindst" if up else "hoejst"
    days = known.days(goal["maaling"])
    base_days = known.days(goal["basis"]) if "basis" in goal else days
    told_to = max([day, *base_days]) if "basis" in goal else day
    return Asked(
        kind=kind,
        up=up,
        how=goal["maaling"]["vaerdi"],
        unit=goal["maaling"].get("enhed", unit),
        base=base,
        first=goal.get("maalaar") or goal["fra_aar"],
        last=goal.get("maalaar") or goal["til_aar"],
        figure=Fraction(str(goal.get(named, 0))),
        days=days,
        base_days={each: row for each, row in base_days.items() if each <= told_to},
        whole_base=base is not None and told_to >= end(base),
    )


def basis_of(asked: Asked, day: date) -> Fraction | None:
    if asked.base is None:
        return None
    last = end(asked.base) if asked.whole_base else day
    window = asked.base_days, begin(asked.base), last
    return value(asked.how, *window) if counted(asked, *window) else None


def target(asked: Asked, basis: Fraction | None, year: int) -> Fraction:
    if asked.base is None:
        return asked.figure
    goal = basis or Fraction(0)
    match asked.kind:
        case "relativ":
            goal += asked.figure * abs(goal)
        case "absolut":
            goal += asked.figure
        case "vaekst":
            for _ in range(year - asked.base):
                goal += asked.figure * abs(goal) * (1 if asked.up else -1)
    return goal


def judge_by(asked: Asked, day: date) -> Said:
    """Judge a goal by its rows to a day."""
    basis, begun = basis_of(asked, day), day >= begin(asked.first)
    in_percent = asked.kind in {"relativ", "vaekst"}
    is_faulty = asked.base is not None and (basis is None or (in_percent and basis == 0))
    year = year_to_judge(asked, day) if begun else asked.first
    knows = not is_faulty and (begun or asked.base is None or asked.whole_base)
    told = Said("", basis, None, target(asked, basis, year) if knows else None)
    if not begun:
        if asked.base is None or day < begin(asked.base):
            return told._replace(status="ikke_startet")
        is_missing = asked.whole_base and is_faulty
        return told._replace(status="mangler_data" if is_missing else "baseline_opbygges")
    if is_faulty:
        return told._replace(status="mangler_data")
    now = value(asked.how, asked.days, begin(year), min(day, end(year)))
    if now is None and day >= end(year):
        return told._replace(status="mangler_data")
    if now is None:
        waits = "ikke_startet" if asked.base is None else "baseline_opbygges"
        return told._replace(status=waits)
    return judge_year(asked, told._replace(aktuel=now), now, year, day)


def year_to_judge(asked: Asked, day: date) -> int:
    """Return the year under way, or the latest with figures, and no year after the last one."""
    years = range(asked.first, min(day.year, asked.last) + 1)
    if day >= end(asked.last):
        return asked.last
    found = [y for y in years if counted(asked, asked.days, begin(y), min(day, end(y)))]
    return max(found, default=day.year)


def judge_year(asked: Asked, told: Said, now: Fraction, year: int, day: date) -> Said:
    """Judge a year with a figure: by the figure once it is over, before that by its forecast."""
    goal = told.maaltal or Fraction(0)

    def met(figure: Fraction) -> bool:
        if figure == goal:
            return asked.kind != "bedre_end_basis"
        return (figure > goal) == asked.up

    if day >= end(year):
        good, bad = ("naaet", "ikke_naaet") if year == asked.last else ("paa_sporet", "bagud")
        return told._replace(status=good if met(now) else bad)
    likely, bounds = look_ahead(asked, now, year, day)
    status = "paa_sporet" if met(likely) else "bagud"
    if not met(likely) and (bounds is None or bounds[0] <= goal <= bounds[1]):
        status = "i_risiko"
    if adds_up(asked, year, day) and asked.up and year == asked.last and met(now):
        status = "naaet"
    return told._replace(status=status, prognose=likely)
