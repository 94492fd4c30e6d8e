"""The sixteen contracts take the reports with their headers as they stand."""

import csv
import re
from pathlib import Path

import pytest

from sosu_pipeline.declarations.catalog import load_catalog
from sosu_pipeline.declarations.contract import ColumnType, Contract, DeliveryKind, Severity
from sosu_pipeline.naming import fold_text, header_key

PROJECT = Path(__file__).parents[2]
REAL_AMU_FILE = PROJECT.parent / "shared" / "real" / "stil_amu_tilmeldinger_2018_2021.csv"
CATALOG = load_catalog(PROJECT / "data")

# The reports' headers, as the school's systems write them.
HEADERS = {
    "uddannelsesforhold": (
        "CPR, Elevnavn, Uddannelse, Uddannelse betegnelse, CØSA, CØSA betegnelse, GH, Startdato,"
        " Slutdato, Forventet slut, Afgangsdato, Afgangsårsag, Afgangsårsag betegnelse, Elevtype,"
        " Adgangsvej, Periodetype, Skoleforløb, Lokation, Elevafd, DS-nr, Stamhold,"
        " Forudgående uddannelse, Køn, Alder"
    ),
    "ansoegninger": (
        "DSafdeling, Ans_Status, Ans_Status_Dato, Skoleaar, Uddannelse, Udd_betegnelse,"
        " Studiestart, Prioritet, EUX, CprNr, Navnebeskyttet, Afgangsklasse,"
        " Forudgående uddannelse, Adgangsvej, Afslagsårsag"
    ),
    "uddannelsesaftaler": (
        "CPR_NR, GF2 uddannelsesnummer, GF2_start, GF2_slut, Aft.type_obl, underskriftsdato,"
        " Praktikstart, Praktikslut, Lærested, CVR, P-nummer, kommune, HF start,"
        " FÆRTA_MESTG_PROEG"
    ),
    "aarselever_eud": (
        "CPR, Elevtype, Bidragsstart, Bidragsslut, Tælledato, Indberetningsdato, Bidragsmåned,"
        " Bidrag i måned, CØSA, Skoleforløb, TMK, Lokation, Uddannelse"
    ),
    "amu_tilmeldinger": (
        "ds_nummer, CPR, fkb_cosa, skolefag, niveau, hold, rekvirenttype, startdato, slutdato,"
        " Varighed_dage, UMO-varighed, Time-varighed, gennemfoert, gennemfoerende_skole,"
        " godkendt_skole, tilskudJN, tmk"
    ),
    "amu_hold": (
        "ds_nummer, hold, fkb_cosa, skolefag, planlagt_start, planlagt_slut, status,"
        " godkendt_skole, gennemfoerende_skole, udlagt, udliciteret"
    ),
    "fvu": "CPR, trin, hold, startdato, slutdato, timer, i_forbindelse_med_amu",
    "adgangskursus": "CPR, kursus, startdato, slutdato, gennemfoert",
    "sprogstoette": "CPR, screeningsdato, resultat, stoette_fra, stoette_til, timer",
    "udlandsophold": "CPR, land, startdato, slutdato, finansiering, gennemfoert",
    "mikromaalinger": (
        "respondent, hold, uddannelse, uddannelsesdel, afdeling, uge/dato, spoergsmaal,"
        " indikator, svar"
    ),
    "etu": ("respondent, aar, uddannelse, uddannelsesdel, afdeling, indikator, spoergsmaal, svar"),
    "oekonomi": "regnskabsaar, maaned, formaal, art, budget, realiseret",
    "cpr_skift": "gammelt_cpr, nyt_cpr, dato",
    "milepaele": "maal, milepael, frist, status, opnaaet_dato, dokumentation, attesteret_af",
    "registertal": "maal, dato, vaerdi, kilde, attesteret_af",
}

KEYS = {
    "uddannelsesforhold": ("person", "uddannelse", "uddannelsesdel", "startdato"),
    "ansoegninger": ("person", "skoleaar", "uddannelse", "uddannelsesdel", "prioritet"),
    "uddannelsesaftaler": ("person", "uddannelse", "praktikstart", "aftaletype"),
    "aarselever_eud": ("person", "skoleforloeb", "bidragsmaaned", "taelledato"),
    "amu_tilmeldinger": ("person", "hold", "skolefag", "startdato", "slutdato"),
    "amu_hold": ("hold", "skolefag"),
    "fvu": ("person", "hold", "trin"),
    "adgangskursus": ("person", "kursus", "startdato"),
    "sprogstoette": ("person", "screeningsdato"),
    "udlandsophold": ("person", "land", "startdato"),
    "mikromaalinger": ("respondent", "dato", "spoergsmaal"),
    "etu": ("respondent", "aar", "spoergsmaal"),
    "oekonomi": ("regnskabsaar", "maaned", "formaal", "art"),
    "cpr_skift": ("gammel_person", "dato"),
    "milepaele": ("maal", "milepael"),
    "registertal": ("maal", "dato"),
}

