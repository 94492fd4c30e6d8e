"""Figures added up again from the lines of delivered files, with no code of the pipeline.

A traced row comes with its key and the lines it was made of, as they stand in the clean files of a
drawn school. What each KPI adds is read from the domain and not from the SQL.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from tests.oracle.plain_forloeb import BROKEN_OFF, COMPLETED, TECHNICAL, add_months

Line = Mapping[str, str]
Sums = tuple[Fraction, Fraction | None]
NEEDS = {"Behov", "Stort behov"}
NEXT = {"GF1": ("GF2", 1), "GF2": ("HF", 3)}
WEEKS_TO_AGREEMENT, RESUME_MONTHS = 15, 15
DAYS_A_YEAR, HOURS_A_DAY = 200, Fraction(74, 10)


class Row(NamedTuple):
    """A row of a mart or a feed: its table, key, person and lines."""

    tabel: str
    key: tuple[str, ...]
    person: str | None
    lines: Sequence[Line]


def read_lines(content: bytes) -> list[Line]:
    """Return a clean file's lines by their numbers; the header is line 1."""
    texts = content.decode("utf-8").splitlines()
    return [{}, *({}, *csv.DictReader(texts, delimiter=";"))]


def amount(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def own(row: Row) -> Line:
    """Return the line of a forløb that has the row's own education, part and start."""
    uddannelse, *part, start = row.key
    found = [
        line
        for line in row.lines
        if (line.get("Uddannelse"), line.get("Startdato")) == (uddannelse, start)
        and line.get("GH") in (part or ["GF2"])
    ]
    assert found, f"ingen linje er {row.tabel} {row.key}"
    return found[0]


def ones(rows: Sequence[Row]) -> Sums:
    return Fraction(len(rows)), None


def starts(rows: Sequence[Row]) -> Sums:
    return Fraction(len([own(row) for row in rows])), None


def share(tells: Callable[[Row], bool]) -> Callable[[Sequence[Row]], Sums]:
    def add(rows: Sequence[Row]) -> Sums:
        return Fraction(sum(map(tells, rows))), Fraction(len(rows))

    return add


def left_by(codes: set[str]) -> Callable[[Row], bool]:
    return lambda row: own(row)["Afgangsårsag"] in codes


def went_on(row: Row) -> bool:
    line = own(row)
    left, (part, months) = day(line["Afgangsdato"]), NEXT[line["GH"]]
    assert left
    return any(
        each.get("GH") == part
        and left <= date.fromisoformat(each["Startdato"]) <= add_months(left, months)
        for each in row.lines
    )


def amu_days(row: Row) -> Fraction:
    (line,) = row.lines
    if line["Varighed_dage"]:
        return amount(line["Varighed_dage"])
    return amount(line["Time-varighed"]) / HOURS_A_DAY


def amu_years(rows: Sequence[Row]) -> Sums:
    return sum(map(amu_days, rows), Fraction(0)) / DAYS_A_YEAR, None


def amu_elsewhere(rows: Sequence[Row]) -> Sums:
    away = [
        row
        for row in rows
        if row.lines[0]["gennemfoerende_skole"] != row.lines[0]["godkendt_skole"]
    ]
    return sum(map(amu_days, away), Fraction(0)), sum(map(amu_days, rows), Fraction(0))


def summed(column: str, sign: int = 1) -> Callable[[Sequence[Row]], Sums]:
    def add(rows: Sequence[Row]) -> Sums:
        return sign * sum(
            (amount(line[column]) for row in rows for line in row.lines), Fraction(0)
        ), None

    return add


def of_table(rows: Iterable[Row], name: str) -> list[Row]:
    return [row for row in rows if row.tabel.endswith(f".{name}")]


def abroad(rows: Sequence[Row]) -> Sums:
    stays = [row for row in of_table(rows, "udlandsophold") if row.lines]
    assert all(any(line.get("gennemfoert") == "J" for line in row.lines) for row in stays)
    return Fraction(len(stays)), Fraction(len(of_table(rows, "elev_aar")))


def supported(rows: Sequence[Row]) -> Sums:
    return share(left_by(COMPLETED))(of_table(rows, "forloeb_afgang"))


def holds(rows: Sequence[Row]) -> Sums:
    for row in rows:
        assert row.key[0] in {line["Stamhold"] for line in row.lines}
    return Fraction(len(rows)), Fraction(len({row.key for row in rows}))


def fvu(rows: Sequence[Row]) -> Sums:
    return Fraction(len({(row.person, line["hold"]) for row in rows for line in row.lines})), None


def latest(rows: Sequence[Row]) -> Sums:
    ((line,),) = (row.lines for row in rows)
    return amount(line["vaerdi"]), None


def mean(lines: Iterable[Line]) -> Fraction:
    answers = [Fraction(line["svar"]) for line in lines if line["svar"].isdigit()]
    return sum(answers, Fraction(0)) / len(answers)


def wellbeing(rows: Sequence[Row]) -> Sums:
    return sum((mean(row.lines) for row in rows), Fraction(0)), Fraction(len(rows))


def wellbeing_in_all(rows: Sequence[Row]) -> Sums:
    of_one: dict[tuple[str | None, str], list[Fraction]] = defaultdict(list)
    for row in rows:
        of_one[row.person, row.key[0]].append(mean(row.lines))
    means = [sum(each, Fraction(0)) / len(each) for each in of_one.values()]
    return sum(means, Fraction(0)), Fraction(len(means))


def answered(rows: Sequence[Row]) -> Sums:
    respondents = sum(
        len({line["respondent"] for line in row.lines if line.get("svar", "").isdigit()})
        for row in of_table(rows, "svarrunde")
    )
    return Fraction(respondents), Fraction(len(of_table(rows, "svaruge_elev")))


def agreement_by(
    last_day: Callable[[Row], date],
) -> Callable[[Sequence[Row]], Sums]:
    def has_one(row: Row) -> bool:
        signed = [day(line.get("underskriftsdato")) for line in row.lines if "CPR_NR" in line]
        return any(each is not None and each <= last_day(row) for each in signed)

    return share(has_one)


def planned_end(row: Row) -> date:
    """Return the planned end of a GF2 by the last of the lines that continue it."""
    uddannelse, start = row.key
    begun = sorted(
        (
            line
            for line in row.lines
            if line.get("GH") == "GF2" and line["Uddannelse"] == uddannelse
        ),
        key=lambda line: line["Startdato"],
    )
    last = next(line for line in begun if line["Startdato"] == start)
    for line in begun:
        is_later = line["Startdato"] > last["Startdato"]
        if is_later and last["Afgangsårsag"] in TECHNICAL:
            last = line
    end = day(last["Forventet slut"])
    assert end
    return end


def week_15(free: set[tuple[int, int]]) -> Callable[[Row], date]:
    """Return how the Monday of the 15th week of teaching is found; ``free`` weeks do not count."""

    def monday_of(row: Row) -> date:
        start = date.fromisoformat(row.key[1])
        monday = start - timedelta(days=start.weekday())
        weeks = 0
        while True:
            weeks += monday.isocalendar()[:2] not in free
            if weeks == WEEKS_TO_AGREEMENT:
                return monday
            monday += timedelta(days=7)

    return monday_of


def free_weeks(years: Iterable[int]) -> set[tuple[int, int]]:
    """Return the weeks without teaching: by number, and Easter's, Christmas' and New Year's."""
    days = [
        holiday
        for year in years
        for holiday in (easter(year), date(year, 12, 25), date(year, 1, 1))
    ]
    numbered = {(year, week) for year in years for week in (7, 28, 29, 30, 31, 42)}
    return numbered | {each.isocalendar()[:2] for each in days}


def easter(year: int) -> date:
    """Return Easter Sunday by Oudin's rule."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (moon - weekday + 40) // 44
    return date(year, month, moon - weekday + 28 - 31 * (month // 4))


def state_on(as_of: date) -> Callable[[Row], str]:
    """Return how the state of a start is found: of its last line, with those that continue it."""

    def state(row: Row) -> str:
        uddannelse, part, start = row.key
        lines = sorted(
            (line for line in row.lines if line.get("Uddannelse") == uddannelse and "GH" in line),
            key=lambda line: line["Startdato"],
        )
        last = next(line for line in lines if (line["GH"], line["Startdato"]) == (part, start))
        for line in lines:
            left = day(last["Afgangsdato"])
            is_gone = left is not None and left <= as_of
            is_later = line["Startdato"] > last["Startdato"]
            goes_on = last["Afgangsårsag"] in TECHNICAL and line["GH"] == last["GH"]
            resumes = (
                last["Afgangsårsag"] in BROKEN_OFF
                and left is not None
                and left <= date.fromisoformat(line["Startdato"]) <= add_months(left, RESUME_MONTHS)
            )
            if is_later and is_gone and (goes_on or resumes):
                last = line
        left = day(last["Afgangsdato"])
        code = last["Afgangsårsag"] if left is None or left <= as_of else ""
        return "fuldfoert" if code in COMPLETED else "afbrudt" if code in BROKEN_OFF else "i_gang"

    return state


def any_line(column: str, passes: Callable[[str], bool]) -> Callable[[Row], bool]:
    return lambda row: any(passes(line[column]) for line in row.lines if column in line)


def adders(as_of: date, free: set[tuple[int, int]]) -> dict[str, Callable[[Sequence[Row]], Sums]]:
    """Return how each KPI's sums are added up again, the cohorts' states apart."""
    begun = any_line("stoette_fra", lambda text: bool(text) and date.fromisoformat(text) <= as_of)
    return {
        "kpi_optag": starts,
        "kpi_soegning": ones,
        "kpi_aftale_kommune": ones,
        "kpi_amu_deltagere": ones,
        "kpi_afgangsaarsag": lambda rows: (Fraction(sum(map(left_by(BROKEN_OFF), rows))), None),
        "kpi_gymnasial": share(lambda row: own(row)["Forudgående uddannelse"] == "Gymnasial"),
        "kpi_afbrud": share(left_by(BROKEN_OFF)),
        "kpi_gennemfoerelse": share(left_by(COMPLETED)),
        "kpi_gennemfoerelse_stoettede": supported,
        "kpi_gf1_til_gf2": share(went_on),
        "kpi_gf2_til_hf": share(went_on),
        "kpi_afvist_til_kursus": share(lambda row: any("kursus" in line for line in row.lines)),
        "kpi_kursus_til_start": share(lambda row: any("GH" in line for line in row.lines)),
        "kpi_aftale_slut": agreement_by(planned_end),
        "kpi_aftale_uge15": agreement_by(week_15(free)),
        "kpi_amu_aarselever": amu_years,
        "kpi_amu_udlagt": amu_elsewhere,
        "kpi_amu_aflyst": share(lambda row: {line["status"] for line in row.lines} == {"Aflyst"}),
        "kpi_eud_aarselever": summed("Bidrag i måned"),
        "kpi_budget": summed("budget", -1),
        "kpi_resultat": summed("realiseret", -1),
        "kpi_kantine": summed("realiseret"),
        "kpi_fvu_amu": fvu,
        "kpi_holdstoerrelse": holds,
        "kpi_register": latest,
        "kpi_sprogbehov": share(any_line("resultat", NEEDS.__contains__)),
        "kpi_sprogstoette": share(begun),
        "kpi_svarandel": answered,
        "kpi_trivsel_etu": wellbeing,
        "kpi_trivsel_mikro": wellbeing,
        "kpi_udland": abroad,
    }
