"""Whatever is wrong in ``data/`` is told with file, line and remedy."""

from pathlib import Path

import pytest

from sosu_pipeline.declarations.catalog import load_catalog
from sosu_pipeline.declarations.model import DeclarationError

CONTRACT = """\
kilde: kurser
titel: Kurser
beskrivelse: Kursister på kurser.
rapport: Kursusliste
ejer: Kursusafdelingen
grain: én linje pr. kursist
version: 1
levering: upsert
noegle: [person]
datadato: startdato

kolonner:
  - navn: person
    overskrift: CPR
    aliaser: [CPR-nr]
    type: cpr
    beskrivelse: Kursistens personnummer.
  - navn: type
    overskrift: Kursustype
    kodeliste: kursustyper
    beskrivelse: Kursets type.
  - navn: startdato
    overskrift: Startdato
    type: dato
    beskrivelse: Første dag.
  - navn: slutdato
    overskrift: Slutdato
    type: dato
    beskrivelse: Sidste dag.

relationer:
  - regel: start_foer_slut
    type: foer_eller_lig
    kolonner: [startdato, slutdato]
    tekst: Slutdato ligger før Startdato
    middel: ret datoerne
"""

SCHOOL = """\
skole: nord
navn: Nord
mapper: ['nord_*']
kilder:
  kurser:
    hyppighed: maanedlig
    aliaser:
      startdato: [Begyndt]
"""

CODES = """\
kode;titel;synonymer;gyldig_fra;gyldig_til
KORT;Kort kursus;Et kort kursus|Dagskursus;2000-01-01;2019-12-31
LANG;Langt kursus;;2000-01-01;
KORT;Kortere kursus;;2020-01-01;
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Lay a small folder of declarations in which nothing is wrong."""
    texts = {
        "kilder/kurser.yaml": CONTRACT,
        "skoler/nord.yaml": SCHOOL,
        "koder/kursustyper.csv": CODES,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def change(data: Path, name: str, old: str, new: str) -> None:
    """Put ``new`` where ``old`` stands, which must be there."""
    text = (data / name).read_text(encoding="utf-8")
    assert old in text
    (data / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(data: Path) -> DeclarationError:
    """Return the error of loading the folder."""
    with pytest.raises(DeclarationError) as caught:
        load_catalog(data)
    return caught.value


def test_a_folder_without_faults_gives_contracts_schools_and_codes(data: Path) -> None:
    catalog = load_catalog(data)

    assert list(catalog.contracts) == ["kurser"]
    assert list(catalog.schools) == ["nord"]
    assert catalog.codes["kursustyper"].codes == ("KORT", "LANG")


def test_an_error_is_one_sentence_with_file_line_and_remedy(data: Path) -> None:
    change(data, "kilder/kurser.yaml", "grain:", "ejet_af: Kursusafdelingen\ngrain:")

    path = (data / "kilder" / "kurser.yaml").as_posix()
    assert str(refusal(data)) == (
        f"{path}, linje 6: feltet ejet_af er ukendt; ret stavemåden eller slet linjen"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("grain: én linje pr. kursist\n", "", 1, "feltet grain mangler"),
        ("version: 1", "version: en", 7, "version er ikke et helt tal"),
        ("version: 1", "version: 0", 7, "version er for lille"),
        ("levering: upsert", "levering: flet", 8, "levering har en værdi uden for listen"),
        ("noegle: [person]", "noegle: [person, holdnr]", 9, "ukendt kolonne holdnr"),
        ("noegle: [person]", "noegle: []", 9, "noegle er tom"),
        ("datadato: startdato", "datadato: dato", 10, "ukendt kolonne dato"),
        ("aliaser: [CPR-nr]", "aliaser: [kursus-type]", 19, "overskriften Kursustype peger på"),
        ("navn: slutdato", "navn: startdato", 26, "to kolonner hedder startdato"),
        ("navn: type", "navn: Kursus Type", 18, "kolonner.1.navn er ikke et navn"),
        ("kodeliste: kursustyper", "kodeliste: typer", 20, "kodelisten typer findes ikke"),
        ("kodeliste: k", "vaerdier: [A]\n    kodeliste: k", 21, "kolonnen type har både"),
        ("kodeliste: kursustyper", "moenster: '['", 20, "mønsteret for type er ikke"),
        ("kodeliste: k", "synonymer: {K: KURS}\n    kodeliste: k", 20, "'K' er synonym for KURS"),
        ("[startdato, slutdato]", "[startdato, slut]", 34, "ukendt kolonne slut"),
        ("kilde: kurser", "kilde: kursister", 1, "kilde er kursister, men filen hedder"),
        ("kolonner:\n", "kolonner: [\n", 13, "filen er ikke gyldig YAML"),
        ("titel: Kurser", "titel: Kurser\ntitel: Kurser", 3, "filen er ikke gyldig YAML"),
    ],
)
def test_a_fault_in_a_contract_is_told_with_its_line(
    data: Path, old: str, new: str, line: int, problem: str
) -> None:
    change(data, "kilder/kurser.yaml", old, new)

    error = refusal(data)

    assert error.problem.startswith(problem)
    assert (error.path.name, error.line) == ("kurser.yaml", line)
    assert error.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("  kurser:", "  holdlister:", 5, "kilden holdlister har ingen kontrakt"),
        ("maanedlig", "engang", 6, "kilder.kurser.hyppighed har en værdi uden for listen"),
        ("startdato: [", "start: [", 8, "kontrakten kurser har ingen kolonne start"),
        ("[Begyndt]", "[Slutdato]", 7, "overskriften Slutdato peger på både"),
        ("mapper:", "mappe:", 3, "feltet mappe er ukendt"),
    ],
)
def test_a_fault_in_a_school_is_told_with_its_line(
    data: Path, old: str, new: str, line: int, problem: str
) -> None:
    change(data, "skoler/nord.yaml", old, new)

    error = refusal(data)

    assert error.problem.startswith(problem)
    assert (error.path.name, error.line) == ("nord.yaml", line)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("LANG;Langt kursus;", "LANG;Langt;kursus;", 3, "linjen har 6 felter, og der er 5"),
        ("LANG;", ";", 3, "feltet kode er tomt"),
        (";2019-12-31", ";2020-01-01", 4, "koden KORT gælder i samme tid som på linje 2"),
        (";2019-12-31", ";", 4, "koden KORT gælder i samme tid som på linje 2"),
        (";2019-12-31", ";31-12-2019", 2, "gyldig_til er ikke en dato"),
        (";2019-12-31", ";1999-12-31", 2, "gyldig_fra ligger efter gyldig_til"),
        ("Langt kursus;", "Langt kursus;kort", 3, "'kort' betyder både KORT og LANG"),
        ("kode;titel;", "kode;kode;", 1, "to kolonner hedder det samme"),
        ("kode;titel;", "kode;Kort titel;", 1, "'Kort titel' kan ikke være navn"),
    ],
)
def test_a_fault_in_a_code_list_is_told_with_its_line(
    data: Path, old: str, new: str, line: int, problem: str
) -> None:
    change(data, "koder/kursustyper.csv", old, new)

    error = refusal(data)

    assert error.problem.startswith(problem)
    assert (error.path.name, error.line) == ("kursustyper.csv", line)


