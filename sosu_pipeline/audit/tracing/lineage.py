"""Queries rewritten so that every row they yield also says what it was made of.

A source has a column ``spor``: the numbers of the rows it stands for. A row joined of two sources
stands for both, a row of a group for every row in it, and a row that takes a value from its
neighbours or its window for them too. Windows that only number or rank rows add nothing, so the
first of a person's rows does not stand for those it came before; and neither does a join to a
summary of many people, such as the questions of a round, which a row is only held against.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sqlglot import exp, parse_one

from sosu_pipeline.warehouse.models import DIALECT

TRACE, NUMBER = "spor", "spor_nr"
"""What a row stands for, and the number of a row that others stand on."""
NOTHING = f"cast([] as {exp.DataType.build('bigint[]', dialect=DIALECT).sql(DIALECT)})"
UNITS = {"person", "respondent"}
"""Columns of those who are counted; a group without them is a summary of many."""
TAKEN = (exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue)
"""Functions that take a value out of another row."""


@dataclass(frozen=True)
class Leaf:
    """A table that rows are traced back to: what it is read from, with its columns.

    ``is_row`` tells whether a row of it stands for itself, and not for the lines behind it.
    """

    table: str
    columns: tuple[str, ...]
    is_row: bool


def traced(sql: str, leaves: Mapping[str, Leaf]) -> exp.Query:
    """Return a query with ``spor`` behind its columns.

    Args:
        sql: one select.
        leaves: what to read instead of each table that rows are traced to, by qualified name.
    """
    query = parse_one(sql, read=DIALECT)
    known = {name: _Known((TRACE, NUMBER)) for name in leaves}
    clauses = query.args.get("with_")
    for clause in clauses.expressions if clauses else ():
        sums_up = is_summary(clause.this)
        _trace(clause.this, known, leaves)
        known[clause.alias] = _Known((TRACE,), sums_up)
    _trace(query, known, leaves)
    if not isinstance(query, exp.Query):
        msg = f"not a query: {sql[:40]}"
        raise TypeError(msg)
    return query


def traced_text(sql: str, leaves: Mapping[str, Leaf]) -> str:
    """Return what ``traced`` makes of a query, as text; rewritten once however often asked for."""
    return _texts(sql, tuple(leaves.items()))[0]


def traced_parts(sql: str, leaves: Mapping[str, Leaf]) -> Mapping[str, str]:
    """Return the named parts of what ``traced`` makes of a query, as text."""
    return _texts(sql, tuple(leaves.items()))[1]


@cache
def _texts(sql: str, leaves: tuple[tuple[str, Leaf], ...]) -> tuple[str, Mapping[str, str]]:
    query = traced(sql, dict(leaves))
    clauses = query.args.get("with_")
    query.set("with_", None)
    parts = {each.alias: _written(each.this) for each in (clauses.expressions if clauses else ())}
    named = ", ".join(f"{name} as ({part})" for name, part in parts.items())
    return f"with {named} {_written(query)}" if named else _written(query), parts


def _written(query: exp.Expr) -> str:
    return query.sql(DIALECT, comments=False, copy=False)


def selects_of(query: exp.Expr) -> Iterator[exp.Select]:
    """Yield the selects of a query in order: itself, or each part of a union."""
    if isinstance(query, exp.SetOperation):
        yield from selects_of(query.this)
        yield from selects_of(query.expression)
    elif isinstance(query, exp.Select):
        yield query


def sources_of(select: exp.Select) -> list[exp.Table]:
    """Return the tables a select reads, its own first."""
    origin = select.args.get("from_")
    tables = [origin.this] if origin else []
    tables += [join.this for join in select.args.get("joins") or ()]
    return [table for table in tables if isinstance(table, exp.Table)]


def qualified(table: exp.Table) -> str:
    """Return a table's name with its layer, or a CTE's name."""
    return f"{table.db}.{table.name}" if table.db else table.name


@dataclass(frozen=True)
class _Known:
    """A source that has traces: the columns of them, and whether it sums up many people."""

    added: tuple[str, ...]
    is_summary: bool = False


def stands_for(table: exp.Table, leaves: Mapping[str, Leaf]) -> str:
    """Return the SQL of what a row of a source stands for."""
    leaf, name = leaves.get(qualified(table)), table.alias_or_name
    return f"[{name}.{NUMBER}]" if leaf and leaf.is_row else f"{name}.{TRACE}"


def _trace(query: exp.Expr, known: Mapping[str, _Known], leaves: Mapping[str, Leaf]) -> None:
    for select in selects_of(query):
        own, *joined = sources_of(select)
        found = [table for table in (own, *joined) if qualified(table) in known]
        parts = [
            stands_for(table, leaves)
            for table in found
            if table is own or not known[qualified(table)].is_summary
        ]
        number = _own_number(select, leaves)
        _hide(select, {table.alias_or_name: known[qualified(table)].added for table in found})
        for table in found:
            if leaf := leaves.get(qualified(table)):
                _read_instead(table, leaf)
        _stand(select, parts, number)


def is_summary(query: exp.Expr) -> bool:
    """Tell whether a query's rows each sum up many people, so that others are only held to it."""
    names = query.named_selects if isinstance(query, exp.Query) else []
    groups = (
        bool(each.args.get("group") or each.args.get("distinct")) for each in selects_of(query)
    )
    return all(groups) and UNITS.isdisjoint(names)


