"""The real AMU file, through the same contract as a school's own export, gives its known answer.

Of 343 rows 338 count, 2 are AU and 3 lack skolefag and dates. The days are 2.0 in 2018 and 647.2
in 2021, so 649.2 / 200 = 3.246 årselever.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories import ROOT
from tests.nights import Home, completed

FILE = ROOT.parent / "shared" / "real" / "stil_amu_tilmeldinger_2018_2021.csv"
DAYS_A_YEAR = 200

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"{FILE.name} is not committed here")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Run a night on the file as it was downloaded."""
    home = Home(tmp_path_factory.mktemp("hjem"))
    home.drop("amu_tilmeldinger", FILE.name, FILE.read_bytes(), day=None)
    completed(home.run(date(2027, 10, 15)))
    return home


def test_the_rows_that_count_are_3_246_aarselever(home: Home) -> None:
    years = home.query(
        "select aar::int as aar, taeller from marts.kpi_aar "
        "where kpi = 'kpi_amu_aarselever' order by aar"
    )
    found = {row["aar"]: row["taeller"] for row in years}
    assert found == {2018: Decimal("0.01"), 2021: Decimal("3.236")}  # 2.0 / 200 and 647.2 / 200
    assert sum(found.values()) * DAYS_A_YEAR == Decimal("649.2")


def test_rows_that_are_not_amu_stay_out_with_that_reason(home: Home) -> None:
    reasons = home.query(
        "select udeladt_grund, count(*)::int as linjer from marts.amu_tilmelding "
        "group by all order by all"
    )
    assert [tuple(row.values()) for row in reasons] == [("ikke_amu", 2), (None, 338)]


def test_incomplete_rows_are_in_quarantine_with_file_line_and_remedy(home: Home) -> None:
    rows = home.query(
        "select distinct linje, kolonne from staging.karantaene where middel <> '' order by all"
    )
    assert len({row["linje"] for row in rows}) == 3
    assert {row["kolonne"] for row in rows} == {"skolefag", "slutdato", "startdato"}


def test_the_row_account_of_the_file_holds(home: Home) -> None:
    (account,) = home.query(
        "select status, linjer, accepteret, karantaene, erstattet from staging.raekkeregnskab"
    )
    assert tuple(account.values()) == ("accepteret", 343, 340, 3, 0)  # 338 + 2 + 3 = 343
    assert home.astray() == []


def test_the_file_is_read_from_the_archive_where_it_lies_unchanged(home: Home) -> None:
    (file,) = home.query("select fil from raw.filer")
    (archived,) = (path for path in Path(home.root / "arkiv").rglob(f"{file['fil']}*"))
    assert archived.read_bytes() == FILE.read_bytes()
