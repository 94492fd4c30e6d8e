"""A file whose shape cannot be read is refused, each in a school of its own, and all is told."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.faults.language import english_messages
from tests.faults.workbooks import workbook
from tests.nights import Home, Outcome, completed, cpr, delivery

GOOD = delivery("fvu", {"startdato": "02-03-2026"}, {}, {})
HEADER, *LINES = GOOD.splitlines(keepends=True)
ANSWERS = delivery(
    "mikromaalinger", *({"respondent": each, "svar": 4} for each in ("r1", "r2", cpr(1), "r4"))
)
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


def without_column(text: str, header: str) -> str:
    rows = [line.split(";") for line in text.splitlines()]
    place = rows[0].index(header)
    return "".join(f"{';'.join(row[:place] + row[place + 1 :])}\n" for row in rows)


def with_column(text: str, header: str, cell: str) -> str:
    first, *rest = text.splitlines()
    return "".join(f"{line}\n" for line in (f"{first};{header}", *(f"{r};{cell}" for r in rest)))


FILES: Mapping[str, tuple[str, str, str | bytes]] = {
    "tom": ("fvu", "tom.csv", ""),
    "blank": ("fvu", "blank.csv", " \r\n\r\n"),
    "kun_overskrift": ("fvu", "kun_overskrift.csv", HEADER),
    "mangler": ("fvu", "mangler.csv", without_column(GOOD, "startdato")),
    "omdoebt": ("fvu", "omdøbt.csv", GOOD.replace("startdato", "Startdag")),
    "dobbelt": ("fvu", "dobbelt.csv", with_column(GOOD, "Startdato", "2026-03-03")),
    "uden_overskrift": ("fvu", "uden_overskrift.csv", "".join(LINES)),
    "hedder_csv": ("fvu", "hedder.csv", workbook(GOOD, "Ark 1")),
    "hedder_xlsx": ("fvu", "hedder.xlsx", GOOD),
    "pdf": ("fvu", "udskrift.csv", b"%PDF-1.7\n1 0 obj\n"),
    "afkortet": ("fvu", "afkortet.xlsx", workbook(GOOD, "Ark 1")[:-200]),
    "laast": ("fvu", "låst.xlsx", OLE_MAGIC + bytes(512) + "EncryptedPackage".encode("utf-16-le")),
    "flere_ark": ("fvu", "flere.xlsx", workbook(GOOD, "Ark 1", "Ark 2")),
    "ligner_cpr": ("mikromaalinger", "svar.csv", ANSWERS),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def night(home: Home) -> Outcome:
    for fault, (kilde, name, content) in FILES.items():
        home.drop(kilde, name, content, skole=f"opfundet_{fault}")
    home.drop("fvu", "god.csv", GOOD)
    return completed(home.run())


def refusal(home: Home, fault: str) -> dict[str, Any]:
    """Return how the ledger of raw tells why a school's file was refused."""
    (told,) = home.query(
        "select filnavn, regel, tekst, middel, afvist_linje from raw.filer "
        f"where skole = 'opfundet_{fault}'"
    )
    return told


@pytest.mark.usefixtures("night")
def test_an_empty_file_is_refused(home: Home) -> None:
    assert refusal(home, "tom")["regel"] == "tom_fil"


@pytest.mark.usefixtures("night")
def test_a_file_of_blank_lines_is_refused_as_empty(home: Home) -> None:
    assert refusal(home, "blank")["regel"] == "tom_fil"


@pytest.mark.usefixtures("night")
def test_a_file_with_only_a_header_is_refused(home: Home) -> None:
    assert refusal(home, "kun_overskrift")["regel"] == "kun_overskrift"


@pytest.mark.usefixtures("night")
def test_a_missing_column_is_named(home: Home) -> None:
    told = refusal(home, "mangler")
    assert (told["regel"], told["afvist_linje"]) == ("manglende_kolonne", 1)
    assert "'startdato' mangler" in told["tekst"]
    assert "linje 1" in told["tekst"]


@pytest.mark.usefixtures("night")
def test_the_nearest_header_is_suggested_for_a_renamed_column(home: Home) -> None:
    told = refusal(home, "omdoebt")
    assert told["regel"] == "manglende_kolonne"
    assert "'startdato' mangler" in told["tekst"]
    assert "'Startdag'" in told["middel"]
    assert "alias" in told["middel"]


