"""Rules become a Great Expectations suite, one expectation for each rule."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sosu_pipeline.declarations.contract import Severity
from sosu_pipeline.expectations.library import great_expectations
from sosu_pipeline.expectations.rules import BAND_COLUMN, KEY_COLUMN, Kind, Limit, Rule

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation import Expectation

_SEVERITIES = {Severity.BLOKER: "critical", Severity.ADVAR: "warning"}


def build_suite(name: str, rules: Sequence[Rule]) -> "ExpectationSuite":
    """Return the suite of the rules on one frame; ``meta`` holds each rule's id.

    An auditor reads in the notes what is wrong where it fails, and what mends it.
    """
    expectations = [_expectation(rule) for rule in rules]
    suite: ExpectationSuite = great_expectations().ExpectationSuite(name, expectations)
    return suite


def judged_columns(rule: Rule) -> tuple[str, ...]:
    """Return the columns of the batch that the rule is judged on."""
    match rule.kind:
        case Kind.TYPE | Kind.FORM | Kind.UDFYLDT:
            return (reading_column(rule.columns[0]),)
        case Kind.ENTYDIG:
            return (KEY_COLUMN,)
        case Kind.BAAND:
            return (BAND_COLUMN,)
        case _:
            return rule.columns


def reading_column(name: str) -> str:
    """Return the column that says how a text was read: blank, readable, or in what form."""
    return f"{name}_laesning"


def _expectation(rule: Rule) -> "Expectation":
    gxe = great_expectations().expectations
    column, *others = judged_columns(rule)
    limits: dict[str, Any] = {"column": column}
    match rule.kind:
        case Kind.TYPE | Kind.FORM | Kind.VAERDIER:
            expect = gxe.ExpectColumnValuesToBeInSet
            limits["value_set"] = rule.vaerdier
        case Kind.UDFYLDT:
            expect = gxe.ExpectColumnValuesToNotBeNull
        case Kind.INTERVAL | Kind.ENTYDIG | Kind.BAAND:
            expect = gxe.ExpectColumnValuesToBeBetween
            limits["min_value"], limits["max_value"] = map(_comparable, (rule.mindst, rule.hoejst))
        case Kind.MOENSTER:
            expect = gxe.ExpectColumnValuesToMatchRegex
            limits["regex"] = rf"\A(?:{rule.moenster})\Z"
        case Kind.RAEKKEFOELGE:
            expect = gxe.ExpectColumnPairValuesAToBeGreaterThanB
            limits = {"column_A": others[0], "column_B": column, "or_equal": True}
            limits["ignore_row_if"] = "either_value_is_missing"
    expectation: Expectation = expect(
        **limits,
        severity=_SEVERITIES[rule.alvor],
        meta={"regel": rule.regel},
        notes=[f"Fejl: {rule.tekst}.", f"Afhjælpning: {rule.middel}."],
    )
    return expectation


def _comparable(limit: Limit) -> float | datetime | None:
    """Return a date as its midnight, since pandas compares no bare date."""
    return datetime.combine(limit, time()) if isinstance(limit, date) else limit
