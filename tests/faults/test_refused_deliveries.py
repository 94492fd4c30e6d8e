"""A bad delivery is refused whole, its feed keeps its last good state, and the night goes on."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.faults.language import english_messages
from tests.nights import Home, Outcome, completed, delivery

FIRST, SECOND = date(2027, 9, 1), date(2027, 9, 15)
TWENTY: list[dict[str, object]] = [{} for _ in range(20)]
BAD: dict[str, object] = {"startdato": "31-02-2026"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def first(home: Home) -> Outcome:
    """Run a night on good deliveries."""
    home.drop("fvu", "a.csv", delivery("fvu", *TWENTY), day=FIRST)
    home.drop("sprogstoette", "a.csv", screenings(SECOND), day=FIRST)
    home.drop("uddannelsesforhold", "a.csv", pupils("01-09-2026"), day=FIRST)
    home.drop("oekonomi", "a.csv", canteen(100), day=FIRST)
    return completed(home.run(FIRST))


@pytest.fixture(scope="module")
def second(home: Home, first: Outcome) -> Outcome:
    """Run a later night: two of twenty lines bad, all lines bad, one pupil bad, and new money."""
    del first
    home.drop("fvu", "b.csv", delivery("fvu", BAD, BAD, *TWENTY[2:]), day=SECOND)
    home.drop("sprogstoette", "b.csv", screenings("31-02-2026"), day=SECOND)
    home.drop("uddannelsesforhold", "b.csv", pupils("31-02-2026"), day=SECOND)
    home.drop("oekonomi", "b.csv", canteen(250), day=SECOND)
    return completed(home.run(SECOND))


def screenings(day: date | str) -> str:
    return delivery(
        "sprogstoette", *({"screeningsdato": day, "resultat": "Behov"} for _ in range(3))
    )


def pupils(slutdato: str) -> str:
    """Return three pupils, the last with this end date."""
    return delivery("uddannelsesforhold", {}, {}, {"slutdato": slutdato})


def canteen(kroner: int) -> str:
    return delivery("oekonomi", {"budget": 90, "realiseret": kroner})


def ledger(home: Home, kilde: str) -> dict[str, Any]:
    (row,) = home.query(
        "select er_accepteret, regel, tekst, middel, linjer::int as linjer from staging.leveringer "
        f"where kilde = '{kilde}' and ankomst = date '{SECOND}'"
    )
    return row


def account(home: Home, kilde: str) -> list[tuple[int, ...]]:
    """Return a feed's files: lines delivered, accepted, quarantined and replaced."""
    rows = home.query(
        "select linjer, accepteret, karantaene, erstattet from staging.raekkeregnskab "
        f"where kilde = '{kilde}'"
    )
    return [tuple(row.values()) for row in rows]


@pytest.mark.usefixtures("second")
def test_more_than_five_percent_bad_lines_refuse_the_delivery(home: Home) -> None:
    row = ledger(home, "fvu")
    assert (row["er_accepteret"], row["regel"]) == (False, "for_mange_afviste")
    assert "2 af 20" in row["tekst"]  # 5 % of 20 lines is 1
    assert "data/kilder/fvu.yaml" in row["middel"]


@pytest.mark.usefixtures("second")
def test_a_delivery_of_only_bad_lines_is_refused(home: Home) -> None:
    row = ledger(home, "sprogstoette")
    assert (row["er_accepteret"], row["regel"]) == (False, "alle_linjer_afvist")
    assert "3 linjer" in row["tekst"]


@pytest.mark.parametrize("kilde", ["fvu", "sprogstoette"])
def test_a_refused_delivery_fails_the_contract_check_with_an_error(
    second: Outcome, kilde: str
) -> None:
    check = second.check(f"staging/{kilde}", "kontrakt")
    assert not check.passed
    assert check.severity.value == "ERROR"
    assert "afvist" in check.description


@pytest.mark.parametrize("kilde", ["fvu", "sprogstoette"])
def test_a_refused_delivery_is_told_with_its_file_and_contract(second: Outcome, kilde: str) -> None:
    check = second.check(f"staging/{kilde}", "kontrakt")
    assert f"sosu_nord/{kilde}/{SECOND}/b.csv" in check.description
    assert f"data/kilder/{kilde}.yaml" in check.description


