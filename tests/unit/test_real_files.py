"""Real files with known answers; none of them is committed."""

from pathlib import Path
from typing import Any

import pytest

from sosu_pipeline.deliveries.dialect import Dialect
from sosu_pipeline.deliveries.reading import open_delivery
from sosu_pipeline.deliveries.refusal import Subject
from sosu_pipeline.deliveries.sniff import sniff
from sosu_pipeline.deliveries.text import open_text
from sosu_pipeline.privacy.pseudonyms import Pseudonyms
from tests.factories import ROOT, catalog

REAL = ROOT.parent / "shared" / "real"
AMU = REAL / "stil_amu_tilmeldinger_2018_2021.csv"
REGISTER = REAL / "sosunord_institutionsregister.csv"
STATBANK = sorted((REAL / "statbank" / "raa").glob("*.csv"))

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="../shared/real is not here")


def read(path: Path) -> tuple[Dialect, list[dict[str, Any]]]:
    dialect = sniff(path, Subject(path.name, None, str), None)
    batches = open_text(path, dialect).batches
    return dialect, [row for batch in batches for row in batch.to_pylist()]


def test_the_amu_file_reads_by_the_contract_of_a_schools_own_export() -> None:
    contract = catalog().contracts["amu_tilmeldinger"]
    protect = Pseudonyms(b"a key for the tests")
    reading = open_delivery(AMU, display_name=AMU.name, contract=contract, protect=protect)
    rows = [row for batch in reading.batches() for row in batch.to_pylist()]
    assert (len(rows), reading.account.linjer) == (343, 343)
    assert not any(row["linjefejl"] for row in rows)
    assert len({row["person"] for row in rows}) == 3
    assert sum(row["uddannelsestype"] == "AU" for row in rows) == 2
    assert sum(row["skolefag"] is None and row["slutdato"] is None for row in rows) == 3
    amu = [row for row in rows if row["uddannelsestype"] == "AMU" and row["slutdato"]]
    assert len(amu) == 338  # 343 - 2 AU - 3 incomplete
    days = sum(float(row["varighed_dage"]) for row in amu)
    assert days == pytest.approx(649.2)  # 2.0 in 2018 + 647.2 in 2021


@pytest.mark.parametrize("path", STATBANK, ids=lambda path: path.stem)
def test_statbank_files_are_comma_cp1252_crlf_without_header(path: Path) -> None:
    dialect, rows = read(path)
    assert (dialect.delimiter, dialect.newline, dialect.header_line) == (",", "\r\n", None)
    assert dialect.encoding == ("cp1252" if not path.read_bytes().isascii() else "utf-8")
    assert not any(row["linjefejl"] for row in rows)


def test_the_dropout_share_of_aalborg_is_the_known_one() -> None:
    [path] = [path for path in STATBANK if path.stem.startswith("Analyse 2c")]
    _, rows = read(path)
    in_aalborg = [row for row in rows if row["felt_2"] == "Aalborg" and row["felt_1"] > "H29"]

    def persons(status: str) -> int:
        return sum(int(row["felt_10"]) for row in in_aalborg if row["felt_0"] == status)

    assert persons("Afbrudt uddannelse") == 670  # 71 + 599
    assert persons("Uddannelsesstatus i alt") == 2946  # 107 + 2839


def test_the_register_is_semicolons_and_utf_8_with_bom() -> None:
    dialect, rows = read(REGISTER)
    assert (dialect.delimiter, dialect.encoding, dialect.header_line) == (";", "utf-8-sig", 1)
    kinds = [row["felt_3"].split()[0] for row in rows]
    assert (kinds.count("Hovedskole"), kinds.count("Afdeling")) == (1, 6)
