"""Dates as people and systems write them; a week is its Monday and a month its first day."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_FIRST_YEAR, _LAST_SHORT_YEAR, _WEEKS_ONLY = 1900, 69, range(13, 54)
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = (
    r"(?P<navn>jan(?:uar)?|feb(?:ruar)?|mar(?:ts)?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?"
    r"|sep(?:t|tember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR, _SHORT_YEAR = r"(?P<aar>\d{4})", r"(?P<aar>\d{2})"
_DAY_MONTH = r"(?P<dag>\d{1,2})(?P<s>[-./])(?P<maaned>\d{1,2})(?P=s)"
_MONTH_DAY = r"(?P<s>[-./])(?P<maaned>\d{1,2})(?P=s)(?P<dag>\d{1,2})"
_WEEK, _NUMBER = r"(?:w|u|uge)\.? ?(?P<uge>\d{1,2})", r"(?P<nummer>\d{1,2})"
_CLOCK = r"(?:[t ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?)?"
_INSTANT = r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[-+]\d{2}:?\d{2})"
_FORMS = tuple(
    (label, re.compile(pattern, re.ASCII))
    for label, pattern in (
        ("dd{s}mm{s}åååå", _DAY_MONTH + _YEAR + _CLOCK),
        ("dd{s}mm{s}åå", _DAY_MONTH + _SHORT_YEAR + _CLOCK),
        ("åååå{s}mm{s}dd", _YEAR + _MONTH_DAY + _CLOCK),
        ("ååååmmdd", _YEAR + r"(?P<maaned>\d{2})(?P<dag>\d{2})"),
        ("tidspunkt med tidszone", rf"(?P<tid>{_INSTANT})"),
        (
            "dag, månedsnavn og år",
            rf"(?P<dag>\d{{1,2}})\.?[ -]?{_MONTH}[ -]?(?P<aar>\d{{4}}|\d{{2}})",
        ),
        ("månedsnavn og år", rf"{_MONTH}[ -]?(?P<aar>\d{{4}}|\d{{2}})"),
        ("uge", rf"{_YEAR}[- ]?{_WEEK}"),
        ("uge", rf"{_WEEK}(?:,? |[-/]){_YEAR}"),
        ("åååå{s}{nummer}", rf"{_YEAR}(?P<s>[-/]){_NUMBER}"),
        ("{nummer}{s}åååå", rf"{_NUMBER}(?P<s>[-/]){_YEAR}"),
        ("Excel-serietal", r"(?P<serietal>[2-7]\d{4}|80000)(?:[.,]\d+)?"),
    )
)
_REMEMBERED = 1 << 16
"""One file after another has the same days."""

Parts = Mapping[str, str | None]


def read_dates(texts: Sequence[str], *, weeks: bool | None) -> tuple[list[date | None], str]:
    """Read each text as a date, None where it is none, and name the forms of the column.

    A number beside a year is a week, or else a month, as ``weeks`` says. Where that is unknown a
    number that no month has, anywhere in the column, decides that the column holds weeks.
    """
    recognised = [_recognise(text) for text in texts]
    if weeks is None:
        weeks = any(int(parts.get("nummer") or 0) in _WEEKS_ONLY for _, parts in recognised)
    dates = [_read_date(text, weeks) for text in texts]
    forms = {
        (form, parts.get("s")) for (form, parts), day in zip(recognised, dates, strict=True) if day
    }
    number = "uge" if weeks else "mm"
    return dates, ", ".join(sorted(form.format(s=mark, nummer=number) for form, mark in forms))


@lru_cache(maxsize=_REMEMBERED)
def _read_date(text: str, weeks: bool) -> date | None:  # noqa: FBT001
    _, parts = _recognise(text)
    return _date(parts, weeks=weeks)


@lru_cache(maxsize=_REMEMBERED)
def _recognise(text: str) -> tuple[str, Parts]:
    plain = " ".join(text.lower().split())
    for form, pattern in _FORMS:
        if match := pattern.fullmatch(plain):
            return form, match.groupdict()
    return "", {}


def _date(parts: Parts, *, weeks: bool) -> date | None:
    try:
        if instant := parts.get("tid"):
            return _local_date(instant)
        if serial := parts.get("serietal"):
            return _EXCEL_DAY_ZERO + timedelta(days=int(serial))
        if not (year := parts.get("aar")):
            return None
        if week := parts.get("uge") or (weeks and parts.get("nummer")):
            return date.fromisocalendar(_year(year), int(week), 1)
        return date(_year(year), _month(parts), int(parts.get("dag") or 1))
    except ValueError:
        return None


def _local_date(instant: str) -> date:
    """Return the day in Denmark: midnight there is the evening before in UTC."""
    moment = datetime.fromisoformat(instant.upper())
    return moment.astimezone(ZoneInfo("Europe/Copenhagen")).date()


def _month(parts: Parts) -> int:
    if name := parts.get("navn"):
        return _MONTHS.index(name[:3]) + 1
    return int(parts.get("maaned") or parts.get("nummer") or 0)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == len("åå"):
        return year + (2000 if year <= _LAST_SHORT_YEAR else 1900)
    if year < _FIRST_YEAR:
        raise ValueError(text)
    return year
