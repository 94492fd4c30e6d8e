"""Numbers as people and systems write them; the marks are decided for the column as a whole.

Every number gets four decimals and has at most fourteen digits before them, as DECIMAL(18, 4).
"""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

_CURRENCY = r"(?:kr\.?|dkk)?"
_NUMBER = re.compile(
    rf"{_CURRENCY}(?P<before>[-−+(])?{_CURRENCY}(?P<digits>[0-9.,]*[0-9])(?:,-)?"
    rf"{_CURRENCY}(?P<after>[-)])?{_CURRENCY}"
)
_SIGNS = dict.fromkeys([(None, None), ("+", None)], 1) | dict.fromkeys(
    [("-", None), ("−", None), (None, "-"), ("(", ")")], -1
)
_SPACE_INSIDE = re.compile(r"[0-9]\s+(?![0-9]{3}(?![0-9]))[0-9]")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_WELL_FORMED = {
    ",": re.compile(r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]*)(?:,[0-9]+)?"),
    ".": re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?"),
}
_OTHER = {",": ".", ".": ","}
_NAMES = {",": "komma", ".": "punktum"}
_FOUR_DECIMALS = Decimal("0.0001")
_DECIMAL_18_4 = Context(prec=18, rounding=ROUND_HALF_UP, traps=[])


def read_numbers(texts: Sequence[str]) -> tuple[list[Decimal | None], str]:
    """Read each text as a number, None where it is none, and name the marks of the column."""
    parts = [_parts(text) for text in texts]
    mark = _decimal_mark([digits for _, digits in parts])
    numbers = [_number(sign, digits, mark) for sign, digits in parts]
    used = {
        each
        for (_, digits), number in zip(parts, numbers, strict=True)
        if number is not None
        for each in digits
    }
    roles = {mark: _NAMES[mark], _OTHER[mark]: f"tusind{_NAMES[_OTHER[mark]]}"}
    return numbers, ", ".join(name for each, name in roles.items() if each in used)


def _parts(text: str) -> tuple[int, str]:
    """Return a number's sign, and its digits with their marks; no digits where it is no number."""
    match = _NUMBER.fullmatch("".join(text.lower().split()))
    if match is None or _SPACE_INSIDE.search(text):
        return 0, ""
    sign = _SIGNS.get((match["before"], match["after"]))
    return (sign, match["digits"]) if sign else (0, "")


def _decimal_mark(numbers: Sequence[str]) -> str:
    """Decide the decimal mark: what is certain first, then what is likely, else Danish comma."""
    votes = Counter(map(_evidence, numbers))
    return max(",.", key=lambda mark: (votes[mark, True], votes[mark, False]))


def _evidence(number: str) -> tuple[str, bool] | None:
    """Return the decimal mark that a number speaks for, and whether it is certain.

    Two kinds of mark end with the decimal one, and a mark that stands twice parts thousands. A
    single mark is the decimal one, unless it may as well part a group of three.
    """
    marks = [each for each in number if each in _OTHER]
    if not marks or _ONE_GROUP.fullmatch(number):
        return None
    last = marks[-1]
    if len(marks) == 1:
        return last, False
    return (last if _OTHER[last] in marks else _OTHER[last]), True


def _number(sign: int, digits: str, mark: str) -> Decimal | None:
    if not digits or not _WELL_FORMED[mark].fullmatch(digits):
        return None
    plain = digits.replace(_OTHER[mark], "").replace(mark, ".")
    number = _DECIMAL_18_4.quantize(Decimal(plain), _FOUR_DECIMALS)
    return None if number.is_nan() else sign * number
