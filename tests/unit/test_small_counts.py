"""What the audit page may tell of counts beside a figure that is shown."""

import pytest

from sosu_pipeline.audit.revision.figures import PART_OF, UNTOLD, show_accounts, show_figure
from sosu_pipeline.audit.revision.small import Part, Parts, may_tell, told_parts
from sosu_pipeline.audit.tracing.accounts import RowAccount
from tests.traces import a_figure, a_file

LIMIT = 3


def test_counts_at_the_limit_are_told_one_by_one() -> None:
    assert told_parts({"a": 3, "b": 10}, LIMIT) == Parts(
        (Part(("a",), 3), Part(("b",), 10)), viser_total=True
    )


def test_a_count_below_the_limit_takes_the_next_smallest_with_it() -> None:
    # 2 is below 3, so it is told with the next smallest: 2 + 4 = 6
    assert told_parts({"a": 9, "b": 2, "c": 4}, LIMIT) == Parts(
        (Part(("a",), 9), Part(("b", "c"), 6)), viser_total=True
    )


def test_counts_below_the_limit_that_reach_it_together_take_nobody_with_them() -> None:
    # 1 + 2 = 3
    assert told_parts({"a": 1, "b": 2, "c": 4}, LIMIT) == Parts(
        (Part(("c",), 4), Part(("a", "b"), 3)), viser_total=True
    )


def test_every_count_below_the_limit_is_in_it_however_much_they_are() -> None:
    # 2 + 2 + 2 = 6; leaving the last one out would tell of two people
    assert told_parts({"a": 2, "b": 2, "c": 2, "d": 5}, LIMIT) == Parts(
        (Part(("d",), 5), Part(("a", "b", "c"), 6)), viser_total=True
    )


@pytest.mark.parametrize("counts", [{"a": 1}, {"a": 2}, {"a": 1, "b": 1}])
def test_counts_that_cannot_reach_the_limit_hide_their_total(counts: dict[str, int]) -> None:
    assert told_parts(counts, LIMIT) == Parts((Part(tuple(counts), None),), viser_total=False)


def test_a_count_of_nobody_is_not_told_and_hides_nothing() -> None:
    assert told_parts({"a": 0, "b": 3}, LIMIT) == Parts((Part(("b",), 3),), viser_total=True)
    assert told_parts({"a": 0}, LIMIT) == Parts((), viser_total=True)
    assert told_parts({"a": 0, "b": 2}, LIMIT).viser_total is False


@pytest.mark.parametrize("limit", [0, 1])
def test_where_nobody_is_counted_everything_is_told(limit: int) -> None:
    assert told_parts({"a": 1, "b": 2}, limit) == Parts(
        (Part(("a",), 1), Part(("b",), 2)), viser_total=True
    )


def test_a_count_alone_may_be_told_from_the_limit_and_where_there_is_nobody() -> None:
    assert [may_tell(antal, LIMIT) for antal in (0, 1, 2, 3)] == [True, False, False, True]


def test_an_account_tells_small_reasons_as_several_with_all_their_codes() -> None:
    account = RowAccount(
        tabel="marts.forloeb", behandlet=48, talt=40, udeladt={"merit": 1, "genstart": 2, "x": 5}
    )  # 40 + 1 + 2 + 5 = 48

    (shown,) = show_accounts([account], LIMIT)

    assert [(part.tekst, part.antal) for part in shown.dele] == [
        ("talt", "40"),
        ("x", "5"),
        ("flere grunde (merit, genstart)", "3"),
    ]
    assert shown.dele[-1].koder == ("merit", "genstart")
    assert shown.i_alt == "48"


def test_an_account_that_would_give_a_few_away_tells_no_total() -> None:
    account = RowAccount(tabel="marts.forloeb", behandlet=42, talt=40, udeladt={"merit": 2})

    figure = show_figure(a_figure(regnskaber=[account]), LIMIT, "tal")

    (shown,) = figure.regnskaber
    assert [part.antal for part in shown.dele] == ["40", "færre end 3"]
    assert shown.i_alt == UNTOLD
    # the step 42 = 42 would give 42 - 40 = 2 away
    assert {step.navn: step.tal for step in figure.trin} == {
        "marts.forloeb": "",
        "Rækker og linjer": "40 = 40",
        "Linjer": "40 = 40",
    }


def test_rows_counted_of_few_people_are_not_told_by_the_sum_of_rows_either() -> None:
    accounts = [
        RowAccount(tabel="marts.forloeb", behandlet=38, talt=38, udeladt={}),
        RowAccount(tabel="marts.aftale", behandlet=2, talt=2, udeladt={}),
    ]

    figure = show_figure(a_figure(regnskaber=accounts), LIMIT, "tal")

    assert [account.i_alt for account in figure.regnskaber] == ["38", UNTOLD]
    # 40 rows in all less 38 of forloeb are the 2 of aftale
    assert {step.navn: step.tal for step in figure.trin}["Rækker og linjer"] == ""


def test_files_with_few_lines_are_told_together_and_without_line_numbers() -> None:
    files = [a_file("a.csv", 30), a_file("b.csv", 2), a_file("c.csv", 8), a_file("d.csv", 0)]

    figure = show_figure(a_figure(filer=files), LIMIT, "tal")

    assert [(file.navn, file.antal, file.linjer) for file in figure.filer] == [
        ("a.csv", "30", "linje " + ", ".join(map(str, range(2, 22))) + " (de første 20 af 30)"),
        ("b.csv", PART_OF, ""),
        ("c.csv", PART_OF, ""),
        ("flere filer tilsammen", "10", ""),  # 2 + 8
    ]


def test_a_hidden_figure_tells_no_number_at_all() -> None:
    account = RowAccount(tabel="marts.forloeb", behandlet=52, talt=40, udeladt={"merit": 12})

    figure = show_figure(
        a_figure(regnskaber=[account], filer=[a_file("a.csv", 40)], er_skjult=True), LIMIT, "tal"
    )

    assert (figure.summer, figure.regnskaber, figure.filer) == ((), (), ())
    assert {step.tal for step in figure.trin} == {""}
    assert all(step.holder for step in figure.trin)


def test_a_figure_of_no_people_tells_every_count() -> None:
    account = RowAccount(tabel="staging.oekonomi", behandlet=41, talt=40, udeladt={"merit": 1})

    figure = show_figure(
        a_figure(regnskaber=[account], filer=[a_file("a.csv", 1), a_file("b.csv", 39)]), 1, "tal"
    )

    assert figure.regnskaber[0].i_alt == "41"
    assert figure.filer[0].linjer == "linje 2"


def test_people_are_not_told_where_a_few_of_them_have_more_than_one_unit() -> None:
    def told(personer: int) -> dict[str, str]:
        return dict(show_figure(a_figure(personer=personer), LIMIT, "tal").summer)

    assert told(40)["Personer"] == "40"  # one unit each
    assert "Personer" not in told(38)  # two of them have two
    assert told(37)["Personer"] == "37"