VOCABULARY = {
    ("uddannelsesforhold", "uddannelsesdel"): "GF1, GF+, GF2, HF",
    ("uddannelsesforhold", "uddannelse"): "OSP, SSH, SSA, PAU",
    ("uddannelsesforhold", "elevtype"): "EUD, EUV1, EUV2, EUV3, RKV, BROBYG, INTRO",
    ("uddannelsesforhold", "adgangsvej"): "Grundforløb, Merit, EUV1, Andet",
    ("uddannelsesforhold", "forudgaaende_uddannelse"): (
        "Grundskole, Gymnasial, Erhvervsuddannelse, Videregående, Ingen"
    ),
    ("ansoegninger", "status"): "Ansøgt, Optaget, Afvist, Frafaldet",
    ("ansoegninger", "afslagsaarsag"): "Adgangskrav, Kapacitet, Andet",
    ("uddannelsesaftaler", "aftaletype"): (
        "Ordinær aftale, Kort aftale, Rest aftale, Delaftale i kombaftale,"
        " Delaftale u. skoleoplæring"
    ),
    ("uddannelsesaftaler", "aftalestatus"): "Gældende, Ophævet, Ophævet før start, Underkendt",
    ("amu_tilmeldinger", "uddannelsestype"): "AMU, AU, FVU, IDV",
    ("amu_tilmeldinger", "rekvirenttype"): "VIRKSOMHED, LEDIG, PRIVATPERSON, MEDARBEJDER",
    ("amu_hold", "status"): "Planlagt, Gennemført, Aflyst",
    ("fvu", "trin"): "Start, Læsning, Matematik, Digital, Engelsk",
    ("sprogstoette", "resultat"): "Intet behov, Behov, Stort behov",
    ("oekonomi", "art"): "Indtægt, Løn, Drift",
    ("milepaele", "status"): "Ikke begyndt, I gang, Gennemført",
}

contracts = pytest.mark.parametrize("contract", CATALOG.contracts.values(), ids=lambda c: c.kilde)


def matched_columns(contract: Contract, headers: list[str]) -> list[str | None]:
    """Return the column that each header belongs to."""
    return [
        next((c.navn for c in contract.kolonner if header_key(header) in c.header_keys), None)
        for header in headers
    ]


def test_there_is_a_contract_for_every_feed_of_the_school() -> None:
    assert sorted(CATALOG.contracts) == sorted(HEADERS)
    assert sorted(CATALOG.schools["sosu_nord"].kilder) == sorted(HEADERS)


@contracts
def test_every_header_of_the_report_belongs_to_a_column_of_its_own(contract: Contract) -> None:
    headers = HEADERS[contract.kilde].split(", ")

    matched = matched_columns(contract, headers)

    assert None not in matched
    assert len(set(matched)) == len(headers)


@contracts
def test_a_file_with_the_headers_of_the_report_lacks_nothing_required(contract: Contract) -> None:
    matched = matched_columns(contract, HEADERS[contract.kilde].split(", "))

    assert {c.navn for c in contract.kolonner if c.er_paakraevet or c.er_udfyldt} <= set(matched)


@contracts
def test_the_key_is_filled_wherever_the_report_has_it(contract: Contract) -> None:
    matched = matched_columns(contract, HEADERS[contract.kilde].split(", "))
    keys = [contract.column(name) for name in contract.noegle if name in matched]

    assert contract.noegle == KEYS[contract.kilde]
    assert all(c.er_paakraevet and c.er_udfyldt and c.alvor is Severity.BLOKER for c in keys)


@contracts
def test_every_number_that_is_measured_has_a_unit(contract: Contract) -> None:
    decimals = [c for c in contract.kolonner if c.type is ColumnType.DECIMAL]

    # A figure of the register is in the unit of its own goal.
    assert [c.navn for c in decimals if c.enhed is None] == (
        ["vaerdi"] if contract.kilde == "registertal" else []
    )


def test_delivery_kinds_are_those_of_the_feeds() -> None:
    kinds = {name: contract.levering for name, contract in CATALOG.contracts.items()}
    appended = {"mikromaalinger", "etu", "cpr_skift"}

    assert kinds.pop("uddannelsesforhold") is DeliveryKind.SNAPSHOT
    assert {name for name, kind in kinds.items() if kind is DeliveryKind.APPEND} == appended
    assert CATALOG.contracts["amu_tilmeldinger"].erstatter_spaend == "slutdato"


