"""A line that breaks its contract goes to quarantine, each kind in a school of its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.faults.language import english_messages
from tests.nights import Home, Outcome, completed, cpr, delivery

EXTRA = "Kantineønske"


def broken(kilde: str, **cells: object) -> str:
    """Return a small file whose second line, the third of the file, has these cells."""
    return delivery(kilde, {}, cells, {})


def with_contradiction() -> str:
    """Return forty lines, of which lines 4 and 9 have one key and different hours."""
    rows: list[dict[str, object]] = [{"timer": 20} for _ in range(40)]
    rows[2] = {"person": cpr(99), "timer": 10}
    rows[7] = {"person": cpr(99), "timer": 12}
    return delivery("fvu", *rows)


def with_copy() -> str:
    header, first, *rest = delivery("fvu", {}, {}, {}).splitlines(keepends=True)
    return "".join((header, first, *rest, first))


def with_extra_column() -> str:
    header, *lines = delivery("fvu", {}, {}, {}).splitlines()
    return "".join(
        f"{line}\n" for line in (f"{header};{EXTRA}", *(f"{each};fisk" for each in lines))
    )


FILES: Mapping[str, tuple[str, str | bytes]] = {
    "for_mange_felter": ("fvu", broken("fvu", er_amu="J;for meget")),
    "nul": ("fvu", broken("fvu", hold="hold\0-7")),
    "blandet": ("fvu", broken("fvu", hold="Ærø").encode().replace("Ærø".encode(), b"\xc6r\xf8")),
    "umulig_dato": ("fvu", broken("fvu", startdato="31-02-2026")),
    "kode": ("fvu", broken("fvu", trin="Astrologi")),
    "slut_foer_start": ("fvu", broken("fvu", slutdato=date(2026, 3, 1))),
    "underskrift": (
        "uddannelsesaftaler",
        broken("uddannelsesaftaler", underskriftsdato=date(2026, 8, 4)),
    ),
    "cpr": ("fvu", broken("fvu", person="12345")),
    "tom_noegle": ("fvu", broken("fvu", hold="")),
    "modsigelse": ("fvu", with_contradiction()),
    "kopi": ("fvu", with_copy()),
    "ekstra": ("fvu", with_extra_column()),
}
RULES = {
    "for_mange_felter": "for_mange_felter",
    "nul": "nul_byte",
    "blandet": "blandet_kodning",
    "umulig_dato": "startdato_type",
    "kode": "trin_vaerdier",
    "slut_foer_start": "start_foer_slut",
    "underskrift": "underskrift_foer_start",
    "cpr": "person_form",
    "tom_noegle": "hold_udfyldt",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def night(home: Home) -> Outcome:
    for fault, (kilde, content) in FILES.items():
        home.drop(kilde, f"{fault}.csv", content, skole=f"opfundet_{fault}")
    return completed(home.run())


def quarantined(home: Home, fault: str) -> list[dict[str, Any]]:
    return home.query(
        "select lines.* replace (linje::int as linje), filnavn from staging.karantaene as lines "
        "inner join raw.filer using (levering, fil) "
        f"where lines.skole = 'opfundet_{fault}' order by linje"
    )


def account(home: Home, fault: str) -> tuple[int, int, int, int]:
    """Return a school's lines: delivered, accepted, quarantined and replaced."""
    (row,) = home.query(
        "select linjer, accepteret, karantaene, erstattet from staging.raekkeregnskab "
        f"where skole = 'opfundet_{fault}'"
    )
    return tuple(row.values())  # type: ignore[return-value] - four columns


@pytest.mark.parametrize("fault", RULES)
@pytest.mark.usefixtures("night")
def test_the_one_bad_line_of_a_small_file_is_quarantined_and_the_others_are_taken(
    home: Home, fault: str
) -> None:
    assert {(row["linje"], row["regel"]) for row in quarantined(home, fault)} == {(3, RULES[fault])}
    assert account(home, fault) == (3, 2, 1, 0)  # 3 lines = 2 accepted + 1 quarantined


