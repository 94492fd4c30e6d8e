"""``sosu run`` tells of its own night, once, and no recipient can make a night fail."""

import subprocess
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from sosu_pipeline.cli.night import run_night
from sosu_pipeline.errors import UserError
from sosu_pipeline.settings import Settings, prepare_home
from tests.inbox import PASSWORD, Inbox, open_inbox
from tests.nights import Home, cpr, delivery

DEAD = f"json://skole:{PASSWORD}@127.0.0.1:9"
DATO = "2027-10-01"
Told = tuple[Inbox, "subprocess.CompletedProcess[str]"]


def home_of(root: Path, *addresses: str) -> Home:
    home = Home(root)
    home.variables |= {"SOSU_BESKED_TIL": ",".join(addresses), "NO_PROXY": "127.0.0.1"}
    return home


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Give a night with a refused file, told to somebody and to an address where nobody is."""
    with open_inbox() as inbox:
        home = home_of(tmp_path_factory.mktemp("home"), inbox.address, DEAD)
        home.drop("fvu", f"{cpr(500)}.csv", delivery("fvu", {}).replace("startdato", "start"))
        yield inbox, home.command("run", "--dato", DATO)


def test_a_night_with_a_refused_feed_is_told_once(night: Told) -> None:
    inbox, _ = night
    [message] = inbox.messages
    assert message["title"] == f"SOSU-nat pr. {DATO}: 1 afvisning"
    assert "– fvu: sosu_nord/fvu/2027-09-01/******-****.csv" in message["message"]
    assert "kolonnen 'startdato' mangler" in message["message"]
    assert "tilføj den som alias" in message["message"]
    assert "kilder er for gamle:\n– sosu_nord/" in message["message"]


def test_a_recipient_who_is_down_is_a_warning_and_the_night_stands(night: Told) -> None:
    _, command = night
    assert command.returncode == 3  # published, with a refused delivery
    assert command.stdout.count("beskeden nåede ikke alle i SOSU_BESKED_TIL") == 1
    assert PASSWORD not in command.stdout + command.stderr


def test_a_failed_night_is_told_once_with_its_own_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Home(tmp_path).drop("fvu", "a.csv", delivery("fvu", {}))
    with open_inbox() as inbox:
        for name, text in {
            "SOSU_HOME": str(tmp_path),
            "SOSU_BESKED_TIL": inbox.address,
            "DAGSTER_HOME": str(tmp_path / "dagster"),
            "NO_PROXY": "127.0.0.1",
        }.items():
            monkeypatch.setenv(name, text)
        for name in ("SOSU_PSEUDONYM_KEY", "SOSU_PSEUDONYM_KEY_FILE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.chdir(tmp_path)  # away from any .env
        settings = Settings()
        prepare_home(settings)
        with pytest.raises(UserError, match="er ikke fra den opfundne skole"):
            run_night(
                settings, date.fromisoformat(DATO), "", Console(file=StringIO()), is_audited=True
            )
    [message] = inbox.messages
    assert message["title"] == f"SOSU-nat pr. {DATO}: kørslen fejlede"
    assert "er ikke fra den opfundne skole" in message["message"]
    assert "sæt SOSU_PSEUDONYM_KEY_FILE, og kør igen" in message["message"]


def test_doctor_sends_a_trial(tmp_path: Path) -> None:
    with open_inbox() as inbox:
        sent = home_of(tmp_path, inbox.address).command("doctor", "--besked")
    assert [message["title"] for message in inbox.messages] == ["SOSU-nat: prøve"]
    assert sent.stdout == "Prøvebeskeden er sendt til alle i SOSU_BESKED_TIL.\n"
    assert (sent.returncode, sent.stderr) == (0, "")