@pytest.mark.parametrize(("kilde", "navn"), VOCABULARY)
def test_the_default_vocabulary_is_accepted_as_it_stands(kilde: str, navn: str) -> None:
    column = CATALOG.contracts[kilde].column(navn)

    assert list(CATALOG.values_of(column)) == VOCABULARY[kilde, navn].split(", ")


def test_respondents_are_never_persons() -> None:
    for kilde in ("mikromaalinger", "etu"):
        contract = CATALOG.contracts[kilde]
        assert contract.person is None
        assert contract.column("respondent").type is ColumnType.RESPONDENT


def test_names_of_people_stay_in_the_file() -> None:
    left = {
        (contract.kilde, column.navn)
        for contract in CATALOG.contracts.values()
        for column in contract.kolonner
        if column.er_udeladt
    }

    assert left == {
        ("uddannelsesforhold", "elevnavn"),
        ("ansoegninger", "navnebeskyttet"),
        ("milepaele", "attesteret_af"),
        ("registertal", "attesteret_af"),
    }


def test_an_answer_of_ved_ikke_is_a_blank() -> None:
    for kilde in ("mikromaalinger", "etu"):
        assert CATALOG.contracts[kilde].column("svar").synonymer == {"Ved ikke": ""}


def test_exit_codes_stand_in_the_groups_of_the_ministry() -> None:
    reasons = CATALOG.codes["afgangsaarsager"]
    code, group = reasons.columns.index("kode"), reasons.columns.index("gruppe")
    groups: dict[str, list[str]] = {}
    for row in reasons.rows:
        groups.setdefault(row[group], []).append(row[code])

    completed = ["10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "32", "50"]
    broken_off = ["2", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29"]
    assert groups == {
        "fuldfoert": completed,
        "i_gang": ["33", "40"],
        "afbrudt": broken_off,
        "uden_for_population": ["1", "31", "66", "RKV"],
        "teknisk": ["0FÆ", "0GH", "0RK"],
    }


def test_an_agreement_signed_after_its_start_breaks_a_rule_of_the_contract() -> None:
    rules = {r.regel: r for r in CATALOG.contracts["uddannelsesaftaler"].relationer}

    assert rules["underskrift_foer_start"].kolonner == ("underskriftsdato", "praktikstart")
    assert rules["underskrift_foer_start"].alvor is Severity.BLOKER


def test_surveys_and_accounts_are_old_by_their_own_calendar() -> None:
    ages = {name: contract.max_alder_dage for name, contract in CATALOG.contracts.items()}

    assert (ages.pop("etu"), ages.pop("oekonomi")) == (400, 75)
    assert set(ages.values()) == {45}


def test_municipalities_are_those_of_north_jutland_and_the_one_with_agreed_places() -> None:
    codes = CATALOG.codes["kommuner"].codes

    assert len(codes) == 12  # 11 + Norddjurs
    assert all(re.fullmatch(r"\d{3}", code) for code in codes)
    assert {kommune for kommune, *_ in CATALOG.codes["dimensionering"].rows} <= set(codes)


def test_the_agreed_places_of_one_municipality_are_51_and_24_a_year() -> None:
    rows = CATALOG.codes["dimensionering"].rows

    # Five years of 51 SSA and 24 SSH.
    assert len(rows) == 10
    assert {(kommune, education, places) for kommune, _, education, places in rows} == {
        ("707", "SSA", "51"),
        ("707", "SSH", "24"),
    }


@pytest.mark.skipif(not REAL_AMU_FILE.exists(), reason="the folder of real files is not here")
def test_the_real_amu_file_fits_the_contract_of_a_schools_own_export() -> None:
    contract = CATALOG.contracts["amu_tilmeldinger"]
    with REAL_AMU_FILE.open(encoding="utf-8", newline="") as file:
        headers, *lines = csv.reader(file)
    matched = matched_columns(contract, headers)
    rows = [dict(zip(matched, line, strict=True)) for line in lines]
    required = [c.navn for c in contract.kolonner if c.er_paakraevet]
    filled = [c.navn for c in contract.kolonner if c.er_udfyldt]

    complete = [row for row in rows if all(row[name] for name in filled)]

    assert set(required) <= set(matched)
    assert matched[headers.index("skole")] is None
    # 343 lines, of them 3 without skolefag and dates; of the other 340 are 2 not AMU.
    assert (len(rows), len(complete)) == (343, 340)
    assert sum(row["uddannelsestype"] == "AMU" for row in complete) == 338
    for row in complete:
        assert re.fullmatch(contract.column("skolefag").moenster or "", row["skolefag"])
        assert row["startdato"] <= row["slutdato"]
    for name in ("rekvirenttype", "uddannelsestype"):
        allowed = {fold_text(value) for value in CATALOG.values_of(contract.column(name))}
        assert {fold_text(row[name]) for row in complete} <= allowed
