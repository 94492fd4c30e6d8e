"""Verdicts: from refused values back to the refused lines, and to the quarantine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import duckdb
import pandas as pd
import pyarrow as pa

from sosu_pipeline.declarations.contract import Contract, Severity
from sosu_pipeline.warehouse.tables import NEW, QUARANTINE, VERDICTS, raw_table

FIRST_LINES = 10


class Rule(Protocol):
    """What is known of a rule outside the room that judges it."""

    @property
    def regel(self) -> str:
        """Return the rule's id."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns the rule names."""

    @property
    def alvor(self) -> Severity:
        """Return what a broken rule does."""

    @property
    def tekst(self) -> str:
        """Return what is wrong, in Danish."""

    @property
    def middel(self) -> str:
        """Return the remedy in Danish."""


class Verdict(Protocol):
    """A rule's outcome on the rows of one frame."""

    @property
    def rule(self) -> Rule:
        """Return the rule that was judged."""

    @property
    def success(self) -> bool:
        """Tell whether every row held."""

    @property
    def refused(self) -> Sequence[int]:
        """Return the positions of the rows that did not hold."""


Judge = Callable[[Mapping[tuple[str, ...], pd.DataFrame]], Sequence[Verdict]]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A delivery as staging needs it: its arrival, and its place among all arrivals."""

    skole: str
    kilde: str
    levering: str
    ankomst: date | None
    raekkefoelge: int
    fingeraftryk: str


@dataclass(frozen=True, kw_only=True)
class Finder:
    """How refused values find their lines: ``keys``, a column each, equal the expressions ``on``.

    ``joins`` brings in the value maps that ``on`` names.
    """

    keys: pa.Table
    on: Sequence[str]
    joins: str = ""

    def lines(self, contract: Contract) -> str:
        """Return the select of the lines that hold a refused value, from the view ``afvist``."""
        person = f"linjer.{contract.person.navn}" if contract.person else "null"
        same = " and ".join(
            f"{expression} is not distinct from afvist.{name}"
            for expression, name in zip(self.on, self.keys.column_names, strict=True)
        )
        return (
            f"select linjer.skole, linjer.levering, linjer.fil, linjer.linje, {person} as person "
            f"from {raw_table(contract)} as linjer semi join {NEW} using (levering) {self.joins} "
            f"inner join afvist on {same} where linjer.linjefejl is null"
        )


@dataclass(frozen=True)
class Refused:
    """What a rule refused in one delivery: distinct values, lines, and the first lines' numbers."""

    vaerdier: int = 0
    linjer: int = 0
    foerste: str = ""


NOTHING = Refused()


@dataclass
class Docket:
    """The verdicts of a feed's new deliveries, gathered and written at once."""

    deliveries: Sequence[Delivery]
    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(
        self,
        verdict: Verdict,
        *,
        evaluated: Mapping[str, int],
        refused: Mapping[str, Refused],
    ) -> None:
        """Note a rule's outcome for every delivery: counts and line numbers, never a value."""
        for delivery in self.deliveries:
            of_this = refused.get(delivery.levering, NOTHING)
            self.note_one(
                delivery,
                verdict,
                er_overholdt=of_this == NOTHING,
                evaluated=evaluated.get(delivery.levering, 0),
                refused=of_this,
            )

    def note_one(
        self,
        delivery: Delivery,
        verdict: Verdict,
        *,
        er_overholdt: bool,
        evaluated: int,
        refused: Refused = NOTHING,
    ) -> None:
        """Note a rule's outcome for one delivery."""
        rule = verdict.rule
        self.rows.append(
            {
                "skole": delivery.skole,
                "kilde": delivery.kilde,
                "levering": delivery.levering,
                "regel": rule.regel,
                "kolonner": ", ".join(rule.columns),
                "alvor": rule.alvor.value,
                "tekst": rule.tekst,
                "middel": rule.middel,
                "er_overholdt": er_overholdt,
                "vurderet": evaluated,
                "afviste_vaerdier": refused.vaerdier,
                "linjer": refused.linjer,
                "foerste_linjer": refused.foerste,
            }
        )

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Write all that was noted."""
        if not self.rows:
            return
        connection.register("domme", pa.Table.from_pylist(self.rows))
        connection.execute(f"insert into {VERDICTS} by name select * from domme")
        connection.unregister("domme")


def refuse_lines(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    rule: Rule,
    finder: Finder,
    vaerdier: Mapping[str, int],
) -> dict[str, Refused]:
    """Find the lines of refused values; quarantine them when the rule blocks.

    Returns what was refused in each delivery; ``vaerdier`` says how many distinct values.
    """
    connection.register("afvist", finder.keys)
    lines = finder.lines(contract)
    if rule.alvor is Severity.BLOKER:
        quarantine(connection, contract, rule, lines)
    refused = count_refused(connection, lines, vaerdier)
    connection.unregister("afvist")
    return refused


def quarantine(
    connection: duckdb.DuckDBPyConnection, contract: Contract, rule: Rule, lines: str
) -> None:
    """Quarantine the lines of a select of school, delivery, file, line and person."""
    words = [", ".join(rule.columns), rule.regel, rule.tekst, rule.middel, rule.alvor.value]
    connection.execute(
        f"insert into {QUARANTINE} select ?, skole, levering, fil, linje, ?, ?, ?, ?, ?, person "
        f"from ({lines})",
        [contract.kilde, *words],
    )


def count_refused(
    connection: duckdb.DuckDBPyConnection, lines: str, vaerdier: Mapping[str, int]
) -> dict[str, Refused]:
    """Count a select's lines by delivery, with the numbers of the first ones."""
    rows = connection.execute(
        "select levering, count(*), "
        f"array_to_string((list(linje order by linje))[:{FIRST_LINES}], ', ') "
        f"from ({lines}) group by levering"
    ).fetchall()
    return {
        levering: Refused(vaerdier.get(levering, 0), count, first)
        for levering, count, first in rows
    }


def quarantine_broken_lines(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    line_rules: Mapping[str, tuple[str, str]],
) -> None:
    """Quarantine the lines whose shape the reader could not make sense of."""
    words = list(line_rules.values())
    rules = pa.table(
        {
            "regel": list(line_rules),
            "tekst": [tekst for tekst, _ in words],
            "middel": [middel for _, middel in words],
        }
    )
    connection.register("linjeregler", rules)
    connection.execute(
        f"insert into {QUARANTINE} "
        "select ?, skole, levering, fil, linje, '', regel, tekst, middel, "
        f"'{Severity.BLOKER.value}', null from {raw_table(contract)} semi join {NEW} "
        "using (levering) left join linjeregler on linjefejl = regel where linjefejl is not null",
        [contract.kilde],
    )
    connection.unregister("linjeregler")
