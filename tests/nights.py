"""A night under test: a home of its own, files in its landing folder, and the real job on them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from sosu_pipeline.automation import NIGHT_JOB, REVISION_JOB
from sosu_pipeline.declarations.contract import ColumnType
from sosu_pipeline.definitions import defs
from sosu_pipeline.publishing.folder import read_current, read_publication
from sosu_pipeline.publishing.opening import open_publication
from sosu_pipeline.publishing.publication import Publication
from sosu_pipeline.settings import Settings, prepare_home
from tests.factories import DEFAULTS, ROOT, RUN_DATE, Row, catalog, fetch

SCHOOL = "sosu_nord"
ARRIVED = date(2027, 9, 1)
KEY = "kun til afprøvning"
LONG_AGO = 1_700_000_000
POINTER = "published/aktuel"
DATABASE = "published/postgres"
PERSONS = {ColumnType.CPR, ColumnType.PERSON}
SOSU = "from sosu_pipeline.cli import main; main()"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check's outcome as Dagster recorded it; ``records`` are the rows of its table."""

    asset: str
    name: str
    passed: bool
    severity: dg.AssetCheckSeverity
    description: str
    records: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a night; ``errors`` are the texts of what broke it off, outermost first.

    ``metadata`` is what each asset told when it was made, by its name, and ``versions`` its data
    version.
    """

    success: bool
    checks: Sequence[Check]
    metadata: Mapping[str, Mapping[str, dg.MetadataValue[Any]]]
    versions: Mapping[str, str]
    errors: Sequence[str]
    publicering_id: str | None
    pointer: Publication | None

    @property
    def failed(self) -> list[Check]:
        """Return the checks that failed."""
        return [check for check in self.checks if not check.passed]

    def check(self, asset: str, name: str) -> Check:
        """Return one check by its asset, e.g. ``raw/fvu``, and its name."""
        (found,) = (each for each in self.checks if (each.asset, each.name) == (asset, name))
        return found


@dataclass
class Home:
    """A temporary ``SOSU_HOME`` with a key; ``variables`` are the settings its nights run under.

    ``has_run`` tells whether a night of ``run`` has come to its end. The environment is only
    changed while a night runs, so homes of different scope do not meet. Dagster's records are
    kept in memory from night to night, which takes a third of the time; a night of ``command``
    writes them to disk.
    """

    root: Path
    variables: dict[str, str] = field(default_factory=lambda: {"SOSU_PSEUDONYM_KEY": KEY})
    has_run: bool = False
    _dropped: int = 0

    def drop(
        self,
        kilde: str,
        name: str,
        content: str | bytes,
        *,
        day: date | None = ARRIVED,
        skole: str = SCHOOL,
    ) -> Path:
        """Write a file into landing, in the folder of a day or loose, as if long at rest.

        Files are taken in the order they are dropped, each being changed a second later.
        """
        folder = self.root / "landing" / skole / kilde / (day.isoformat() if day else "")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self._dropped += 1
        os.utime(path, (LONG_AGO + self._dropped,) * 2)
        return path

    def copy_declarations(self) -> Path:
        """Give the home declarations of its own, to be edited before its next night."""
        declared = Path(self.variables.get("SOSU_DATA", ROOT / "data"))
        copy = self.root / f"data-{len([*self.root.glob('data-*')])}"
        shutil.copytree(declared, copy)
        self.variables["SOSU_DATA"] = str(copy)
        return copy

    def run(
        self, dato: date = RUN_DATE, *, steps: Sequence[str] | None = None, rettelse: str = ""
    ) -> Outcome:
        """Run the night job in this process, as the command line does; or only some steps of it."""
        night = {"night": {"config": {"dato": dato.isoformat(), "rettelse": rettelse}}}
        outcome = self._run(NIGHT_JOB, {"resources": night}, steps)
        self.has_run |= outcome.success
        return outcome

    def write_page(self) -> Outcome:
        """Run the job that writes the audit page of the last night's publication."""
        return self._run(REVISION_JOB, {}, None)

    def _run(self, job: str, config: Mapping[str, Any], steps: Sequence[str] | None) -> Outcome:
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        with self._entered():
            settings = Settings()
            prepare_home(settings)
            result = defs.resolve_job_def(job).execute_in_process(
                run_config={**config, **quiet},
                op_selection=steps,
                instance=self._instance,
                raise_on_error=False,
            )
            return _outcome(result, read_current(settings.published_folder))

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start ``sosu`` with these arguments as a process of its own."""
        return self.python(SOSU, *arguments)

    def python(self, script: str, *arguments: str) -> "subprocess.Popen[str]":
        """Start a Python script under the home's settings as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", script, *arguments],
            cwd=self.root,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run ``sosu`` with these arguments and return what it printed and left with."""
        with self.start(*arguments) as process:
            printed = process.communicate()
        return subprocess.CompletedProcess(arguments, process.returncode, *printed)

    def query(self, select: str) -> list[dict[str, Any]]:
        """Return the rows of a select on the warehouse as the last night left it."""
        with duckdb.connect(str(self.root / "warehouse.duckdb"), read_only=True) as connection:
            return fetch(connection, select)

    def published(self, outcome: Outcome, select: str) -> list[dict[str, Any]]:
        """Return the rows of a select on a night's publication, as a reader would open it."""
        root = self.root / "published"
        publication = read_publication(root, str(outcome.publicering_id))
        with open_publication(root, publication) as connection:
            return fetch(connection, select)

    def astray(self) -> list[dict[str, Any]]:
        """Return the files whose lines are not all accounted for."""
        return self.query(
            "from staging.raekkeregnskab where linjer <> accepteret + karantaene + erstattet"
        )

    @property
    def _environment(self) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("SOSU_")}
        places = {"SOSU_HOME": str(self.root), "DAGSTER_HOME": str(self.root / "dagster")}
        return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **places, **self.variables}

    @contextmanager
    def _entered(self) -> Iterator[None]:
        environment = self._environment
        with pytest.MonkeyPatch.context() as patch:
            for name in os.environ.keys() - environment.keys():
                patch.delenv(name)
            for name, text in environment.items():
                patch.setenv(name, text)
            patch.chdir(self.root)
            yield

    @cached_property
    def _instance(self) -> dg.DagsterInstance:
        return dg.DagsterInstance.ephemeral(tempdir=str(self.root / "dagster"))


