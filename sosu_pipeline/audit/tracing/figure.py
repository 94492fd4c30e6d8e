"""The trace of one figure: its units, their rows, the lines behind them and their files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sosu_pipeline.audit.tracing import files
from sosu_pipeline.audit.tracing.accounts import (
    IN_CELL,
    UNITS,
    RowAccount,
    accounts_of_kpi,
    accounts_of_mart,
    is_latest,
    write_units,
)
from sosu_pipeline.audit.tracing.cell import Cell
from sosu_pipeline.audit.tracing.goals import Told
from sosu_pipeline.audit.tracing.lineage import TRACE
from sosu_pipeline.audit.tracing.lines import lines_of, write_lines
from sosu_pipeline.audit.tracing.published import Shown
from sosu_pipeline.audit.tracing.result import Figure, Step, Sums, Way
from sosu_pipeline.audit.tracing.tables import TracedTables
from sosu_pipeline.warehouse.models import Model

FOUR_DECIMALS = Decimal("0.0001")
ROWS_STEP, LINES_STEP = "Rækker og linjer", "Linjer"
ROWS_AND_LINES = frozenset({ROWS_STEP, LINES_STEP})
"""The steps that tell how many lines stand behind a figure."""
RUN_AGAIN = "kør natten igen med sosu run, og følg tallet igen"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A figure that is asked for: its KPI and cell, and what is published of it.

    ``udgivet`` has the published sums of a cell and ``fortalt`` what is told of a goal's figure.
    ``er_forhold`` tells whether the value is a ratio, and ``smaa_grupper`` below how many people
    a group is too small to show.
    """

    titel: str
    model: Model
    cell: Cell
    definition: Mapping[str, str]
    er_forhold: bool
    smaa_grupper: int
    udgivet: Shown | None = None
    fortalt: Sequence[Told] = ()


@dataclass(frozen=True)
class Tracing:
    """Traces figures; ``verify`` tells whether an archived file still has its bytes."""

    tables: TracedTables
    verify: Callable[[str], bool]
    _ways: dict[str, Way] = field(default_factory=dict)

    def follow(self, asked: Asked, *, with_rows: bool) -> Figure:
        """Return the trace of a figure, with its lines where persons may be shown."""
        tables, model = self.tables, asked.model
        write_units(tables, model, asked.cell)
        sums = self._sums(asked)
        accounts = accounts_of_kpi(tables, model, asked.cell)
        write_lines(tables, model)
        lines = files.lines_behind(tables)
        own = [
            *self._sum_steps(asked, sums),
            *_row_steps(sums, accounts),
            *self._line_steps(accounts, lines),
        ]
        steps = [replace(step, om_tallet=True) for step in own]
        feeds = tables.feeds_behind([model])
        behind = self._files.behind(feeds, asked.cell.skole, lines)
        steps += files.file_steps(behind, self.verify)
        told = lines_of(tables, model) if with_rows or not model.counts_people else None
        return Figure(
            titel=asked.titel,
            kpi=model.name,
            definition=asked.definition,
            sums=sums,
            er_skjult=self._is_hidden(asked, sums) and not with_rows,
            egne_trin=tuple(steps),
            regnskaber=tuple(accounts),
            vejen={table: self._way(table) for table in tables.marts_behind([model])},
            filer=tuple(behind),
            karantaene=self._files.quarantined(feeds, asked.cell.skole),
            linjer=told,
        )

    @cached_property
    def _files(self) -> files.Files:
        return files.Files(self.tables)

    def _way(self, table: str) -> Way:
        """Return how an entity mart comes of what it reads, found once for all figures."""
        if table not in self._ways:
            accounts = accounts_of_mart(self.tables, self.tables.models[table])
            steps = tuple(self._mart_steps(table, accounts))
            self._ways[table] = Way(regnskaber=accounts, trin=steps)
        return self._ways[table]

    def _sums(self, asked: Asked) -> Sums:
        people = "count(distinct person)" if asked.model.counts_people else "null"
        row = self._one(
            f"select count(*), count(*) filter (len({TRACE}) > 0), sum(taeller), sum(naevner), "
            f"{people} from {UNITS} where {IN_CELL}"
        )
        enheder, med_raekker, taeller, naevner, personer = row
        value = taeller
        if asked.er_forhold:
            value = taeller / naevner if naevner else None
        return Sums(
            enheder=enheder,
            med_raekker=med_raekker,
            taeller=taeller,
            naevner=naevner,
            personer=personer,
            vaerdi=value,
        )

    def _is_hidden(self, asked: Asked, sums: Sums) -> bool:
        if not asked.model.counts_people:
            return False
        if asked.udgivet and asked.udgivet.dele + asked.udgivet.udeladte:
            return asked.udgivet.skjulte + asked.udgivet.udeladte > 0
        is_hidden = any(each.er_skjult for each in asked.fortalt)
        return is_hidden or 0 < (sums.personer or 0) < asked.smaa_grupper

    def _sum_steps(self, asked: Asked, sums: Sums) -> Iterator[Step]:
        """Hold the units against the stored KPI and what is published."""
        table = asked.model.table
        where = asked.cell.condition()
        latest = f" and dato = (select max(dato) from {UNITS} where {IN_CELL})"
        stored = self._one(
            f"select sum(taeller), sum(naevner) from {table} where {where}"
            + (latest if is_latest(asked.model) else "")
        )
        for name, own, other in zip(
            ("Tælleren", "Nævneren"), (sums.taeller, sums.naevner), stored, strict=True
        ):
            if own is not None or other is not None:
                text = f"{name} af de talte enheder er den, der står i {table}"
                yield _equal(f"{name} i nøgletallet", text, own, other)
        for told in asked.fortalt:
            yield _told_step(told, sums)
        if asked.udgivet:
            yield from _published_steps(asked.udgivet, sums)

    def _line_steps(
        self, accounts: list[RowAccount], behind: Mapping[int, files.LinesBehind]
    ) -> Iterator[Step]:
        rows, traced = sum(each.talt for each in accounts), files.rows_with_lines(self.tables)
        yield _equal(ROWS_STEP, "Hver talt række kommer af mindst én linje", rows, traced)
        lines = sum(each.bag_tallet for each in behind.values())
        found = files.lines_found(self.tables, behind)
        yield _equal(LINES_STEP, "Hver linje bag tallet er læst af en leveret fil", lines, found)

    def _mart_steps(self, table: str, accounts: list[RowAccount]) -> Iterator[Step]:
        differing = self.tables.differing(table)
        text = f"{table} er netop det, dens SQL gør linjerne til: rækker, der afviger"
        yield _equal(table, text, differing, 0)
        for each in accounts:
            text = f"Rækkerne i {each.tabel} er med i {table} eller udeladt af den"
            total = each.talt + sum(each.udeladt.values())
            yield _equal(f"{each.tabel} → {table}", text, each.behandlet, total)

    def _one(self, query: str) -> tuple[Any, ...]:
        (row,) = self.tables.connection.execute(query).fetchall()
        return tuple(row)


