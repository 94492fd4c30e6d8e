"""Accounts of rows: which rows of those a model looks at count, and why others are left out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sosu_pipeline.audit.tracing.cell import Cell
from sosu_pipeline.audit.tracing.lineage import TRACE, traced_parts, traced_text
from sosu_pipeline.audit.tracing.stages import driving_tables, stages_of
from sosu_pipeline.audit.tracing.tables import ROOM, TracedTables
from sosu_pipeline.naming import BASIS
from sosu_pipeline.warehouse.kpi import KEYS, basis_of
from sosu_pipeline.warehouse.models import Model

ELSEWHERE, OUTDATED, UNCHOSEN = "taeller_i_en_anden_celle", "afloest_af_senere_tal", "ikke_valgt"
UNMET = "uden_modpart"
UNITS, COUNTED, CONSIDERED = "spor_enheder", "spor_talte", "spor_behandlet"
IN_CELL = "i_cellen"


@dataclass(frozen=True, kw_only=True)
class RowAccount:
    """The rows of one table that a model looked at: how many, how many counted, and the rest."""

    tabel: str
    behandlet: int
    talt: int
    udeladt: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Tell whether every row is accounted for."""
        return self.behandlet == self.talt + sum(self.udeladt.values())


def write_units(tables: TracedTables, model: Model, cell: Cell) -> None:
    """Make the view of a KPI's units with the rows each stands for.

    ``i_cellen`` tells those that are asked for. Where a period's figure is its latest, those are
    of the latest day.
    """
    every = tables.kept(f"{UNITS}_{model.name}", _traced(tables, model, basis_of(model)))
    inside = cell.condition()
    if is_latest(model):
        group = ", ".join(("skole", *KEYS[2:], *model.listed("dimensioner")))
        last = f"max(dato) filter ({inside}) over (partition by {group})"
        inside = f"{inside} and dato = {last}"
    tables.connection.execute(
        f"create or replace temp view {UNITS} as "
        f"select *, coalesce({inside}, false) as {IN_CELL} from {every}"
    )


def accounts_of_kpi(tables: TracedTables, model: Model, cell: Cell) -> list[RowAccount]:
    """Return the account of every table a KPI reads, in the cell whose units were written."""
    _write_counted(tables, f"{UNITS} where {IN_CELL}")
    _write_considered(tables, model, basis_of(model), cell)
    return _accounts(tables, model)


def accounts_of_mart(tables: TracedTables, model: Model) -> list[RowAccount]:
    """Return the account of every table that an entity mart takes its rows from, all of them.

    Where every row is counted there is nothing to look for.
    """
    reads_only_feeds = all(map(tables.is_feed, tables.read_by(model)))
    made = tables.copy(model.table) if reads_only_feeds else _traced(tables, model, model.sql)
    _write_counted(tables, f"({made})")
    driving = driving_tables(model.sql, tables.leaves(model))
    rows = {table: tables.count(table) for table in tables.read_by(model) if table in driving}
    if _counted(tables).items() >= {(each, n) for each, n in rows.items() if n}:
        return [
            RowAccount(tabel=table, behandlet=n, talt=n, udeladt={})
            for table, n in rows.items()
            if n
        ]
    _write_considered(tables, model, model.sql, None)
    accounts = (each for each in _accounts(tables, model) if each.tabel in driving and each.talt)
    return [_with_unmet(each, rows[each.tabel]) for each in accounts]


def is_latest(model: Model) -> bool:
    """Tell whether a period's figure is its latest one, not the sum."""
    return model.header.get("over_tid") == "seneste"


def _traced(tables: TracedTables, model: Model, sql: str) -> str:
    return traced_text(sql, tables.leaves(model))


def _with_unmet(account: RowAccount, rows: int) -> RowAccount:
    """Count the rows that met no row of a calendar or a code list, and so were never looked at."""
    unmet = {UNMET: rows - account.behandlet} if rows > account.behandlet else {}
    return replace(account, behandlet=rows, udeladt={**account.udeladt, **unmet})


def _write_counted(tables: TracedTables, units: str) -> None:
    """Make the temporary table of the rows that some units stand for."""
    select = _rows_of(units)
    tables.connection.execute(f"create or replace temp table {COUNTED} as {select}")


def _rows_of(units: str) -> str:
    return f"select distinct unnest({TRACE}) as raekke from {units}"


def _write_considered(tables: TracedTables, model: Model, sql: str, cell: Cell | None) -> None:
    """Make the temporary table of the rows a model looked at; ``grund`` is NULL where one counts.

    A row that no select places on a day is only told of where it counts.
    """
    leaves = tables.leaves(model)
    parts, anywhere = dict(traced_parts(sql, leaves)), COUNTED
    if cell is not None:
        parts[BASIS] = f"from {UNITS}"
        units = f"{UNITS}_{model.name}"
        anywhere = tables.kept(f"{COUNTED}_{model.name}", _rows_of(units))
    seen = "\nunion all\n".join(stage.within(cell) for stage in stages_of(sql, leaves))
    lost = OUTDATED if is_latest(model) else ELSEWHERE
    tables.connection.execute(f"""
    create or replace temp table {CONSIDERED} as
    with {"".join(f"{name} as ({part}), " for name, part in parts.items())}
    spor_trinene as (
        select
            raekke, trin, bool_or(grund is null) as er_med, min(grund) as grund,
            bool_or(er_placeret) or {cell is None} as er_kendt
        from ({seen}) group by raekke, trin
    ),
    spor_sidste as (
        select
            raekke, bool_or(er_kendt) as er_kendt,
            if(arg_max(er_med, trin), '{UNCHOSEN}', arg_max(grund, trin)) as grund
        from spor_trinene group by raekke
    )
    select
        raekke,
        case
            when talte.raekke is not null then null
            when andetsteds.raekke is not null then '{lost}'
            else grund
        end as grund
    from spor_sidste
    left join {COUNTED} as talte using (raekke)
    left join {anywhere} as andetsteds using (raekke)
    where er_kendt or talte.raekke is not null
    """)


def _accounts(tables: TracedTables, model: Model) -> list[RowAccount]:
    counted = _counted(tables)
    reasons: defaultdict[str, dict[str | None, int]] = defaultdict(dict)
    for number, grund, antal in tables.connection.execute(
        f"select raekke >> {ROOM} as nr, grund, count(*) from {CONSIDERED} "
        "group by nr, grund order by grund"
    ).fetchall():
        found = reasons[tables.table_of(number)]
        found[grund] = found.get(grund, 0) + antal
    return [
        RowAccount(
            tabel=table,
            behandlet=sum(reasons[table].values()),
            talt=counted.get(table, 0),
            udeladt={grund: antal for grund, antal in reasons[table].items() if grund},
        )
        for table in tables.read_by(model)
    ]


def _counted(tables: TracedTables) -> dict[str, int]:
    """Return how many rows of each table the units in question stand for."""
    counts: defaultdict[str, int] = defaultdict(int)
    for number, antal in tables.connection.execute(
        f"select raekke >> {ROOM} as nr, count(*) from {COUNTED} group by nr"
    ).fetchall():
        counts[tables.table_of(number)] += antal
    return counts
