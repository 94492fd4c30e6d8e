"""The lineage of every table, put together in the order the tables are made."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot.schema import MappingSchema

from sosu_pipeline.audit.lineage.columns import KEY_MAP, RUN, Column, Lineage, Step, Steps
from sosu_pipeline.audit.lineage.declared import (
    LIMITS,
    SCHOOLS,
    TABLES,
    code_steps,
    declared_steps,
    setting_steps,
)
from sosu_pipeline.audit.lineage.feeds import (
    CONTRACTS,
    landing_columns,
    landing_table,
    ledger_steps,
    raw_steps,
    version_steps,
)
from sosu_pipeline.audit.lineage.selects import LineageError, steps_of
from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.naming import SHOWN, Layer, table_name
from sosu_pipeline.warehouse.account import ACCOUNT, FEEDS, account_select, feeds_select
from sosu_pipeline.warehouse.as_of import PERSONS, as_of_select, persons_select
from sosu_pipeline.warehouse.building import gathered_selects, gathered_table
from sosu_pipeline.warehouse.kpi import units_grouped
from sosu_pipeline.warehouse.models import DIALECT, Model
from sosu_pipeline.warehouse.reference import SETTINGS, code_table, setting_columns
from sosu_pipeline.warehouse.tables import raw_table, staging_table, versions_table

CPR_CHANGES = "cpr_skift"
KPI_FOLDER = "assets/sql/marts/kpi"
BUSINESS_KEY = "forretningsnoegle"
HIDDEN = "skjult_aarsag"
FIGURE, SHOWN_FIGURE, PEOPLE = "aktuel", "vaerdi", "personer"
FRACTION = ("taeller", "naevner")


def trace(
    catalog: Catalog,
    *,
    marts: Sequence[Model],
    shown: Sequence[str],
    published: Sequence[Model],
    columns: Mapping[str, Sequence[str]],
) -> Lineage:
    """Return the lineage of every table from the files that are delivered to what is published.

    Args:
        catalog: the declarations.
        marts: the SQL models of the marts, each after those it reads.
        shown: the marts that are published only as far as they may be shown.
        published: the SQL models of the published tables.
        columns: the columns of each published table by its name, also those no select has.

    Raises:
        LineageError: a select names a table or a column that does not exist.
    """
    tables = _Tables(catalog)
    tables.add_feeds()
    tables.add_marts(marts)
    tables.add_shown(shown)
    for model in published:
        own = tables.read(model.sql, declared_in=model.file)
        steps = {name: _published(model, own, name) for name in columns[model.name]}
        tables.add(model.table, steps, model.listed("noegle"))
    return Lineage(tables.steps)


@dataclass
class _Tables:
    """The tables so far, as lineage and as the schema and keys that the next select is read by."""

    catalog: Catalog
    steps: dict[str, Steps] = field(default_factory=dict)
    schema: MappingSchema = field(default_factory=lambda: MappingSchema(dialect=DIALECT))
    keys: dict[str, Sequence[str]] = field(default_factory=dict)

    def add(self, table: str, steps: Steps, key: Sequence[str] = ()) -> None:
        """Add a table; without a key its first column stands for its rows."""
        self.steps[table] = steps
        self.schema.add_table(table, dict.fromkeys(steps, "text"), dialect=DIALECT)
        self.keys[table] = key or tuple(steps)[:1]

    def read(self, select: str, *, declared_in: str) -> Steps:
        """Return the steps of a select over the tables so far."""
        return steps_of(select, self.schema, self.keys, declared_in=declared_in)

    def add_feeds(self) -> None:
        """Add raw and staging: contracts, ledgers, declarations, and each feed as of the run."""
        contracts = self.catalog.contracts
        for code in self.catalog.codes.values():
            self.add(code_table(code.navn), code_steps(code.navn, code.columns))
        self.add(SETTINGS, setting_steps(setting_columns()))
        for table in TABLES:
            if table.startswith(f"{Layer.STAGING}."):
                self.add(table, declared_steps(table))
        for table, steps in ledger_steps(contracts.values()):
            self.add(table, steps)
        for contract in contracts.values():
            self.add(landing_table(contract.kilde), dict.fromkeys(landing_columns(contract), ()))
            self.add(raw_table(contract), raw_steps(contract), contract.noegle)
            self.add(versions_table(contract), version_steps(contract), contract.noegle)
        self.add(PERSONS, self.read(persons_select(contracts[CPR_CHANGES]), declared_in=CONTRACTS))
        for contract in contracts.values():
            steps = self.read(as_of_select(contract), declared_in=CONTRACTS)
            self.add(staging_table(contract), steps, ("skole", *contract.noegle))
        account = account_select(contracts.values())
        self.add(ACCOUNT, self.read(account, declared_in=CONTRACTS), ("levering", "fil"))
        feeds = feeds_select((kilde, contract) for kilde, contract in contracts.items())
        self.add(FEEDS, self.read(feeds, declared_in=SCHOOLS), ("skole", "kilde"))

    def add_marts(self, models: Sequence[Model]) -> None:
        """Add the models, what is gathered of them, and the tables of goals and moves."""
        for model in models:
            steps = self.read(model.sql, declared_in=model.file)
            self.add(model.table, steps, model.listed("noegle"))
        for name, selects in gathered_selects(models, units_grouped).items():
            select = "\nunion all\n".join(selects.values())
            self.add(gathered_table(name), self.read(select, declared_in=KPI_FOLDER))
        for table in TABLES:
            if table.startswith(f"{Layer.MARTS}."):
                self.add(table, declared_steps(table))

    def add_shown(self, marts: Sequence[str]) -> None:
        """Add what may be shown of each mart."""
        for name in marts:
            behind, table = table_name(Layer.MARTS, name), f"{SHOWN}.{name}"
            if behind not in self.steps:
                msg = f"{table}: there is no {behind} behind it"
                raise LineageError(msg)
            self.add(table, _shown(behind, tuple(self.steps[behind])))


def _published(model: Model, own: Steps, name: str) -> tuple[Step, ...]:
    """Return the steps of a published column: a dimension's own key is of its business key."""
    if name in own:
        return own[name]
    if name == f"{model.name.partition('_')[2]}_noegle":
        steps = {step for key in model.listed(BUSINESS_KEY) for step in own[key]}
        return tuple(sorted({*steps, Step(Column(KEY_MAP, "noegle"))}))
    return (Step(Column(RUN, name)),)


def _shown(table: str, columns: Sequence[str]) -> Steps:
    """Return the columns that may be shown of a mart: people are left out, a reason put in."""
    steps: dict[str, list[Column]] = defaultdict(list)
    for name in columns:
        if name not in {PEOPLE, FIGURE}:
            steps[name].append(Column(table, name))
    of_figure = (FIGURE,) if FIGURE in columns else FRACTION
    if set(of_figure) <= set(columns):
        steps[SHOWN_FIGURE] += [Column(table, name) for name in of_figure]
    hidden_by = [Column(SETTINGS, name) for name in LIMITS]
    steps[HIDDEN] += [Column(table, PEOPLE), *hidden_by, Column("marts.kpi_katalog", "graense")]
    return {name: tuple(map(Step, found)) for name, found in steps.items()}
