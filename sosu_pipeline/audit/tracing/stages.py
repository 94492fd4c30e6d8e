"""A model's selects with their conditions taken off, to see which rows each keeps out and why.

A condition on a reason (``udeladt_grund is null``) gives the row's own reason; any other is told
as it is written, and so is a join that found no partner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sqlglot import exp, parse_one

from sosu_pipeline.audit.tracing.cell import Cell, literal
from sosu_pipeline.audit.tracing.lineage import (
    TRACE,
    Leaf,
    is_summary,
    qualified,
    selects_of,
    sources_of,
    stands_for,
)
from sosu_pipeline.naming import BASIS
from sosu_pipeline.warehouse.kpi import KEYS
from sosu_pipeline.warehouse.models import DIALECT

REASON = "udeladt_grund"
"""What the name of a column holds that says why a row is left out."""
UNPAIRED, CONDITION = "uden_modpart: ", "vilkaar: "
DAY = "dato"


@dataclass(frozen=True)
class Stage:
    """One source of one select of a model: its rows and what befell them.

    ``select`` lacks its condition, and ``columns`` tells what each column of a cell is made of.
    """

    select: str
    columns: Mapping[str, str]

    def within(self, cell: Cell | None) -> str:
        """Return the rows that may be of a cell, or of any where it is None."""
        inside = [
            text.format(f"({self.columns[name]})")
            for name, text in (cell.conditions() if cell else {}).items()
            if name in self.columns
        ]
        return f"{self.select} where {' and '.join(inside) or 'true'}"


def stages_of(sql: str, leaves: Mapping[str, Leaf]) -> tuple[Stage, ...]:
    """Return each source of each select of a model; worked out once however often asked for.

    They read the parts of ``traced_parts``, and yield ``trin`` (the select's number), ``raekke``,
    ``grund`` (NULL where the row is kept) and ``er_placeret`` (whether the select tells what day
    the row belongs to).

    Args:
        sql: the model's select.
        leaves: what the model's rows are traced to, by table.
    """
    return _stages_of(sql, tuple(leaves.items()))


@cache
def _stages_of(sql: str, traced_to: tuple[tuple[str, Leaf], ...]) -> tuple[Stage, ...]:
    leaves = dict(traced_to)
    known = {name: leaf.columns for name, leaf in leaves.items()}
    passed, stages = set(driving_tables(sql, leaves)), []
    for number, (name, part) in enumerate(_parts_of(sql)):
        for select in selects_of(part):
            found = [each for each in sources_of(select) if qualified(each) in known]
            for place, table in enumerate(found):
                if place and qualified(table) in passed:
                    continue
                source = _Source(select.copy(), place, leaves, known, is_basis=name == BASIS)
                stages.append(source.stage(number))
        known[name] = _columns_of(part, known)
        if is_summary(part):
            passed.add(name)
    return tuple(stages)


def driving_tables(sql: str, leaves: Mapping[str, Leaf]) -> frozenset[str]:
    """Return the tables that some select of a model takes its rows from, and not only joins."""
    origins = (sources_of(select)[0] for _, part in _parts_of(sql) for select in selects_of(part))
    return frozenset(name for each in origins if (name := qualified(each)) in leaves)


@cache
def _parts_of(sql: str) -> tuple[tuple[str, exp.Expr], ...]:
    """Return the named parts of a query, and last the rest of it under no name."""
    query = parse_one(sql, read=DIALECT)
    clauses = query.args.get("with_")
    named = [(each.alias, each.this) for each in clauses.expressions] if clauses else []
    query.set("with_", None)
    return (*named, ("", query))


def _columns_of(part: exp.Expr, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    first = next(selects_of(part))
    names: list[str] = []
    for place in first.expressions:
        star = place.this if isinstance(place, exp.Column) else place
        if isinstance(star, exp.Star):
            names += [name for each in sources_of(first) for name in known.get(qualified(each), ())]
        else:
            names.append(place.alias_or_name)
    return tuple(names)


@dataclass(frozen=True)
class _Source:
    """One source of one select; ``select`` is a copy that may be changed."""

    select: exp.Select
    place: int
    leaves: Mapping[str, Leaf]
    known: Mapping[str, tuple[str, ...]]
    is_basis: bool

    @property
    def sources(self) -> list[exp.Table]:
        """Return the sources that have traces."""
        return [each for each in sources_of(self.select) if qualified(each) in self.known]

    @property
    def joins(self) -> list[exp.Join]:
        """Return the joins."""
        return self.select.args.get("joins") or []

    def stage(self, number: int) -> Stage:
        """Return every row of the source with what keeps it out."""
        source = self.sources[self.place]
        row, reason, columns = stands_for(source, self.leaves), self._reason(), self._columns()
        self._loosen(source)
        for each in self.sources:
            if leaf := self.leaves.get(qualified(each)):
                other = exp.alias_(exp.to_table(leaf.table), each.alias_or_name, table=True)
                each.replace(other)
        origin = self.select.args["from_"].sql(DIALECT)
        joins = " ".join(join.sql(DIALECT) for join in self.joins)
        select = (
            f"select {number} as trin, unnest({row}) as raekke, {reason} as grund, "
            f"{DAY in columns} as er_placeret {origin} {joins}"
        )
        return Stage(select, columns)

    def _columns(self) -> dict[str, str]:
        """Return what each column of a cell is made of here; a group's is each row's own.

        A value that a KPI makes later, such as all indicators in one, is not known before then.
        """
        found: dict[str, str] = {}
        for place in self.select.expressions:
            star = place.this if isinstance(place, exp.Column) else place
            if isinstance(star, exp.Star):
                for each in sources_of(self.select):
                    name = each.alias_or_name
                    own = self.known.get(qualified(each), ())
                    found |= {column: f"{name}.{column}" for column in own}
            else:
                found[place.alias_or_name] = place.unalias().transform(_ungrouped).sql(DIALECT)
        return {name: sql for name, sql in found.items() if self.is_basis or name in KEYS}

    def _reason(self) -> str:
        source = self.sources[self.place]
        cases = [
            f"when {each.alias_or_name}.{TRACE} is null then {literal(UNPAIRED + each.name)}"
            for each in self.sources
            if each is not source and not self._is_optional(each)
        ]
        where = self.select.args.get("where")
        cases += [_case(each) for each in _conjuncts(where.this)] if where else []
        return f"case {' '.join(cases)} end" if cases else "cast(null as varchar)"

    def _is_optional(self, table: exp.Table) -> bool:
        return any(join.this is table and join.side for join in self.joins)

    def _loosen(self, source: exp.Table) -> None:
        """Keep every row of the source whether or not it meets a row of the others."""
        known = {id(each) for each in self.sources}
        for join in self.joins:
            if join.kind == "CROSS" or id(join.this) not in known:
                continue
            if join.this is source:
                join.set("side", "RIGHT")
            elif not join.side:
                join.set("side", "LEFT")
            join.set("kind", None)


def _conjuncts(condition: exp.Expr) -> list[exp.Expr]:
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def _case(condition: exp.Expr) -> str:
    text = condition.sql(DIALECT)
    named = [each for each in condition.find_all(exp.Column) if REASON in each.name]
    told = literal(CONDITION + text)
    reason = f"coalesce({named[0].sql(DIALECT)}, {told})" if named else told
    return f"when not coalesce(({text}), false) then {reason}"


def _ungrouped(node: exp.Expr) -> exp.Expr:
    return node.this if isinstance(node, exp.Min | exp.Max) else node