def date_step(lager: date, publicering: date) -> Step:
    """Return the step that holds the warehouse's date against the publication's."""
    text = f"Lageret står pr. {lager:%d-%m-%Y} og publiceringen pr. {publicering:%d-%m-%Y}"
    holds = lager == publicering
    return Step("Dato", text, None, None, holds, "" if holds else RUN_AGAIN)


def _row_steps(sums: Sums, accounts: list[RowAccount]) -> Iterator[Step]:
    text = "Hver talt enhed står på mindst én række"
    yield _equal("Enheder og rækker", text, sums.enheder, sums.med_raekker)
    for each in accounts:
        text = f"Behandlede rækker i {each.tabel} er talte og udeladte"
        yield _equal(each.tabel, text, each.behandlet, each.talt + sum(each.udeladt.values()))


def _told_step(told: Told, sums: Sums) -> Step:
    """Hold a goal's own figure, as a table tells it, against the traced one."""
    if told.er_skjult:
        text = "Målets tal er skjult i publiceringen, fordi gruppen er lille"
        return Step(told.navn, text, None, None, holder=True)
    own = None if sums.vaerdi is None else sums.vaerdi.quantize(FOUR_DECIMALS)
    other = None if told.vaerdi is None else told.vaerdi.quantize(FOUR_DECIMALS)
    return _equal(told.navn, "Målets tal er det, enhederne giver", own, other)


def _published_steps(shown: Shown, sums: Sums) -> Iterator[Step]:
    name = f"Publiceret i {shown.tabel}"
    if shown.dele != shown.ventede:
        yield _equal(name, "De tal, der må vises, er publiceret", shown.dele, shown.ventede)
        return
    if hidden := shown.skjulte + shown.udeladte:
        parts = shown.dele + shown.udeladte
        text = f"{hidden} af {parts} tal er skjult eller udeladt, fordi en gruppe er lille"
        yield Step(name, text, None, None, holder=True)
        return
    if not shown.dele:
        is_empty = not sums.enheder
        text = (
            "Cellen er hverken talt eller publiceret" if is_empty else "Cellen er ikke publiceret"
        )
        yield Step(name, text, None, None, is_empty, "" if is_empty else RUN_AGAIN)
        return
    pairs = (("tælleren", sums.taeller, shown.taeller), ("nævneren", sums.naevner, shown.naevner))
    for what, own, other in pairs:
        if own is None and other is None:
            continue
        text = f"{what.capitalize()} er den publicerede ({shown.dele} tal)"
        rounded = own.quantize(FOUR_DECIMALS) if own is not None else None
        close = (
            own is not None
            and other is not None
            and (abs(own - other) <= FOUR_DECIMALS / 2 * shown.dele)
        )
        yield Step(name, text, rounded, other, close, "" if close else RUN_AGAIN)


def _equal(
    navn: str, tekst: str, venstre: Decimal | int | None, hoejre: Decimal | int | None
) -> Step:
    holds = venstre == hoejre
    return Step(navn, tekst, venstre, hoejre, holds, "" if holds else RUN_AGAIN)
