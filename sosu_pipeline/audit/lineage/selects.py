"""A select read for its lineage: the columns of tables that each of its columns is made of.

sqlglot resolves every name; the walk from scope to scope is ours, since a column that counts rows
(``count(*)``, ``1 as taeller``) names no column and yet rests on what decides which rows there are:
the conditions of its select and the keys of the tables it reads.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope, find_all_in_scope
from sqlglot.schema import MappingSchema

from sosu_pipeline.audit.lineage.columns import Column, Means, Step, Steps
from sosu_pipeline.warehouse.models import DIALECT

CONDITIONS = ("where", "group", "having", "qualify", "windows", "distinct")
OUTER_SIDES = frozenset({"LEFT", "FULL"})

Found = frozenset[Step]
Place = tuple[int, int | None]
Keys = Mapping[str, Sequence[str]]
NOTHING: Found = frozenset()


class LineageError(Exception):
    """A select cannot be read for its lineage; the text names the model and what is wrong."""


def steps_of(select: str, schema: MappingSchema, keys: Keys, *, declared_in: str) -> Steps:
    """Return the steps back from each column of a select, in order.

    Args:
        select: one query in DuckDB's dialect.
        schema: every table it reads, with its columns.
        keys: the key of each table, which stands for its rows where they are counted.
        declared_in: the file that declares a column which is written in the select itself.

    Raises:
        LineageError: the select names a table or a column that is not in the schema.
    """
    try:
        query = qualify(
            parse_one(select, read=DIALECT), dialect=DIALECT, schema=schema, identify=False
        )
    except Exception as error:  # sqlglot's errors share no class below it
        msg = f"{declared_in}: {error}"
        raise LineageError(msg) from error
    scope = build_scope(query)
    if scope is None or not isinstance(query, exp.Query):
        msg = f"{declared_in}: is not a select"
        raise LineageError(msg)
    walk = _Walk(keys)
    return {
        name: _ordered(walk.column(scope, place)) or (Step(Column(declared_in, name)),)
        for place, name in enumerate(query.named_selects)
    }


@dataclass
class _Walk:
    """The walk through one query, which finds each column of each of its scopes once."""

    keys: Keys
    known: dict[Place, Found] = field(default_factory=dict)

    def column(self, scope: Scope, place: int) -> Found:
        """Return what a scope's column in that place is made of."""
        return self._once((id(scope), place), lambda: self._column(scope, place))

    def rows(self, scope: Scope) -> Found:
        """Return what decides which rows a scope has."""
        return self._once((id(scope), None), lambda: self._rows(scope))

    def _once(self, place: Place, find: Callable[[], Found]) -> Found:
        """Find once; a recursive CTE meets itself and adds nothing more."""
        if place not in self.known:
            self.known[place] = NOTHING
            self.known[place] = find()
        return self.known[place]

    def _column(self, scope: Scope, place: int) -> Found:
        if scope.set_operation_scopes:
            return _together(self.column(each, place) for each in scope.set_operation_scopes)
        if not isinstance(scope.expression, exp.Select):
            return self._made_of(scope, scope.expression)
        expression = scope.expression.selects[place]
        found = self._made_of(scope, expression)
        return found or (self.rows(scope) if _counts(expression) else NOTHING)

    def _rows(self, scope: Scope) -> Found:
        if scope.set_operation_scopes:
            return _together(map(self.rows, scope.set_operation_scopes))
        joins = [each for each in scope.expression.args.get("joins") or () if _decides(each)]
        parts = [*_parts(scope.expression), *joins]
        found = _together(self._made_of(scope, part) for part in parts)
        return frozenset(Step(each.source, Means.ROWS) for each in found) | _together(
            self._read(scope.sources[name], None)
            for name in _sources(scope, joins)
            if name in scope.sources
        )

    def _made_of(self, scope: Scope, expression: exp.Expr) -> Found:
        """Return what an expression is made of; subqueries by all they yield, named windows too."""
        columns = find_all_in_scope(expression, exp.Column)
        inner = {id(each.expression): each for each in scope.subquery_scopes}
        queries = (inner.get(id(q)) for q in find_all_in_scope(expression, *exp.UNWRAPPED_QUERIES))
        return (
            _together(self._resolved(scope, each) for each in columns)
            | _together(self._whole(each) for each in queries if each)
            | _together(self._made_of(scope, each) for each in _named_windows(scope, expression))
        )

    def _whole(self, scope: Scope) -> Found:
        return _together(self.column(scope, place) for place in range(len(_names(scope))))

    def _resolved(self, scope: Scope | None, column: exp.Column) -> Found:
        while scope is not None:
            if column.table in scope.sources:
                return self._read(scope.sources[column.table], column.name)
            scope = scope.parent
        return NOTHING

    def _read(self, source: exp.Expr | Scope, name: str | None) -> Found:
        """Return the step to a column of a source, or to its rows where no name is given."""
        if isinstance(source, exp.Table):
            table = f"{source.db}.{source.name}"
            if not source.db:
                return NOTHING
            if name is not None:
                return frozenset({Step(Column(table, name))})
            return frozenset(Step(Column(table, key), Means.ROWS) for key in self.keys[table])
        if not isinstance(source, Scope):
            return NOTHING
        names = _names(source)
        if name in names:
            return self.column(source, names.index(name))
        return self.rows(source) if name is None else self.column(source, 0)


def _together(found: Iterable[Found]) -> Found:
    return frozenset().union(*found)


def _ordered(found: Found) -> tuple[Step, ...]:
    """Return steps in order; a column that is both read and counted is read."""
    values = {each.source for each in found if each.means is Means.VALUE}
    counted = {each for each in found if each.means is Means.ROWS and each.source not in values}
    return tuple(sorted({*map(Step, values), *counted}))


def _names(scope: Scope) -> list[str]:
    """Return the names of a scope's columns; a table function's are not known."""
    return list(getattr(scope.expression, "named_selects", ()))


def _counts(expression: exp.Expr) -> bool:
    """Tell whether an expression without columns counts rows: a number or an aggregate of ``*``."""
    return any(
        isinstance(each, exp.Star | exp.Count) or (isinstance(each, exp.Literal) and each.is_number)
        for each in _outside_types(expression)
    )


def _outside_types(expression: exp.Expr) -> Iterator[exp.Expr]:
    """Walk an expression; the numbers in ``decimal(18, 4)`` are no figures."""
    return expression.walk(prune=lambda each: isinstance(each, exp.DataType))


def _parts(select: exp.Expr) -> Iterator[exp.Expr]:
    for name in CONDITIONS:
        part = select.args.get(name)
        yield from part if isinstance(part, list) else [part] if part else []


def _decides(join: exp.Expr) -> bool:
    """Tell whether a join decides which rows there are; a left join only adds columns."""
    return join.args.get("side") not in OUTER_SIDES


def _sources(scope: Scope, joins: Iterable[exp.Expr]) -> Iterator[str]:
    start = scope.expression.args.get("from_")
    yield from (part.alias_or_name for part in (start, *joins) if part is not None)


def _named_windows(scope: Scope, expression: exp.Expr) -> Iterator[exp.Expr]:
    named = {each.name: each for each in scope.expression.args.get("windows") or ()}
    for window in find_all_in_scope(expression, exp.Window):
        if (name := window.alias) in named and window is not named[name]:
            yield named[name]