def completed(outcome: Outcome) -> Outcome:
    """Return a night that came to its end; else fail with what broke it off."""
    assert outcome.success, "\n".join(outcome.errors)
    return outcome


def delivery(kilde: str, *rows: Row) -> str:
    """Return a file of a feed: the required columns and those named, in the contract's headers.

    A row has values by the contract's names; what it leaves out takes the feed's default of
    ``factories``, and a person of its own.
    """
    contract = catalog().contracts[kilde]
    people = [each.navn for each in contract.kolonner if each.type in PERSONS]
    full = [
        {**DEFAULTS.get(kilde, {}), **dict.fromkeys(people, cpr(number)), **row}
        for number, row in enumerate(rows, start=1)
    ]
    named = {name for row in full for name in row}
    columns = [each for each in contract.kolonner if each.navn in named or each.er_paakraevet]
    cells = [[_text(row.get(column.navn)) for column in columns] for row in full]
    header = [column.overskrift for column in columns]
    return "".join(f"{';'.join(line)}\n" for line in (header, *cells))


def cpr(number: int) -> str:
    """Return the CPR number of an invented person: the day has 60 added, so nobody has it."""
    return f"{61 + number % 28:02}{1 + number // 28 % 12:02}90-{1000 + number:04}"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "J" if value else "N"
    return "" if value is None else str(value)


def _outcome(result: dg.ExecuteInProcessResult, pointer: Publication | None) -> Outcome:
    made = [each.materialization for each in result.get_asset_materialization_events()]
    told = {each.asset_key.to_user_string(): each.metadata for each in made}
    tags = {each.asset_key.to_user_string(): each.tags or {} for each in made}
    written = told.get(POINTER)
    return Outcome(
        success=result.success,
        checks=[_check(each) for each in result.get_asset_check_evaluations()],
        metadata=told,
        versions={name: each.get("dagster/data_version", "") for name, each in tags.items()},
        errors=[*_errors(result)],
        publicering_id=str(written["publicering_id"].value) if written else None,
        pointer=pointer,
    )


def _check(found: dg.AssetCheckEvaluation) -> Check:
    table = found.metadata.get("detaljer")
    records = table.records if isinstance(table, dg.TableMetadataValue) else ()
    return Check(
        asset=found.asset_key.to_user_string(),
        name=found.check_name,
        passed=found.passed,
        severity=found.severity,
        description=found.description or "",
        records=[record.data for record in records],
    )


def _errors(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    for event in result.all_events:
        error = getattr(event.event_specific_data, "error", None)
        while error is not None:
            yield error.message
            error = error.cause
