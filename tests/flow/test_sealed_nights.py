"""Nights over a sealed archive: the same marts, nobody in clear text, none without the key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.workbooks import workbook
from tests.nights import Home, Outcome, completed, cpr, delivery

NAME = "Rosalinde Kvistgaard"
NUMBERS = [cpr(number) for number in range(500, 506)]
ARCHIVE_KEY = "arkivets opfundne nøgle"
SETTING = "sæt SOSU_ARCHIVE_KEY_FILE"
COURSES = workbook(delivery("fvu", *({"person": number} for number in NUMBERS[3:])), NUMBERS[4])


def drop(home: Home) -> None:
    """Drop text and a workbook about people, one of them in a file's name."""
    pupils = ({"person": number, "elevnavn": NAME} for number in NUMBERS[:3])
    home.drop("uddannelsesforhold", "elever.csv", delivery("uddannelsesforhold", *pupils))
    home.drop("fvu", f"{NUMBERS[3]}.xlsx", COURSES)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Outcome]]:
    """Give a home whose archive has a key, and its first night."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.variables["SOSU_ARCHIVE_KEY"] = ARCHIVE_KEY
    drop(home)
    yield home, completed(home.run())
    assert home.astray() == []


def archive(home: Home) -> list[Path]:
    return [path for path in (home.root / "arkiv").rglob("*") if path.is_file()]


def test_the_marts_are_the_same_with_and_without_a_key(
    home: Home, sealed: tuple[Home, Outcome]
) -> None:
    drop(home)
    plain = completed(home.run())
    assert plain.publicering_id == sealed[1].publicering_id
    for table in ("marts.kpi", "staging.raekkeregnskab"):
        rows = f"from {table} order by all"
        assert home.query(rows) == sealed[0].query(rows) != []


def test_nobody_stands_in_any_byte_of_the_archive(sealed: tuple[Home, Outcome]) -> None:
    secrets = [NAME, *NUMBERS, *(number.replace("-", "") for number in NUMBERS)]
    files = archive(sealed[0])
    assert {path.parent.parent.name for path in files} > {"arkiv", "filer"}
    assert [
        path.name
        for path in files
        if any(each.encode() in path.name.encode() + path.read_bytes() for each in secrets)
    ] == []


@pytest.mark.parametrize("key", ["", "en helt anden nøgle"], ids=["missing", "wrong"])
def test_a_night_without_the_archives_key_stops_with_one_sentence(
    sealed: tuple[Home, Outcome], key: str
) -> None:
    home, _ = sealed
    home.variables["SOSU_ARCHIVE_KEY"] = key
    try:
        night = home.run()
    finally:
        home.variables["SOSU_ARCHIVE_KEY"] = ARCHIVE_KEY
    assert not night.success
    assert any(SETTING in error for error in night.errors)


def test_a_damaged_file_of_the_archive_is_never_read(sealed: tuple[Home, Outcome]) -> None:
    home, before = sealed
    damaged = max((home.root / "arkiv" / "filer").rglob("*.aes"))
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
    home.variables["SOSU_PSEUDONYM_KEY"] += "."  # under another key every file is read again
    night = home.run()
    damaged.write_bytes(whole)
    assert not night.success
    assert any(f"arkivets fil {damaged.name} er ændret" in error for error in night.errors)
    assert night.pointer == before.pointer