@pytest.mark.usefixtures("second")
def test_the_feed_keeps_its_last_good_state(home: Home) -> None:
    states = home.query("select ankomst, count(*)::int as lines from staging.fvu group by all")
    assert states == [{"ankomst": FIRST, "lines": 20}]


@pytest.mark.usefixtures("second")
def test_the_account_has_every_line_of_a_refused_delivery_in_quarantine(home: Home) -> None:
    assert account(home, "fvu") == [(20, 20, 0, 0), (20, 0, 20, 0)]
    assert account(home, "sprogstoette") == [(3, 3, 0, 0), (3, 0, 3, 0)]
    assert home.astray() == []


def test_the_night_goes_on_and_publishes_the_other_feeds(
    home: Home, first: Outcome, second: Outcome
) -> None:
    assert second.pointer
    assert first.pointer
    assert second.pointer.publicering_id == second.publicering_id != first.publicering_id
    assert canteen_published(home, first) == 100
    assert canteen_published(home, second) == 250


def test_the_age_and_the_refusal_of_a_feed_are_published(home: Home, second: Outcome) -> None:
    (row,) = home.published(
        second,
        "select alder_dage, afviste_leveringer, seneste_afvist_grund from mart_datakvalitet "
        "where kilde = 'fvu'",
    )
    assert row["alder_dage"] == 14  # from 1 to 15 September
    assert row["afviste_leveringer"] == 1
    assert "2 af 20" in row["seneste_afvist_grund"]


@pytest.mark.usefixtures("second")
def test_a_snapshots_quarantined_pupil_keeps_the_last_good_version_marked_as_old(
    home: Home,
) -> None:
    rows = home.query(
        "select er_gammel, ankomst, slutdato, count(*)::int as lines "
        "from staging.uddannelsesforhold group by all order by er_gammel"
    )
    assert rows == [
        {"er_gammel": False, "ankomst": SECOND, "slutdato": None, "lines": 2},
        {"er_gammel": True, "ankomst": FIRST, "slutdato": date(2026, 9, 1), "lines": 1},
    ]
    assert account(home, "uddannelsesforhold") == [(3, 1, 0, 2), (3, 2, 1, 0)]


@pytest.mark.usefixtures("second")
def test_every_message_is_in_danish(home: Home) -> None:
    assert english_messages(home) == []


def test_the_command_leaves_with_a_code_of_its_own_when_a_feed_is_refused(home: Home) -> None:
    home.drop("fvu", "c.csv", delivery("fvu", *[BAD] * 3), day=SECOND.replace(day=16))
    left = home.command("run", "--dato", "2027-09-20")
    assert left.returncode == 3, left.stderr
    assert "alle 3 linjer er afvist" in " ".join(left.stdout.split())
    assert "Publicering" in left.stdout


@pytest.mark.parametrize("day", [FIRST, date(2026, 9, 1)], ids=["the same day", "an earlier day"])
def test_a_refusal_is_told_though_a_good_delivery_counts_later(tmp_path: Path, day: date) -> None:
    home = Home(tmp_path)
    home.drop("fvu", "a.csv", delivery("fvu", *[BAD] * 3), day=day)
    home.drop("fvu", "b.csv", "", day=day.replace(day=2))
    home.drop("fvu", "c.csv", delivery("fvu", *TWENTY), day=SECOND)
    night = completed(home.run(SECOND))
    assert "a.csv" in night.check("staging/fvu", "kontrakt").description
    assert "b.csv" in night.check("raw/fvu", "filer_kan_laeses").description

    home.drop("fvu", "d.csv", delivery("fvu", *TWENTY, {}), day=SECOND.replace(day=16))
    mended = completed(home.run(SECOND.replace(day=16)))
    assert mended.check("staging/fvu", "kontrakt").passed
    assert mended.check("raw/fvu", "filer_kan_laeses").passed


@pytest.mark.usefixtures("second")
def test_an_earlier_night_gives_the_same_publication_again_and_moves_no_pointer(
    home: Home, first: Outcome
) -> None:
    again = home.run(FIRST)
    assert again.publicering_id == first.publicering_id
    assert again.pointer
    assert again.pointer.pr_dato >= SECOND


def canteen_published(home: Home, outcome: Outcome) -> int:
    (row,) = home.published(
        outcome,
        "select taeller from fakt_maaling_aar inner join dim_kpi using (kpi_noegle) "
        "where kpi = 'kpi_kantine'",
    )
    return int(row["taeller"])