@pytest.mark.parametrize("fault", RULES)
@pytest.mark.usefixtures("night")
def test_a_quarantined_line_has_file_rule_and_remedy_in_danish(home: Home, fault: str) -> None:
    (row,) = quarantined(home, fault)
    assert row["filnavn"].endswith(f"{fault}.csv")
    assert row["tekst"]
    assert any(word in row["middel"] for word in ("ret ", "sæt ", "gem "))


@pytest.mark.usefixtures("night")
def test_a_value_outside_its_code_list_names_the_list(home: Home) -> None:
    (row,) = quarantined(home, "kode")
    assert row["kolonne"] == "trin"
    assert "data/koder/fvu_trin.csv" in row["tekst"]


@pytest.mark.usefixtures("night")
def test_lines_with_one_key_and_different_values_are_all_quarantined(home: Home) -> None:
    assert [(row["linje"], row["regel"]) for row in quarantined(home, "modsigelse")] == [
        (4, "noegle_entydig"),
        (9, "noegle_entydig"),
    ]
    assert account(home, "modsigelse") == (40, 38, 2, 0)  # 2 of 40 lines = 5 %, the limit


@pytest.mark.usefixtures("night")
def test_identical_lines_count_once_and_the_copy_is_replaced(home: Home) -> None:
    assert quarantined(home, "kopi") == []
    assert account(home, "kopi") == (4, 3, 0, 1)  # 4 lines = 3 accepted + 1 copy


@pytest.mark.usefixtures("night")
def test_a_file_with_an_extra_column_is_taken(home: Home) -> None:
    assert account(home, "ekstra") == (3, 3, 0, 0)


def test_an_extra_column_is_told_and_stays_in_the_archive(home: Home, night: Outcome) -> None:
    (file,) = home.query("select fil, fortalt from raw.filer where skole = 'opfundet_ekstra'")
    assert EXTRA in file["fortalt"]
    assert "arkivet" in file["fortalt"]
    (stored,) = (home.root / "arkiv" / "filer").rglob(f"{file['fil']}*")
    assert stored.read_text(encoding="utf-8") == FILES["ekstra"][1]
    shown = night.check("raw/fvu", "filer_kan_laeses")
    assert EXTRA in f"{shown.description} {shown.records}"


@pytest.mark.parametrize("kilde", ["fvu", "uddannelsesaftaler"])
def test_refused_lines_warn_and_hold_back_nothing(night: Outcome, kilde: str) -> None:
    check = night.check(f"staging/{kilde}", "kontrakt")
    assert not check.passed
    assert check.severity.value == "WARN"
    assert night.success
    assert night.pointer


@pytest.mark.parametrize("fault", RULES)
def test_the_contract_check_tells_of_every_quarantined_line(night: Outcome, fault: str) -> None:
    assert told(night, fault)["foerste_linjer"] == "3"
    assert told(night, fault)["middel"]


@pytest.mark.parametrize("fault", RULES)
def test_the_contract_check_names_the_file_of_a_quarantined_line(
    night: Outcome, fault: str
) -> None:
    assert f"{fault}.csv" in str(told(night, fault))


def told(night: Outcome, fault: str) -> Mapping[str, Any]:
    """Return what the check of the contract tells of a school's broken rule."""
    check = night.check(f"staging/{FILES[fault][0]}", "kontrakt")
    found = [
        record
        for record in check.records
        if record["skole"] == f"opfundet_{fault}" and record["regel"] == RULES[fault]
    ]
    assert found, f"{RULES[fault]} is not among what the check tells"
    return found[0]


@pytest.mark.usefixtures("night")
def test_every_file_is_accounted_for(home: Home) -> None:
    assert home.astray() == []


@pytest.mark.usefixtures("night")
def test_every_message_is_in_danish(home: Home) -> None:
    assert english_messages(home) == []
