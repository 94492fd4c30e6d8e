"""What lies in landing and cannot be taken is told or waits, and nothing of it is lost."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.faults.language import english_messages
from tests.nights import LONG_AGO, Home, Outcome, completed, delivery

GOOD = delivery("fvu", {}, {}, {})
GROWN = date(2027, 9, 2)


@contextmanager
def growing(path: Path) -> Iterator[None]:
    """Write to a file again and again, as a slow export does; then leave it at rest."""
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.02):
            os.utime(path)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def night(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Run a night on a good file, and everything that is not to be taken beside it."""
    home.drop("fvu", "god.csv", GOOD)
    home.drop("fvuu", "a.csv", GOOD)
    home.drop("fvu", "a.csv", GOOD, skole="ukendt_skole")
    elsewhere = tmp_path_factory.mktemp("andetsteds")
    (elsewhere / "a.csv").write_text(delivery("fvu", {"hold": "udefra"}), encoding="utf-8")
    feed = home.root / "landing" / "sosu_nord" / "fvu"
    (feed / "2027-09-05").symlink_to(elsewhere, target_is_directory=True)
    (feed / "henvist.csv").symlink_to(elsewhere / "a.csv")
    home.drop("fvu", "halv.csv.part", delivery("fvu", {"hold": "halv"}), day=None)
    home.drop("fvu", "~$laas.xlsx", b"\x04Anna", day=None)
    with growing(home.drop("fvu", "vokser.csv", delivery("fvu", {"hold": "vokser"}), day=GROWN)):
        return completed(home.run(date(2040, 1, 1)))


def told(home: Home, name: str) -> dict[str, Any]:
    """Return what is told of the one thing in landing with this in its place."""
    (row,) = home.query(f"from raw.landing where contains(tekst, '{name}')")
    return row


@pytest.mark.usefixtures("night")
def test_a_folder_without_a_contract_is_told_with_the_nearest_feed(home: Home) -> None:
    row = told(home, "landing/sosu_nord/fvuu")
    assert row["regel"] == "ukendt_kilde"
    assert "data/kilder/fvuu.yaml" in row["tekst"]
    assert "omdøb mappen til fvu" in row["middel"]


@pytest.mark.usefixtures("night")
def test_a_folder_of_no_school_is_told(home: Home) -> None:
    row = told(home, "landing/ukendt_skole")
    assert row["regel"] == "ukendt_skole"
    assert "data/skoler/ukendt_skole.yaml" in row["middel"]


@pytest.mark.parametrize("name", ["2027-09-05", "henvist.csv"])
@pytest.mark.usefixtures("night")
def test_a_link_out_of_the_landing_folder_is_refused(home: Home, name: str) -> None:
    row = told(home, f"landing/sosu_nord/fvu/{name}")
    assert row["regel"] == "henvisning"
    assert row["middel"]


@pytest.mark.usefixtures("night")
def test_nothing_behind_a_link_is_read(home: Home) -> None:
    assert home.query("from raw.fvu where hold = 'udefra'") == []
    assert home.query("from raw.filer where contains(filnavn, 'henvist')") == []


@pytest.mark.parametrize("name", ["halv.csv.part", "~$laas.xlsx", "vokser.csv"])
@pytest.mark.usefixtures("night")
def test_a_file_that_is_still_being_written_waits_and_is_named(home: Home, name: str) -> None:
    assert home.query(f"from raw.filer where contains(filnavn, '{name}')") == []
    row = told(home, name)
    assert row["regel"] is None
    assert "næste kørsel" in row["middel"]


@pytest.mark.usefixtures("night")
def test_only_the_good_file_was_taken(home: Home) -> None:
    assert home.query("select filnavn, linjer::int as linjer from raw.filer") == [
        {"filnavn": "sosu_nord/fvu/2027-09-01/god.csv", "linjer": 3}
    ]
    assert home.astray() == []


def test_what_cannot_be_taken_fails_a_check_and_holds_back_nothing(night: Outcome) -> None:
    check = night.check("raw/landing", "alt_i_landing_er_set")
    assert not check.passed
    assert night.pointer


@pytest.mark.usefixtures("night")
def test_every_message_is_in_danish(home: Home) -> None:
    assert english_messages(home) == []


def test_files_that_have_come_to_rest_are_taken_the_next_night(home: Home, night: Outcome) -> None:
    assert night.success
    feed = home.root / "landing" / "sosu_nord" / "fvu"
    (feed / "halv.csv.part").rename(feed / "halv.csv")
    os.utime(feed / GROWN.isoformat() / "vokser.csv", (LONG_AGO,) * 2)
    completed(home.run(date(2040, 1, 1)))
    assert home.query("select filnavn from raw.filer order by all") == [
        {"filnavn": "sosu_nord/fvu/2027-09-01/god.csv"},
        {"filnavn": "sosu_nord/fvu/2027-09-02/vokser.csv"},
        {"filnavn": "sosu_nord/fvu/halv.csv"},
    ]


def test_a_file_that_grows_while_it_is_archived_waits_and_the_night_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    home.drop("fvu", "vokser.csv", delivery("fvu", {"hold": "vokser"}), day=GROWN)
    home.drop("fvu", "god.csv", GOOD)
    monkeypatch.setattr(
        "sosu_pipeline.deliveries.store.is_unchanged", lambda file, _: file.name != "vokser.csv"
    )
    completed(home.run())
    assert home.query("select filnavn from raw.filer") == [
        {"filnavn": "sosu_nord/fvu/2027-09-01/god.csv"}
    ]
    assert "næste kørsel" in told(home, "vokser.csv")["middel"]
