"""A night that cannot begin says why in one sentence, with an exit code of its own."""

import hashlib
import json

import duckdb

from sosu_pipeline.warehouse.connecting import open_warehouse
from tests.nights import Home, completed, delivery

BUSY = 5
GOOD = delivery("fvu", {}, {}, {})


def sentence(text: str) -> str:
    """Return what was printed as one line, whatever the width of the terminal."""
    return " ".join(text.split())


def test_the_second_of_two_nights_says_who_holds_the_warehouse_and_leaves(home: Home) -> None:
    home.drop("fvu", "a.csv", GOOD)
    with open_warehouse(home.root / "warehouse.duckdb", holder="kørsel 4711abcd", memory="1GB"):
        left = home.command("run")
    assert left.returncode == BUSY
    assert "optaget af kørsel 4711abcd" in sentence(left.stderr)
    assert "vent" in left.stderr
    assert "Traceback" not in left.stderr
    assert not (home.root / "arkiv").exists()


def test_a_night_that_loses_the_race_for_the_warehouse_leaves_with_the_same_code(
    home: Home,
) -> None:
    path = home.root / "warehouse.duckdb"
    with duckdb.connect(str(path)):
        left = home.command("run")
    assert left.returncode == BUSY
    assert "et andet program" in sentence(left.stderr)


def test_two_nights_started_at_once_are_one_night(home: Home) -> None:
    home.drop("fvu", "a.csv", GOOD)
    nights = [home.start("run") for _ in range(2)]
    printed = [sentence(night.communicate()[1]) for night in nights]
    assert sorted(night.returncode for night in nights) == [0, BUSY], printed
    assert any("optaget af" in text for text in printed)
    assert home.query("select count(*)::int as files from raw.filer") == [{"files": 1}]


def test_without_a_key_a_file_that_nobody_drew_is_refused(home: Home) -> None:
    home.drop("fvu", "a.csv", GOOD)
    key = home.variables.pop("SOSU_PSEUDONYM_KEY")
    outcome = home.run()
    assert not outcome.success
    assert outcome.pointer is None
    (told,) = {error for error in outcome.errors if "a.csv" in error}
    assert "SOSU_PSEUDONYM_KEY_FILE" in told
    assert home.query("from raw.filer") == []

    home.variables["SOSU_PSEUDONYM_KEY"] = key
    completed(home.run())
    assert home.query("select linjer::int as linjer from raw.filer") == [{"linjer": 3}]


def test_a_file_that_nobody_drew_leaves_no_trace_once_it_is_taken_out(home: Home) -> None:
    del home.variables["SOSU_PSEUDONYM_KEY"]
    path = home.drop("fvu", "a.csv", GOOD)
    assert not home.run().success
    assert not (home.root / "arkiv" / "filer").exists()

    path.unlink()
    completed(home.run())


def test_without_a_key_a_file_that_was_drawn_is_taken(home: Home) -> None:
    del home.variables["SOSU_PSEUDONYM_KEY"]
    path = home.drop("fvu", "a.csv", GOOD, skole="opfundet_et")
    drawn = {"fvu/2027-09-01/a.csv": hashlib.sha256(path.read_bytes()).hexdigest()}
    manifest = home.root / "landing" / "opfundet_et" / "syntetisk.json"
    manifest.write_text(json.dumps({"frø": 1, "filer": drawn}), encoding="utf-8")
    completed(home.run())
    assert home.query("select linjer::int as linjer from raw.filer") == [{"linjer": 3}]