def test_a_reference_table_is_no_vocabulary(data: Path) -> None:
    (data / "koder" / "pladser.csv").write_text(
        "kommune;aar\n707;2025\n707;2026\n", encoding="utf-8"
    )
    change(data, "kilder/kurser.yaml", "kodeliste: kursustyper", "kodeliste: pladser")

    assert refusal(data).remedy == "brug en af kursustyper"


@pytest.mark.parametrize(
    ("name", "text"),
    [("koder/kursustyper.csv", ""), ("kilder/kurser.yaml", ""), ("skoler/nord.yaml", "# intet")],
)
def test_an_empty_file_is_told_as_empty(data: Path, name: str, text: str) -> None:
    (data / name).write_text(text, encoding="utf-8")

    assert "tom" in refusal(data).problem


@pytest.mark.parametrize("name", ["koder/kursustyper.csv", "kilder/kurser.yaml"])
def test_a_file_in_another_encoding_is_told(data: Path, name: str) -> None:
    (data / name).write_bytes("kode;titel\nÅ;Ærø\n".encode("cp1252"))

    assert refusal(data).problem == "filen er ikke UTF-8"


def test_a_folder_without_contracts_is_told(data: Path) -> None:
    (data / "kilder" / "kurser.yaml").unlink()

    assert refusal(data).path == data / "kilder"


@pytest.mark.parametrize("folder", ["nord_vest", "nord_*", "no*", "nord"])
def test_two_schools_cannot_answer_to_the_same_folder(data: Path, folder: str) -> None:
    school = f"skole: syd\nnavn: Syd\nmapper: ['{folder}']\nkilder: {{}}\n"
    (data / "skoler" / "syd.yaml").write_text(school, encoding="utf-8")

    error = refusal(data)

    assert "hører til nord" in error.problem
    assert (error.path.name, error.line) == ("syd.yaml", 3)


def test_a_landing_folder_finds_its_school_by_id_or_pattern(data: Path) -> None:
    catalog = load_catalog(data)

    assert catalog.school_for_folder("nord") is catalog.schools["nord"]
    assert catalog.school_for_folder("nord_2") is catalog.schools["nord"]
    assert catalog.school_for_folder("syd") is None


def test_a_school_adds_its_own_headers_to_the_contract(data: Path) -> None:
    catalog = load_catalog(data)
    assert catalog.contracts["kurser"].column("startdato").header_keys == {"startdato"}

    contract = catalog.contract_for("kurser", catalog.schools["nord"])

    assert contract.column("startdato").header_keys == {"startdato", "begyndt"}


def test_a_column_takes_the_spellings_of_its_code_list_and_its_own(data: Path) -> None:
    own = "synonymer: {Dagskursus: LANG, Uge: LANG}\n    kodeliste: kursustyper"
    change(data, "kilder/kurser.yaml", "kodeliste: kursustyper", own)

    column = load_catalog(data).contracts["kurser"].column("type")

    assert column.synonymer == {"Et kort kursus": "KORT", "Dagskursus": "LANG", "Uge": "LANG"}


def test_the_fingerprint_follows_the_contract_and_its_codes_only(data: Path) -> None:
    def fingerprint() -> str:
        catalog = load_catalog(data)
        return catalog.fingerprint(catalog.contracts["kurser"])

    first = fingerprint()
    (data / "koder" / "andre.csv").write_text("kode\nX\n", encoding="utf-8")
    assert fingerprint() == first

    change(data, "koder/kursustyper.csv", "Langt kursus", "Lange kurser")
    with_other_codes = fingerprint()
    assert with_other_codes != first

    change(data, "kilder/kurser.yaml", "version: 1", "version: 2")
    assert fingerprint() not in {first, with_other_codes}