@pytest.mark.usefixtures("night")
def test_a_header_that_stands_twice_is_named(home: Home) -> None:
    told = refusal(home, "dobbelt")
    assert (told["regel"], told["afvist_linje"]) == ("dobbelt_overskrift", 1)
    assert "'startdato', 'Startdato'" in told["tekst"]


@pytest.mark.usefixtures("night")
def test_a_file_without_headers_is_refused(home: Home) -> None:
    assert refusal(home, "uden_overskrift")["regel"] == "ingen_overskrift"


@pytest.mark.parametrize(
    ("fault", "found"),
    [("hedder_csv", "Excel"), ("hedder_xlsx", "tekst"), ("pdf", "PDF")],
)
@pytest.mark.usefixtures("night")
def test_a_file_of_another_format_than_its_name_says_is_refused(
    home: Home, fault: str, found: str
) -> None:
    told = refusal(home, fault)
    assert told["regel"] == "forkert_format"
    assert found in told["tekst"]


@pytest.mark.usefixtures("night")
def test_a_truncated_workbook_is_refused(home: Home) -> None:
    assert refusal(home, "afkortet")["regel"] == "afkortet_xlsx"


@pytest.mark.usefixtures("night")
def test_a_workbook_with_a_password_is_refused(home: Home) -> None:
    assert refusal(home, "laast")["regel"] == "adgangskode"


@pytest.mark.usefixtures("night")
def test_a_workbook_with_several_fitting_sheets_is_refused_and_names_them(home: Home) -> None:
    told = refusal(home, "flere_ark")
    assert told["regel"] == "flere_ark"
    assert "'Ark 1', 'Ark 2'" in told["tekst"]
    assert "ark" in told["middel"]


@pytest.mark.usefixtures("night")
def test_a_respondent_shaped_like_a_cpr_number_refuses_the_file_at_its_line(home: Home) -> None:
    told = refusal(home, "ligner_cpr")
    assert (told["regel"], told["afvist_linje"]) == ("ligner_cpr", 4)
    assert "anonym" in told["middel"]


@pytest.mark.parametrize("fault", FILES)
@pytest.mark.usefixtures("night")
def test_a_refusal_names_file_contract_and_remedy(home: Home, fault: str) -> None:
    kilde, name, _ = FILES[fault]
    told = refusal(home, fault)
    assert told["tekst"].startswith(told["filnavn"])
    assert told["filnavn"].endswith(name)
    assert f"data/kilder/{kilde}.yaml" in told["tekst"]
    assert told["middel"]


@pytest.mark.parametrize("fault", FILES)
def test_a_refused_file_fails_the_check_of_its_feed_with_an_error(
    night: Outcome, fault: str
) -> None:
    check = night.check(f"raw/{FILES[fault][0]}", "filer_kan_laeses")
    assert not check.passed
    assert check.severity.value == "ERROR"
    assert f"opfundet_{fault}" in {record["skole"] for record in check.records}


@pytest.mark.usefixtures("night")
def test_nothing_of_a_refused_file_reaches_staging(home: Home) -> None:
    assert home.query("select distinct skole from staging.fvu_versioner") == [
        {"skole": "sosu_nord"}
    ]
    assert home.query("from raw.mikromaalinger") == []
    assert home.query("from staging.leveringer where not er_accepteret and linjer > 0") == []


def test_the_night_publishes_what_could_be_read(home: Home, night: Outcome) -> None:
    assert night.success
    assert night.pointer
    assert night.pointer.publicering_id == night.publicering_id
    assert home.query("select count(*)::int as lines from staging.fvu") == [{"lines": 3}]


@pytest.mark.usefixtures("night")
def test_refused_files_lie_unchanged_in_the_archive(home: Home) -> None:
    shas = home.query("select skole, fil from raw.filer where regel is not null")
    stored = {path.name: path for path in (home.root / "arkiv" / "filer").rglob("*")}
    for row in shas:
        content = FILES[row["skole"].removeprefix("opfundet_")][2]
        (found,) = (path for name, path in stored.items() if name.startswith(row["fil"]))
        assert found.read_bytes() == (content.encode() if isinstance(content, str) else content)


@pytest.mark.usefixtures("night")
def test_every_file_is_accounted_for(home: Home) -> None:
    assert home.astray() == []
    files = home.query("select skole, linjer::int as linjer, status from staging.raekkeregnskab")
    assert len(files) == len(FILES) + 1
    assert {row["skole"] for row in files if row["status"] == "accepteret"} == {"sosu_nord"}


@pytest.mark.usefixtures("night")
def test_every_message_is_in_danish(home: Home) -> None:
    assert english_messages(home) == []
