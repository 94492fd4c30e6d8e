"""Reading is held to plain Python: what was written in any dialect is what is read."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sosu_pipeline.declarations.contract import Column, ColumnType
from sosu_pipeline.deliveries.values import ReadColumn, read_values

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
DATE_STYLES: dict[str, Callable[[date], str]] = {
    "dd-mm-yyyy": lambda day: f"{day.day:02d}-{day.month:02d}-{day.year}",
    "d.m.yyyy": lambda day: f"{day.day}.{day.month}.{day.year}",
    "dd/mm/yy": lambda day: f"{day.day:02d}/{day.month:02d}/{day.year % 100:02d}",
    "yyyy-mm-dd": lambda day: f"{day.year}-{day.month:02d}-{day.day:02d}",
    "yyyymmdd": lambda day: f"{day.year}{day.month:02d}{day.day:02d}",
    "with time": lambda day: f"{day.year}-{day.month:02d}-{day.day:02d}T23:59:59.999",
    "name": lambda day: f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
    "short name": lambda day: f"{day.day:02d}-{MONTHS[day.month - 1][:3].upper()}-{day.year}",
    "Excel": lambda day: str((day - date(1899, 12, 30)).days),
    "Excel float": lambda day: f"{(day - date(1899, 12, 30)).days}.0",
}
SIGNS: tuple[Callable[[str], str], ...] = (
    lambda text: f"-{text}",
    lambda text: f"{text}-",
    lambda text: f"({text})",
    lambda text: f"kr. -{text}",
)
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
TWO_DIGIT_YEARS = st.dates(date(1970, 1, 1), date(2069, 12, 31))


def read(kind: ColumnType, *texts: str) -> ReadColumn:
    column = Column(navn="felt", overskrift="felt", beskrivelse="et felt", type=kind)
    return read_values(column, texts, ())


def write_amount(amount: Decimal, *, mark: str, group: str, sign: Callable[[str], str]) -> str:
    whole, decimals = f"{abs(amount):.2f}".split(".")
    head = len(whole) % 3 or 3
    groups = [whole[:head], *(whole[at : at + 3] for at in range(head, len(whole), 3))]
    text = f"{group.join(groups)}{mark}{decimals}"
    return sign(text) if amount < 0 else text


@settings(deadline=None)
@given(
    amounts=st.lists(AMOUNTS, min_size=1, max_size=8),
    marks=st.sampled_from(
        [(",", "."), (".", ","), (",", ""), (".", ""), (",", " "), (",", "\u00a0")]
    ),
    sign=st.sampled_from(SIGNS),
)
def test_amounts_survive_every_dialect(
    amounts: list[Decimal], marks: tuple[str, str], sign: Callable[[str], str]
) -> None:
    mark, group = marks
    texts = [write_amount(amount, mark=mark, group=group, sign=sign) for amount in amounts]
    assert read(ColumnType.DECIMAL, *texts).values == amounts


@settings(deadline=None)
@given(
    days=st.lists(TWO_DIGIT_YEARS, min_size=1, max_size=8), style=st.sampled_from([*DATE_STYLES])
)
def test_dates_survive_every_form(days: list[date], style: str) -> None:
    assert read(ColumnType.DATO, *map(DATE_STYLES[style], days)).values == days


def weeks_of(year: int) -> list[date]:
    """Return the Mondays of a year's weeks: week 1 holds 4 January, and each holds its Thursday."""
    fourth = date(year, 1, 4)
    monday = fourth - timedelta(days=fourth.weekday())
    mondays = [monday + timedelta(weeks=number) for number in range(53)]
    return [each for each in mondays if (each + timedelta(days=3)).year == year]


@pytest.mark.parametrize("form", ["{year}-W{week:02d}", "uge {week} {year}", "{week}/{year}"])
def test_weeks_are_their_mondays_in_every_year(form: str) -> None:
    for year in range(2000, 2050):
        texts = [form.format(year=year, week=week) for week in range(1, 54)]
        mondays = weeks_of(year)
        expected = [*mondays, *[None] * (53 - len(mondays))]
        assert read(ColumnType.DATO, *texts).values == expected


ANY_TEXT = st.text(max_size=12) | st.text("0123456789.,-/()kruge W", max_size=12)


@settings(deadline=None)
@given(texts=st.lists(ANY_TEXT, max_size=6), kind=st.sampled_from(ColumnType))
def test_every_text_is_a_value_a_blank_or_flagged(texts: list[str], kind: ColumnType) -> None:
    result = read(kind, *texts)
    for text, value, unreadable in zip(texts, result.values, result.unreadable, strict=True):
        assert [value is not None, not text.strip(), unreadable].count(True) == 1


@settings(deadline=None)
@given(texts=st.lists(ANY_TEXT, max_size=6), kind=st.sampled_from(ColumnType))
def test_the_order_of_the_texts_does_not_matter(texts: list[str], kind: ColumnType) -> None:
    forward, backward = read(kind, *texts), read(kind, *reversed(texts))
    assert forward.values == backward.values[::-1]
    assert forward.detected == backward.detected
