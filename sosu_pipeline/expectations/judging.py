"""Verdicts: each rule judged on the distinct values of its columns, and no value let out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sosu_pipeline.errors import UserError
from sosu_pipeline.expectations.library import whole_frame
from sosu_pipeline.expectations.rules import BAND_COLUMN, BAND_FRAME, READABLE, Kind, Rule
from sosu_pipeline.expectations.suite import build_suite, judged_columns, reading_column

ROWS_AT_ONCE = 200_000

_HELD_OR_NOT = {"result_format": "BOOLEAN_ONLY"}
_POSITIONS = {"result_format": "COMPLETE", "exclude_unexpected_values": True}
_UNREADABLE, _BLANK_FORM = "ulaeselig", "tom"


class JudgingError(UserError):
    """A rule could not be judged; the text names the rule, and never a value."""

    def __init__(self, contract_name: str, rules: Iterable[Rule]) -> None:
        """Name the rules and where they are stated."""
        named = ", ".join(rule.regel for rule in rules)
        super().__init__(
            f"{contract_name}: reglen {named} kan ikke vurderes; se efter, at kolonnens type "
            f"passer til dens grænser i data/kilder/{contract_name}.yaml"
        )


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A rule's outcome on one frame.

    ``evaluated`` is the number of distinct values that the rule was judged on, where blanks count
    only if the rule asks for a value; ``refused`` are the positions of those that broke it.
    """

    rule: Rule
    success: bool
    evaluated: int
    refused: tuple[int, ...]


def judge(
    contract_name: str,
    rules: Sequence[Rule],
    frames: Mapping[tuple[str, ...], pd.DataFrame],
) -> tuple[Verdict, ...]:
    """Judge every rule whose frame is given, one row of the frame per distinct value.

    The frame of a column ``c`` has ``c`` with its typed values and ``c_ulaeselig``, or ``c_form``
    for an identity; that of a relation has its two columns. ``("noegle",)`` has ``antal``, the
    distinct numbers of lines that share a key, and ``("linjer",)`` has ``linjer`` and ``sidst``.

    Raises:
        JudgingError: a rule's limits do not fit its column, or the frame lacks the column.
    """
    verdicts: list[Verdict] = []
    for columns, frame in frames.items():
        named = [rule for rule in rules if rule.columns == columns]
        verdicts += _judge_frame(contract_name, named, frame)
    return tuple(verdicts)


def _judge_frame(
    contract_name: str, rules: Sequence[Rule], frame: pd.DataFrame
) -> Iterator[Verdict]:
    if not rules:
        return
    evaluated = Counter[str]()
    refused = defaultdict[str, list[int]](list)
    for start in range(0, len(frame), ROWS_AT_ONCE):
        batch = _batch(rules[0].columns, frame.iloc[start : start + ROWS_AT_ONCE])
        for rule in rules:
            evaluated[rule.regel] += _count_judged(rule, batch)
        for regel, positions in _refused_positions(contract_name, rules, batch):
            refused[regel].extend(start + position for position in positions)
    for rule in rules:
        yield Verdict(
            rule=rule,
            success=not refused[rule.regel],
            evaluated=evaluated[rule.regel],
            refused=tuple(refused[rule.regel]),
        )


def _count_judged(rule: Rule, batch: pd.DataFrame) -> int:
    if rule.kind is Kind.UDFYLDT:
        return len(batch)
    return int(batch.reindex(columns=judged_columns(rule)).notna().all(axis=1).sum())


def _refused_positions(
    contract_name: str, rules: Sequence[Rule], batch: pd.DataFrame
) -> Iterator[tuple[str, Sequence[int]]]:
    """Ask which rules hold, then the others for positions: asking all for them costs twice."""
    verdicts = _validate(contract_name, rules, batch, _HELD_OR_NOT)
    broken = [rule for rule, result in zip(rules, verdicts, strict=True) if not result.success]
    if broken:
        results = _validate(contract_name, broken, batch, _POSITIONS)
        for rule, result in zip(broken, results, strict=True):
            if "unexpected_index_list" not in result.result:
                raise JudgingError(contract_name, [rule])
            yield rule.regel, result.result["unexpected_index_list"]


def _validate(
    contract_name: str, rules: Sequence[Rule], batch: pd.DataFrame, result_format: dict[str, Any]
) -> list[Any]:
    """Return the library's results in the order of the rules."""
    suite, definition = build_suite(contract_name, rules), whole_frame()
    try:
        given = definition.get_batch(batch_parameters={"dataframe": batch})
        results: list[Any] = given.validate(suite, result_format=result_format).results
    except Exception:  # noqa: BLE001 - the text of the error may quote a value
        raise JudgingError(contract_name, rules) from None
    by_rule = {result.expectation_config.meta["regel"]: result for result in results}
    return [by_rule[rule.regel] for rule in rules]


def _batch(columns: tuple[str, ...], frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame as pandas can compare it, with what the rules need beside the values."""
    rows = frame.reset_index(drop=True)
    batch = rows.assign(**{str(name): _comparable(rows[name]) for name in rows})
    if columns == BAND_FRAME:
        return batch.assign(**{BAND_COLUMN: batch["linjer"] / batch["sidst"]})
    return batch.assign(**_readings(columns, rows))


def _comparable(column: pd.Series) -> pd.Series:
    match pd.api.types.infer_dtype(column, skipna=True):
        case "decimal" | "integer":
            return pd.to_numeric(column)
        case "date" | "datetime":
            return pd.to_datetime(column)
        case _:
            return column


def _readings(columns: tuple[str, ...], rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Say of each text how it was read, and nothing where it is blank."""
    readings = {}
    for name in columns:
        if (form := f"{name}_form") in rows:
            readings[reading_column(name)] = rows[form].mask(rows[form] == _BLANK_FORM)
        elif (flag := f"{name}_ulaeselig") in rows:
            read = pd.Series(READABLE[0], index=rows.index).where(rows[name].notna())
            readings[reading_column(name)] = read.mask(rows[flag], _UNREADABLE)
    return readings
