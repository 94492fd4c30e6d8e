"""The rules that a contract states, each with its id, its fault and its remedy in Danish."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sosu_pipeline.declarations.contract import (
    Column,
    ColumnType,
    Contract,
    DeliveryKind,
    Relation,
    Severity,
)

KEY_FRAME, KEY_COLUMN = ("noegle",), "antal"
BAND_FRAME, BAND_COLUMN = ("linjer",), "andel"
READABLE = ("laest",)
KNOWN_FORMS = ("ok", "nul_tilfoejet", "erstatning")

Limit = float | date | None

_VALUES = {
    ColumnType.HELTAL: "et helt tal",
    ColumnType.DECIMAL: "et tal",
    ColumnType.DATO: "en dato, der findes",
    ColumnType.JA_NEJ: "ja eller nej",
}
_WRONG_FORMS = {
    ColumnType.CPR: "er ikke et CPR-nummer",
    ColumnType.PERSON: "er hverken et CPR-nummer eller et andet id",
    ColumnType.RESPONDENT: "ligner et CPR-nummer og skal være et anonymt id",
}


class Kind(StrEnum):
    """What a rule asks of its columns; the value ends the rule's id."""

    TYPE = "type"
    FORM = "form"
    UDFYLDT = "udfyldt"
    VAERDIER = "vaerdier"
    INTERVAL = "interval"
    MOENSTER = "moenster"
    RAEKKEFOELGE = "raekkefoelge"
    ENTYDIG = "entydig"
    BAAND = "baand"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of a contract; ``columns`` is also the key of the frame it is judged on.

    ``tekst`` says what is wrong when the rule is broken, and never with a delivered value.
    ``vaerdier``, ``mindst``, ``hoejst`` and ``moenster`` are the limits the kind calls for.
    """

    regel: str
    kind: Kind
    columns: tuple[str, ...]
    alvor: Severity
    tekst: str
    middel: str
    vaerdier: tuple[str | int, ...] = ()
    mindst: Limit = None
    hoejst: Limit = None
    moenster: str | None = None


def rules_of(
    contract: Contract, values_of: Callable[[Column], tuple[str, ...]]
) -> tuple[Rule, ...]:
    """Return a contract's rules: by column, by relation, on the key and on the number of lines.

    Text has no rule of type, since every text is text.
    """
    source = f"data/kilder/{contract.kilde}.yaml"
    rules = [
        rule
        for column in contract.kept
        for rule in _rules_of_column(column, values_of(column), source)
    ]
    relations = [_relation_rule(relation) for relation in contract.relationer]
    return (*rules, *relations, _key_rule(contract, source), _band_rule(contract, source))


def _rules_of_column(column: Column, values: tuple[str, ...], source: str) -> Iterator[Rule]:
    if column.is_identity:
        yield replace(_rule(column, Kind.FORM, _WRONG_FORMS[column.type]), vaerdier=KNOWN_FORMS)
    elif column.type in _VALUES:
        other = f"giv teksten en betydning under synonymer i {source}"
        rule = _rule(column, Kind.TYPE, f"er ikke {_VALUES[column.type]}", other)
        yield replace(rule, vaerdier=READABLE)
    if column.er_udfyldt:
        yield _rule(column, Kind.UDFYLDT, "er ikke udfyldt", f"fjern er_udfyldt i {source}")
    if values:
        yield _vocabulary_rule(column, values, source)
    if column.type is ColumnType.DATO:
        yield _interval_rule(
            column, column.tidligst, column.senest, f"tidligst og senest i {source}"
        )
    elif column.mindst is not None or column.hoejst is not None:
        yield _interval_rule(column, column.mindst, column.hoejst, f"mindst og hoejst i {source}")
    if column.moenster:
        fault = "har ikke den form, som kontrakten kræver"
        rule = _rule(column, Kind.MOENSTER, fault, f"ret moenster i {source}")
        yield replace(rule, moenster=column.moenster)


def _rule(column: Column, kind: Kind, fault: str, other_remedy: str = "") -> Rule:
    remedy = f"ret {column.overskrift} i kildesystemet og udtræk igen"
    return Rule(
        regel=f"{column.navn}_{kind.value}",
        kind=kind,
        columns=(column.navn,),
        alvor=column.alvor,
        tekst=f"{column.overskrift} {fault}",
        middel=f"{remedy}, eller {other_remedy}" if other_remedy else remedy,
    )


def _vocabulary_rule(column: Column, values: tuple[str, ...], source: str) -> Rule:
    if column.kodeliste:
        place = f"data/koder/{column.kodeliste}.csv"
        fault, other = f"står ikke i {place}", f"tilføj koden i {place}"
    else:
        fault, other = f"er ikke {_either(values)}", f"tilføj værdien under vaerdier i {source}"
    is_whole = column.type is ColumnType.HELTAL
    limits = tuple(int(value) for value in values) if is_whole else values
    return replace(_rule(column, Kind.VAERDIER, fault, other), vaerdier=limits)


def _interval_rule(column: Column, mindst: Limit, hoejst: Limit, place: str) -> Rule:
    if mindst is None:
        fault = f"er over {_limit_text(hoejst)}"
    elif hoejst is None:
        fault = f"er under {_limit_text(mindst)}"
    else:
        fault = f"ligger ikke mellem {_limit_text(mindst)} og {_limit_text(hoejst)}"
    rule = _rule(column, Kind.INTERVAL, fault, f"ret {place}")
    return replace(rule, mindst=mindst, hoejst=hoejst)


def _relation_rule(relation: Relation) -> Rule:
    return Rule(
        regel=relation.regel,
        kind=Kind.RAEKKEFOELGE,
        columns=relation.kolonner,
        alvor=relation.alvor,
        tekst=relation.tekst,
        middel=relation.middel,
    )


def _key_rule(contract: Contract, source: str) -> Rule:
    key = ", ".join(contract.column(navn).overskrift for navn in contract.noegle)
    return Rule(
        regel="noegle_entydig",
        kind=Kind.ENTYDIG,
        columns=KEY_FRAME,
        alvor=Severity.BLOKER,
        tekst=f"linjer med samme nøgle ({key}) siger ikke det samme",
        middel=f"ret dubletten i kildesystemet og udtræk igen, eller ret noegle i {source}",
        hoejst=1,
    )


def _band_rule(contract: Contract, source: str) -> Rule:
    """Return the band rule: a snapshot outside it is cut off, and would empty the marts."""
    is_snapshot = contract.levering is DeliveryKind.SNAPSHOT
    mindst, hoejst = contract.line_band
    return Rule(
        regel="linjer_baand",
        kind=Kind.BAAND,
        columns=BAND_FRAME,
        alvor=Severity.BLOKER if is_snapshot else Severity.ADVAR,
        tekst="antallet af linjer er langt fra den forrige leverings",
        middel=(
            "sammenlign udtrækket med det forrige; er det rigtigt, så ret linjer_mindst_andel "
            f"eller linjer_hoejst_andel i {source}"
        ),
        mindst=mindst,
        hoejst=hoejst,
    )


def _either(values: tuple[str, ...]) -> str:
    *first, last = values
    return f"{', '.join(first)} eller {last}" if first else last


def _limit_text(limit: Limit) -> str:
    if isinstance(limit, date):
        return limit.strftime("%d-%m-%Y")
    return f"{limit:.10g}".replace(".", ",")
