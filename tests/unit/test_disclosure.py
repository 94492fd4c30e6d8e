"""Small groups are hidden on the way out, and cannot be worked out from what is left."""

from collections.abc import Sequence
from itertools import islice, product

import duckdb
import pytest

from sosu_pipeline.privacy.disclosure import Cells, hide_small_cells

LIMIT = 3
School = Sequence[Sequence[int]]
Shown = tuple[int | None, list[tuple[int | None, list[int | None]]]]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def hidden(rows: str, *, limit: str) -> str:
    """Return the select of ``(taeller, naevner, personer)`` rows with small ones hidden."""
    names = "taeller, naevner, personer"
    select = f"select {names}, taeller as vaerdi from (values {rows}) as v({names})"
    cells = Cells(name="kpi", select=select, key=("taeller",))
    return hide_small_cells(cells, limit_expression=limit)["kpi"]


@pytest.mark.parametrize(
    ("personer", "is_hidden"),
    [("0", False), ("1", True), ("2", True), ("3", False), ("null", False)],
)
def test_a_cell_is_hidden_when_it_counts_people_but_fewer_than_the_limit(
    connection: duckdb.DuckDBPyConnection, personer: str, *, is_hidden: bool
) -> None:
    select = hidden(f"(5, 9, {personer}::bigint)", limit="3")

    ((taeller, naevner, people, vaerdi, reason),) = connection.sql(select).fetchall()

    assert (taeller, naevner, vaerdi) == ((None,) * 3 if is_hidden else (5, 9, 5))
    assert people == (None if is_hidden or personer == "null" else int(personer))
    hidden_because = "skjult for at beskytte en gruppe på færre end 3 personer"
    assert reason == (hidden_because if is_hidden else None)


def test_without_a_known_limit_every_cell_that_counts_people_is_hidden(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    select = hidden("(500, 900, 500), (0, 0, 0)", limit="null::bigint")

    rows = connection.sql(f"select personer, skjult_aarsag from ({select})").fetchall()

    assert rows == [(None, "skjult, fordi skolens grænse for små grupper ikke er kendt"), (0, None)]


def school_year(connection: duckdb.DuckDBPyConnection, schools: Sequence[School]) -> list[Shown]:
    """Return what is published of schools' educations and months, every person being in one."""
    rows = [
        (school, education, month, people)
        for school, educations in enumerate(schools)
        for education, months in enumerate(educations)
        for month, people in enumerate(months)
    ]
    connection.execute("create or replace table tal (s int, u int, m int, antal bigint)")
    connection.executemany("insert into tal values (?, ?, ?, ?)", rows)
    months = summed("maaneder", "s", "u", "m")
    years = summed("aar", "s", "u", parts=(months,))
    selects = hide_small_cells(summed("skole", "s", parts=(years,)), limit_expression=str(LIMIT))
    skole, aar, maaneder = (
        dict(connection.sql(f"select {key}, taeller from ({selects[name]})").fetchall())
        for name, key in (("skole", "s"), ("aar", "(s, u)"), ("maaneder", "(s, u, m)"))
    )
    return [
        (
            skole[s],
            [
                (aar[s, u], [maaneder[s, u, m] for m in range(len(months))])
                for u, months in enumerate(educations)
            ],
        )
        for s, educations in enumerate(schools)
    ]


def summed(name: str, *key: str, parts: tuple[Cells, ...] = ()) -> Cells:
    figures = "antal as taeller, null::bigint as naevner, antal as vaerdi, antal as personer"
    sums = f"select {', '.join(key)}, sum(antal)::bigint as antal from tal group by all"
    return Cells(
        name=name, select=f"select * exclude antal, {figures} from ({sums})", key=key, parts=parts
    )


def guesses(shown: Shown, *, most: int) -> list[School]:
    """Return every school an attacker must hold possible, knowing that no month is empty."""
    total, educations = shown
    months = [month for _, months in educations for month in months]
    cells = [range(1, most + 1) if month is None else [month] for month in months]
    schools = []
    for guess in product(*cells):
        left = iter(guess)
        school = [[next(left) for _ in months] for _, months in educations]
        sums = [sum(months) for months in school]
        agrees = all(year in (None, n) for n, (year, _) in zip(sums, educations, strict=True))
        if agrees and total in (None, sum(sums)):
            schools.append(school)
    return schools


@pytest.mark.parametrize("months", [(1,), (4,), (2, 1), (2, 2), (1, 1, 1), (3, 1)], ids=str)
def test_an_attacker_who_subtracts_cannot_tell_that_a_hidden_cell_is_small(
    connection: duckdb.DuckDBPyConnection, months: tuple[int, ...]
) -> None:
    people = list(product(range(1, 5), repeat=sum(months)))
    schools = [
        [list(islice(flat, n)) for n in months] for flat in (iter(numbers) for numbers in people)
    ]

    for school, shown in zip(schools, school_year(connection, schools), strict=True):
        possible = guesses(shown, most=5)
        for u, (year, shown_months) in enumerate(shown[1]):
            if year is None:
                assert max(sum(guess[u]) for guess in possible) >= LIMIT, (school, shown)
            for m, month in enumerate(shown_months):
                if month is None:
                    assert max(guess[u][m] for guess in possible) >= LIMIT, (school, shown)


def test_a_month_is_hidden_beside_a_single_small_one_and_no_more_than_needed(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    # 12 − 7 − 4 = 1 would give the small month away; 12 − 7 = 5 is 1 + 4, 2 + 3, 3 + 2 or 4 + 1
    assert school_year(connection, [[[7, 1, 4]]]) == [(12, [(12, [7, None, None])])]


def test_cells_without_small_ones_are_all_shown(connection: duckdb.DuckDBPyConnection) -> None:
    assert school_year(connection, [[[3, 4, 0], [5]]]) == [(12, [(7, [3, 4, 0]), (5, [5])])]


def test_a_total_of_nothing_but_single_persons_is_hidden_with_them(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    # a total of 4 over four hidden months would tell that each of them holds exactly one
    assert school_year(connection, [[[1, 1, 1, 1]]]) == [(None, [(None, [None] * 4)])]


def test_a_hidden_total_hides_the_parts_that_add_up_to_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    # 15 − 9 = 6 is 2 + 4 but could be 3 + 3; the month of 4 would tell the year of 4
    assert school_year(connection, [[[2], [4], [9]]]) == [
        (15, [(None, [None]), (None, [None]), (9, [9])])
    ]
