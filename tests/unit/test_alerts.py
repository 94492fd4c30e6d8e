"""A night that needs somebody is told once, in few words, with nobody in them."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from textwrap import dedent
from typing import Any

import dagster as dg
import pytest
from rich.console import Console

from sosu_pipeline.alerting.message import MOST_LINES, Message, message_of
from sosu_pipeline.alerting.outcome import DATABASE, FRESHNESS, POINTER, Outcome, read_outcome
from sosu_pipeline.automation import NIGHT_JOB, REVISION_JOB, alert_sensors
from sosu_pipeline.cli.doctor import examine, send_trial
from sosu_pipeline.errors import UserError
from sosu_pipeline.resources import Notifier
from sosu_pipeline.settings import Settings
from tests.inbox import PASSWORD, Inbox, open_inbox
from tests.nights import cpr

WARN, ERROR = dg.AssetCheckSeverity.WARN, dg.AssetCheckSeverity.ERROR
REFUSED = "maj.csv: leveringen er afvist, 3 af 4 linjer bryder regler; bed om en ny udskrift"
NOBODY = "json://skole:hemmeligt-kodeord@127.0.0.1:9"


@dataclass(frozen=True, kw_only=True)
class Failed:
    """A check that fails."""

    asset: str = "staging/fvu"
    name: str = "kontrakt"
    text: str = REFUSED
    severity: dg.AssetCheckSeverity = ERROR
    blocking: bool = False
    rows: tuple[Mapping[str, Any], ...] = ()

    @property
    def result(self) -> dg.AssetCheckResult:
        """Return the result as a check gives it."""
        table = [dg.TableRecord(dict(row)) for row in self.rows]
        return dg.AssetCheckResult(
            asset_key=self.asset.split("/"),
            check_name=self.name,
            passed=False,
            severity=self.severity,
            description=self.text,
            metadata={"detaljer": dg.MetadataValue.table(table)} if table else {},
        )


WARNING = Failed(name="advarsel", text="linjen har færre felter (1 linje)", severity=WARN)
LATE = Failed(
    asset="staging/kilder",
    name=FRESHNESS,
    severity=WARN,
    rows=(
        {"skole": "nord", "kilde": "fvu", "alder_dage": 57, "er_ny_nok": False},
        {"skole": "nord", "kilde": "hold", "alder_dage": None, "er_ny_nok": False},
        {"skole": "nord", "kilde": "kurser", "alder_dage": 3, "er_ny_nok": True},
    ),
)
BROKEN = Failed(
    asset="marts/kpi_optag", name="kpi_lov", text="2 rækker mangler skole", blocking=True
)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    with open_inbox() as inbox:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("SOSU_BESKED_TIL", inbox.address)
        yield inbox


def run(
    instance: dg.DagsterInstance,
    *failed: Failed,
    error: Exception | None = None,
    closed: str = "",
    name: str = NIGHT_JOB,
) -> dg.DagsterRun:
    """Run a night of a few assets whose checks fail as told, or that breaks off with an error."""
    keys = sorted({each.asset for each in failed})

    @dg.multi_asset(name="tabeller", specs=[dg.AssetSpec(key.split("/")) for key in keys or ["a"]])
    def tables() -> Iterator[dg.MaterializeResult[None]]:
        yield from (dg.MaterializeResult(asset_key=key.split("/")) for key in keys or ["a"])

    specs = [
        dg.AssetCheckSpec(each.name, asset=each.asset.split("/"), blocking=each.blocking)
        for each in failed
    ]

    @dg.multi_asset_check(name="kontroller", specs=specs or [dg.AssetCheckSpec("god", asset="a")])
    def checks() -> Iterator[dg.AssetCheckResult]:
        yield from (each.result for each in failed)
        if not failed:
            yield dg.AssetCheckResult(passed=True)

    @dg.asset(key=POINTER.split("/"), deps=[key.split("/") for key in keys])
    def pointer() -> dg.MaterializeResult[None]:
        if error:
            raise error
        return dg.MaterializeResult(metadata={"er_lukket": closed})

    job = dg.define_asset_job(name, executor_def=dg.in_process_executor)
    defs = dg.Definitions(assets=[tables, pointer], asset_checks=[checks], jobs=[job])
    config = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    result = defs.resolve_job_def(name).execute_in_process(
        run_config=config, instance=instance, raise_on_error=False
    )
    return result.dagster_run


def told(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Message | None:
    finished = instance.get_run_by_id(run.run_id)
    assert finished is not None
    return message_of(read_outcome(instance, finished))


def test_of_a_good_night_nothing_is_said(instance: dg.DagsterInstance) -> None:
    assert told(instance, run(instance)) is None


def test_refused_feeds_late_feeds_and_warnings_are_told_of_a_night_that_succeeded(
    instance: dg.DagsterInstance,
) -> None:
    night = run(instance, WARNING, LATE, Failed())
    message = told(instance, night)
    text = f"""\
        1 afvisning:
        – fvu: {REFUSED}

        2 kilder er for gamle:
        – nord/fvu er 57 dage gammel
        – nord/hold er aldrig modtaget

        1 kontrol advarer.

        Kørsel {night.run_id[:8]}; resten står i Dagster (make ui)."""
    assert message == Message(titel="SOSU-nat: 1 afvisning", tekst=dedent(text), er_fejl=True)


def test_a_feed_refused_by_two_checks_is_told_once(instance: dg.DagsterInstance) -> None:
    unread = Failed(asset="raw/fvu", name="filer_kan_laeses", text="maj.csv: filen er tom")
    message = told(instance, run(instance, unread, Failed()))
    assert message is not None
    assert message.tekst.startswith("1 afvisning:\n– fvu: maj.csv: filen er tom\n\n")


def test_warnings_alone_are_no_failure(instance: dg.DagsterInstance) -> None:
    message = told(instance, run(instance, WARNING))
    assert message is not None
    assert (message.titel, message.er_fejl) == ("SOSU-nat: 1 kontrol advarer", False)


def test_a_withheld_publication_names_the_checks_that_withheld_it(
    instance: dg.DagsterInstance,
) -> None:
    message = told(instance, run(instance, Failed(), BROKEN))
    assert message is not None
    assert message.titel == "SOSU-nat: publiceringen er holdt tilbage"
    assert "– marts/kpi_optag · kpi_lov: 2 rækker mangler skole\n\n1 afvisning" in message.tekst
    assert "fejlede" not in message.tekst


def test_a_gate_closed_by_earlier_outcomes_is_told_too(instance: dg.DagsterInstance) -> None:
    reason = "marts/forloeb: kontrollen noegle_er_entydig er ikke kørt; kør natten igen"
    message = told(instance, run(instance, closed=reason))
    assert message is not None
    assert message.titel == "SOSU-nat: publiceringen er holdt tilbage"
    assert f"– {reason}" in message.tekst


def test_a_database_that_is_behind_is_told_apart_from_what_was_refused(
    instance: dg.DagsterInstance,
) -> None:
    text = "PostgreSQL (ejer@vaert/nord): databasens disk er fuld; gør plads"
    behind = Failed(asset=DATABASE, name="har_den_aktuelle_publicering", text=text)
    message = told(instance, run(instance, Failed(), behind))
    assert message is not None
    assert message.titel == "SOSU-nat: PostgreSQL har ikke den nye publicering"
    assert message.tekst.startswith(
        f"PostgreSQL har ikke den nye publicering:\n– {text}\n\n1 afvisning:\n– fvu: "
    )
    assert message.er_fejl


def test_a_failed_run_says_its_own_sentence(instance: dg.DagsterInstance) -> None:
    message = told(instance, run(instance, error=UserError("disken er fuld; ryd op")))
    assert message is not None
    assert message.titel == "SOSU-nat: kørslen fejlede"
    assert "– disken er fuld; ryd op\n" in message.tekst
    assert "Traceback" not in message.tekst


def test_an_unforeseen_error_says_where_to_look_and_nothing_of_itself(
    instance: dg.DagsterInstance,
) -> None:
    night = run(instance, error=ValueError(f"could not convert {cpr(500)} of Rosalinde"))
    message = told(instance, night)
    assert message is not None
    assert f"kørslen {night.run_id} fejlede; se fejlsporet i Dagster" in message.tekst
    assert not any(word in message.tekst for word in (cpr(500), "Rosalinde", "convert"))


def test_a_person_in_a_files_name_is_masked(instance: dg.DagsterInstance) -> None:
    message = told(instance, run(instance, Failed(text=f"{cpr(500)}.csv: filen er tom; slet den")))
    assert message is not None
    assert "– fvu: ******-****.csv: filen er tom" in message.tekst


def test_a_long_list_is_cut_and_a_night_of_another_day_named() -> None:
    many = tuple(f"nord/kilde_{number} er 60 dage gammel" for number in range(MOST_LINES + 3))
    nothing: Any = {
        "fejl": None,
        "database": None,
        "holdt_tilbage": (),
        "afvist": (),
        "advarsler": 0,
    }
    night = Outcome(job="nat", koersel="k", dato="2026-11-01", for_gamle=many, **nothing)
    message = message_of(night)
    assert message is not None
    assert message.titel == "SOSU-nat pr. 2026-11-01: 8 kilder er for gamle"
    assert message.tekst.count("–") == MOST_LINES + 1
    assert "– og 3 til" in message.tekst


def test_everybody_gets_one_message(
    instance: dg.DagsterInstance, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_inbox() as other:
        monkeypatch.setenv("SOSU_BESKED_TIL", f"{inbox.address},{other.address}")
        Notifier().tell(instance, run(instance, Failed()).run_id, pytest.fail)
    assert [len(each.messages) for each in (inbox, other)] == [1, 1]
    [message] = inbox.messages
    assert (message["title"], message["type"]) == ("SOSU-nat: 1 afvisning", "failure")
    assert REFUSED in message["message"]


def test_a_run_that_goes_on_is_not_told(instance: dg.DagsterInstance, inbox: Inbox) -> None:
    run_id = "11111111-1111-1111-1111-111111111111"
    instance.add_run(dg.DagsterRun("nat", run_id, status=dg.DagsterRunStatus.STARTED))
    Notifier().tell(instance, run_id, pytest.fail)
    Notifier().tell(instance, "a run that never was", pytest.fail)
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("addresses", "warning"),
    [
        (NOBODY, "beskeden nåede ikke alle i SOSU_BESKED_TIL"),
        (f"ukendt://{PASSWORD}", "en adresse i SOSU_BESKED_TIL kan ikke læses"),
    ],
    ids=["down", "unreadable"],
)
def test_somebody_who_cannot_be_reached_is_a_warning_without_their_address(
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    addresses: str,
    warning: str,
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SOSU_BESKED_TIL", addresses)
    warned: list[str] = []
    night = run(instance, Failed())
    with caplog.at_level(logging.INFO):
        Notifier().tell(instance, night.run_id, warned.append)
    assert len(warned) == 1
    assert warned[0].startswith(warning)
    assert PASSWORD not in "".join(warned) + caplog.text + repr(Settings())


def test_whatever_is_wrong_with_a_message_is_a_warning(
    instance: dg.DagsterInstance, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = run(instance, Failed())
    monkeypatch.setattr(instance, "all_logs", lambda _: 1 / 0)
    warned: list[str] = []
    Notifier().tell(instance, night.run_id, warned.append)
    assert warned == ["beskeden om natten blev ikke sendt (ZeroDivisionError); se i Dagster"]
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("addresses", "problem"),
    [
        (None, "ingen får besked; sæt SOSU_BESKED_TIL"),
        (NOBODY, "beskeden nåede ikke alle"),
        (f"ukendt://{PASSWORD}", "en adresse i SOSU_BESKED_TIL kan ikke læses"),
    ],
    ids=["unset", "down", "unreadable"],
)
def test_a_trial_that_does_not_arrive_is_an_error(addresses: str | None, problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        send_trial(Settings(besked_til=addresses), Console())


def test_doctor_tells_how_many_are_told_and_no_address(tmp_path: Path) -> None:
    console = Console(file=StringIO(), width=200)
    examine(Settings(home=tmp_path, besked_til=f"{NOBODY},{NOBODY}"), console)
    assert isinstance(console.file, StringIO)
    shown = console.file.getvalue()
    assert "sat; 2 adresser" in shown
    assert PASSWORD not in shown


def tick(instance: dg.DagsterInstance, cursors: dict[str, str | None]) -> None:
    """Let each sensor look at what has come since its cursor, as the daemon does."""
    for sensor in alert_sensors(Settings()):
        context = dg.build_sensor_context(
            instance, cursors.get(sensor.name), resources={"notifier": Notifier()}
        )
        cursors[sensor.name] = sensor.evaluate_tick(context).cursor


def test_the_sensors_tell_of_every_night_and_its_page_once_whether_it_failed_or_not(
    instance: dg.DagsterInstance, inbox: Inbox
) -> None:
    cursors: dict[str, str | None] = {}
    run(instance, Failed())
    tick(instance, cursors)  # the first look only finds where to begin
    run(instance, Failed())
    run(instance)
    run(instance, error=UserError("disken er fuld; ryd op"))
    run(instance, WARNING, name=REVISION_JOB)
    for _ in range(5):
        tick(instance, cursors)
    assert sorted(message["title"] for message in inbox.messages) == [
        "SOSU-nat: 1 afvisning",
        "SOSU-nat: kørslen fejlede",
        "SOSU-revision: 1 kontrol advarer",
    ]


def test_the_sensors_run_by_themselves_only_in_production() -> None:
    usual, production = (
        {sensor.default_status for sensor in alert_sensors(Settings(miljoe=miljoe))}
        for miljoe in ("udvikling", "produktion")
    )
    assert usual == {dg.DefaultSensorStatus.STOPPED}
    assert production == {dg.DefaultSensorStatus.RUNNING}