def _read_instead(table: exp.Table, leaf: Leaf) -> None:
    alias = table.alias_or_name
    replacement = exp.to_table(leaf.table, dialect=DIALECT)
    replacement.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
    table.replace(replacement)


def _hide(select: exp.Select, added: Mapping[str, tuple[str, ...]]) -> None:
    """Keep what tracing adds out of every star, so that it stands once and last."""
    for place in select.expressions:
        star = place.this if isinstance(place, exp.Column) else place
        if not isinstance(star, exp.Star):
            continue
        whose = [place.table] if isinstance(place, exp.Column) and place.table else list(added)
        names = {column for name in whose for column in added.get(name, ())}
        if names:
            star.set("except_", [exp.to_identifier(name) for name in sorted(names)])


def _own_number(select: exp.Select, leaves: Mapping[str, Leaf]) -> str | None:
    """Return a row's number where a select reads one table whose rows stand for themselves."""
    own, *joined = sources_of(select)
    leaf = leaves.get(qualified(own))
    return f"{own.alias_or_name}.{NUMBER}" if leaf and leaf.is_row and not joined else None


def _stand(select: exp.Select, parts: list[str], number: str | None) -> None:
    """Add what a row stands for to a select, grouping where it made rows distinct.

    Rows with a ``number`` of their own have nothing in common.
    """
    own = _union(parts)
    if select.args.get("distinct"):
        select.set("distinct", None)
        select.set("group", exp.Group(all=True))
    if select.args.get("group"):
        every = f"list({number})" if number else f"list_distinct(flatten(list({own})))"
        select.select(f"{every} as {TRACE}", copy=False, dialect=DIALECT)
        return
    taken = list(dict.fromkeys(_taken(select, own)))
    select.select(f"{_union([own, *taken])} as {TRACE}", copy=False, dialect=DIALECT)


def _union(parts: list[str]) -> str:
    """Return all that some parts stand for; one part's own list holds nothing twice."""
    if len(parts) == 1:
        return parts[0]
    return f"list_distinct(flatten([{', '.join(parts)}]))" if parts else NOTHING


def _taken(select: exp.Select, own: str) -> Iterator[str]:
    """Yield what a row stands for by its windows: the neighbour it takes from, or all of it."""
    for place in select.expressions:
        for window in place.find_all(exp.Window):
            function = window.this
            function = function.this if isinstance(function, exp.Filter) else function
            copy = window.copy()
            if isinstance(function, TAKEN):
                copy.set("this", type(function)(this=parse_one(own, read=DIALECT)))
                yield copy.sql(DIALECT)
            elif isinstance(function, exp.AggFunc) and not _is_ordered(window, select):
                copy.set("this", parse_one(f"list({own})", read=DIALECT))
                yield f"flatten({copy.sql(DIALECT)})"


def _is_ordered(window: exp.Window, select: exp.Select) -> bool:
    named = {each.name: each for each in select.args.get("windows") or ()}
    whole = named.get(window.alias, window)
    frame = whole.args.get("spec")
    is_all = frame is not None and {frame.args.get("start"), frame.args.get("end")} == {"UNBOUNDED"}
    return whole.args.get("order") is not None and not is_all
