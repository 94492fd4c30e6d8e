"""Every published figure of a school and year, followed to its lines and added up again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sosu_pipeline.audit.tracing.asking import Asking
from sosu_pipeline.audit.tracing.figure import Tracing
from sosu_pipeline.audit.tracing.request import Request
from sosu_pipeline.audit.tracing.result import Figure
from sosu_pipeline.cli.tracing import opened
from sosu_pipeline.declarations.catalog import load_catalog
from sosu_pipeline.deliveries.archive import Archive
from sosu_pipeline.deliveries.sealing import Seal
from sosu_pipeline.settings import Settings
from tests.factories import marts
from tests.flow.drawn import PR_DATO, run_school
from tests.nights import Home
from tests.oracle.plain_lines import (
    Row,
    adders,
    free_weeks,
    read_lines,
    share,
    state_on,
    wellbeing_in_all,
)

KPIS = sorted(name for name, model in marts().items() if model.is_kpi)
PUBLISHED_DECIMALS = Fraction(1, 10_000)
EVERY = 199
"""Of the finer cells every 199th is followed."""


@dataclass(frozen=True)
class Traced:
    """A drawn school's night with its figures ready to be followed."""

    home: Home
    asking: Asking
    tracing: Tracing

    def follow(self, request: Request) -> Figure:
        """Return the trace of a cell, with its lines."""
        return self.tracing.follow(self.asking.cell(request), with_rows=True)

    def published(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a select on the publication."""
        return self.asking.publication.tables.execute(select).fetchall()


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    root = tmp_path_factory.mktemp("skole")
    yield from traced(run_school(root, rod=0).home)


def traced(home: Home) -> Iterator[Traced]:
    settings = Settings(home=home.root)
    with ExitStack() as stack:
        asking, tables = stack.enter_context(opened(settings, load_catalog(settings.data)))
        archive = Archive(settings.archive_folder, Seal(None))
        yield Traced(home, asking, Tracing(tables, cache(archive.verify)))


@pytest.mark.parametrize("kpi", KPIS)
def test_a_year_shown_or_hidden_is_what_the_lines_of_the_files_add_up_to(
    night: Traced, kpi: str
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
        assert _near(_added(night.home, kpi, opdeling, figure), sums), (aar, opdeling)


def test_a_finer_cell_adds_up_at_every_step(night: Traced) -> None:
    cells = night.published(
        "select kpi, aar, dato, uddannelse, uddannelsesdel, afdeling, opdeling "
        "from fakt_maaling inner join dim_kpi using (kpi_noegle) "
        "inner join (select dato_noegle, dato from dim_dato) using (dato_noegle) "
        "inner join dim_uddannelse as u using (uddannelse_noegle) "
        "inner join dim_uddannelsesdel as d using (uddannelsesdel_noegle) "
        "inner join dim_afdeling as a using (afdeling_noegle) "
        "where skjult_aarsag is null and least(uddannelse_noegle, uddannelsesdel_noegle, "
        "afdeling_noegle) > 0 order by all"
    )[::EVERY]

    assert len({kpi for kpi, *_ in cells}) > 3
    for kpi, aar, dato, uddannelse, uddannelsesdel, afdeling, opdeling in cells:
        request = Request(
            hvad=kpi,
            aar=aar,
            maaned=f"{dato:%Y-%m}",
            uddannelse=uddannelse,
            uddannelsesdel=uddannelsesdel,
            afdeling=afdeling,
            opdeling=opdeling or None,
        )
        figure = night.follow(request)
        assert figure.sums.enheder
        assert figure.broken == []


def _added(home: Home, kpi: str, opdeling: str, figure: Figure) -> tuple[Fraction, Fraction | None]:
    rows = _rows(home, figure)
    if kpi == "kpi_kohorte":
        return share(lambda row: state_on(PR_DATO)(row) == opdeling)(rows)
    if opdeling == "Samlet":
        return wellbeing_in_all(rows)
    return adders(PR_DATO, free_weeks(range(2018, PR_DATO.year + 2)))[kpi](rows)


def _rows(home: Home, figure: Figure) -> Sequence[Row]:
    """Return the counted rows with their lines, as they stand in the archived files."""
    found: dict[tuple[str, str, str | None], list[Any]] = defaultdict(list)
    for line in figure.linjer or ():
        if line.regnskab == "talt":
            content = _file(home.root / "arkiv" / "filer" / line.sha256[:2] / line.sha256)
            found[line.tabel, line.raekke, line.person].append(content[line.linje])
    return [
        Row(tabel, tuple(key.split(" · ")), person, lines)
        for (tabel, key, person), lines in found.items()
    ]


@cache
def _file(path: Path) -> list[Any]:
    return read_lines(path.read_bytes())


def _near(added: tuple[Fraction, Fraction | None], sums: Sequence[Decimal | None]) -> bool:
    pairs = zip(added, sums, strict=True)
    return all(
        (own is None) == (told is None)
        and (own is None or told is None or abs(own - Fraction(told)) <= PUBLISHED_DECIMALS)
        for own, told in pairs
    )
