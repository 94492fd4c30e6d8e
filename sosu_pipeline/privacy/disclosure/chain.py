"""Small groups on the way out: which cells are hidden so that none tells of too few people.

A cell is one published row. It is hidden when it counts people, but fewer than its limit. Where a
total is published beside its parts, a hidden part is found by subtraction, so others are hidden
with it until each could hold the limit or more; a total whose parts cannot do that is hidden too,
and a hidden total hides its parts, which would else add up to it. Every hidden cell gives the same
reason, so the reason does not tell which ones are small.

What a cell adds to a secret is its ``rum``: the people it counts beyond one in each of its finest
parts, since a hidden part is known to hold at least one. Totals over two directions at once, and
differences between two publications, are not defended here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FIGURES = ("taeller", "naevner", "vaerdi", "personer")


@dataclass(frozen=True, kw_only=True)
class Cells:
    """A table of cells, its key, and the tables it is broken down in.

    ``select`` yields the key, ``FIGURES`` and the keys of the tables above. ``personer`` is NULL
    where nobody is counted. ``also_hidden`` are columns that tell the figures in another way.
    """

    name: str
    select: str
    key: tuple[str, ...]
    also_hidden: tuple[str, ...] = ()
    parts: tuple["Cells", ...] = ()


def hide_small_cells(cells: Cells, *, limit_expression: str) -> dict[str, str]:
    """Return the select of a table, and of each below it, with small groups hidden.

    A hidden cell's figures are NULL and ``skjult_aarsag`` says why. ``limit_expression`` is the
    fewest people a cell may show, as SQL over its row ``celle``; where it is NULL, every cell that
    counts people is hidden.
    """
    return {
        each.name: _hidden(judged, each.also_hidden)
        for each, judged in _judged(cells, limit_expression)
    }


def _hidden(judged: str, also_hidden: Sequence[str]) -> str:
    figures = ", ".join(
        f"case when er_skjult then null else {name} end as {name}"
        for name in (*FIGURES, *also_hidden)
    )
    return f"""select
    * exclude (mindst, rum, er_skjult) replace ({figures}),
    case when er_skjult then coalesce(
        'skjult for at beskytte en gruppe på færre end ' || mindst || ' personer',
        'skjult, fordi skolens grænse for små grupper ikke er kendt'
    ) end as skjult_aarsag,
from ({judged}) as celle"""


def _judged(cells: Cells, limit: str, *, also: str = "false") -> Iterator[tuple[Cells, str]]:
    """Yield each table and its select with ``er_skjult``, totals before their parts."""
    judged = f"""
select
    *,
    rum is not null and coalesce(rum < mindst - 1 or {also}, true) as er_skjult,
from ({_with_room(cells, limit)}) as celle"""
    yield cells, judged
    for part in cells.parts:
        needed = f"{_company(part, cells.key)} or {_under_hidden(judged, cells.key)}"
        yield from _judged(part, limit, also=needed)


def _with_room(cells: Cells, limit: str) -> str:
    below = "".join(
        f", (select sum(del.rum) from ({_with_room(part, limit)}) as del where {_same(cells.key)})"
        for part in cells.parts
    )
    return f"""
select *, {limit} as mindst, case when personer > 0 then least(personer - 1{below}) end as rum
from (
{cells.select}
) as celle"""


def _company(part: Cells, total_key: Sequence[str]) -> str:
    """Return the condition for a part that is hidden to give a small one beside it company."""
    siblings = f"partition by {', '.join(total_key)}"
    before = "rows between unbounded preceding and 1 preceding"
    order = f"order by rum, {', '.join(part.key)} {before}"
    return f"""(
        min(rum) over ({siblings}) < mindst - 1
        and coalesce(sum(rum) over ({siblings} {order}), 0) < mindst - 1
    )"""


def _under_hidden(total: str, key: Sequence[str]) -> str:
    hidden = f"select bool_or(del.er_skjult) from ({total}) as del where {_same(key)}"
    return f"coalesce(({hidden}), false)"


def _same(key: Sequence[str]) -> str:
    return " and ".join(f"del.{name} is not distinct from celle.{name}" for name in key)
