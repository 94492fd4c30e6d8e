"""Every published figure of a school, followed to its lines and added up again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sosu_pipeline.audit.tracing.figure import ROWS_STEP
from sosu_pipeline.audit.tracing.lineage import NUMBER, TRACE
from sosu_pipeline.audit.tracing.request import Request
from sosu_pipeline.audit.tracing.result import Figure
from tests.factories import marts
from tests.flow.drawn import PR_DATO, SCHOOL, run_school
from tests.flow.followed import Followed, Unit, followed
from tests.oracle.plain_lines import (
    Row,
    Sums,
    adders,
    free_weeks,
    share,
    state_on,
    wellbeing_in_all,
)

KPIS = sorted(name for name, model in marts().items() if model.is_kpi)
FACTS = {
    "fakt_maaling": ("maaned", "uddannelse", "uddannelsesdel", "afdeling"),
    "fakt_maaling_maaned": ("maaned",),
    "fakt_maaling_aar": ("aar", "uddannelse", "uddannelsesdel"),
    "fakt_maaling_skole": ("aar",),
}
OPTAG = PR_DATO.year - 1
PUBLISHED_DECIMALS = Fraction(1, 10_000)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    with followed(run_school(tmp_path_factory.mktemp("skole"), rod=0).home) as found:
        yield found


@pytest.mark.parametrize("kpi", KPIS)
def test_a_year_shown_or_hidden_is_what_the_lines_of_the_files_add_up_to(
    night: Followed, kpi: str
) -> None:
    figures = night.asking.connection.execute(
        "select aar, coalesce(opdeling, ''), taeller, naevner from marts.kpi_skole "
        "where kpi = ? order by all",
        [kpi],
    ).fetchall()

    assert figures
    for aar, opdeling, *sums in figures:
        figure = night.follow(Request(hvad=kpi, aar=aar, opdeling=opdeling or None))

        assert figure.broken == []
        assert _near(_adder(kpi, opdeling)(_rows(night, figure)), sums), (aar, opdeling)


@pytest.mark.parametrize("kpi", KPIS)
def test_every_published_figure_is_what_the_lines_behind_its_units_add_up_to(
    night: Followed, kpi: str
) -> None:
    rows, units = night.rows(kpi), night.units(kpi)
    shown = 0
    for table, by in FACTS.items():
        cells: defaultdict[tuple[Any, ...], list[Unit]] = defaultdict(list)
        for unit in units:
            cells[unit.cell(by)].append(unit)
        for *cell, taeller, naevner in night.shown(table, by, kpi):
            counted = [rows[number] for number in _numbers(kpi, cells[tuple(cell)])]
            added = _adder(kpi, cell[-1])(counted)

            assert _near(added, (taeller, naevner)), (table, cell)
            shown += 1
    assert shown


def test_every_figure_of_every_goal_is_what_the_lines_of_the_files_add_up_to(
    night: Followed,
) -> None:
    measured = {}
    for goal in night.asking.goals(SCHOOL):
        for asked in night.asking.figures(SCHOOL, goal):
            split = asked.model.header.get("opdeling", "")
            opdeling = next(iter(asked.cell.steder.get(split, ())), "")
            figure = night.tracing.follow(asked, with_rows=True)
            added = _adder(asked.model.name, opdeling)(_rows(night, figure))

            assert figure.broken == [], goal
            assert _near(added, (figure.sums.taeller, figure.sums.naevner)), (goal, figure.titel)
            measured[goal.plan, goal.goal.id] = len(asked.fortalt)
    assert len(measured) > 30
    assert all(measured.values())


def test_a_counted_row_that_no_line_stands_behind_breaks_its_step(night: Followed) -> None:
    with followed(night.home) as own:
        counted = next(unit for unit in own.units("kpi_optag") if unit.dato.year == OPTAG)
        copy = own.tracing.tables.copy("marts.forloeb")
        own.asking.connection.execute(
            f"update {copy} set {TRACE} = [] where {NUMBER} = {counted.numbers[0]}"
        )

        figure = own.follow(Request(hvad="kpi_optag", aar=OPTAG))

    step = next(each for each in figure.egne_trin if each.navn == ROWS_STEP)
    assert not step.holder
    assert step.venstre is not None
    assert step.hoejre == step.venstre - 1


def _numbers(kpi: str, units: Sequence[Unit]) -> set[int]:
    """Return the rows behind units, those of the latest day alone where a KPI counts so."""
    is_latest = marts()[kpi].header.get("over_tid") == "seneste"
    last = max(unit.dato for unit in units)
    return {
        number for unit in units if not is_latest or unit.dato == last for number in unit.numbers
    }


def _adder(kpi: str, opdeling: str) -> Callable[[Sequence[Row]], Sums]:
    if kpi == "kpi_kohorte":
        return share(lambda row: state_on(PR_DATO)(row) == opdeling)
    if opdeling == "Samlet":
        return wellbeing_in_all
    return adders(PR_DATO, free_weeks(range(2018, PR_DATO.year + 2)))[kpi]


def _rows(night: Followed, figure: Figure) -> Sequence[Row]:
    """Return the counted rows with their lines, as they stand in the archived files."""
    found: dict[tuple[str, str, str | None], list[Any]] = defaultdict(list)
    for line in figure.linjer or ():
        if line.regnskab == "talt":
            found[line.tabel, line.raekke, line.person].append(night.line(line.sha256, line.linje))
    return [
        Row(tabel, tuple(key.split(" · ")), person, lines)
        for (tabel, key, person), lines in found.items()
    ]


def _near(added: Sums, sums: Sequence[Decimal | None]) -> bool:
    pairs = zip(added, sums, strict=True)
    return all(
        (own is None) == (told is None)
        and (own is None or told is None or abs(own - Fraction(told)) <= PUBLISHED_DECIMALS)
        for own, told in pairs
    )
