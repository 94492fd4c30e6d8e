"""A plan is a folder of files: read, versioned, and told with file, line and remedy when wrong."""

import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sosu_pipeline.declarations.catalog import load_catalog
from sosu_pipeline.declarations.kpi_shape import KpiShape, check_measures
from sosu_pipeline.declarations.model import DeclarationError
from sosu_pipeline.declarations.plan import Plan
from tests.factories import ROOT, catalog

KPIS = {
    "kpi_optag": KpiShape(titel="Optag", enhed="personer", dimensioner={"vindue": ("lukket",)}),
    "kpi_register": KpiShape(titel="Registertal", enhed="stk.", dimensioner={"maal": ()}),
}
CONTRACT = """\
kilde: milepaele
titel: Milepæle
beskrivelse: Skolens register.
rapport: Register
ejer: Ledelsen
grain: én linje pr. mål
version: 1
levering: upsert
noegle: [maal]
kolonner:
  - {navn: maal, overskrift: maal, beskrivelse: Målets id.}
  - {navn: uddannelse, overskrift: udd, kodeliste: uddannelser, beskrivelse: Uddannelsen.}
"""
SCHOOLS = {
    "nord": "skole: nord\nnavn: Nord\nkilder:\n  milepaele: {hyppighed: maanedlig}\n",
    "syd": "skole: syd\nnavn: Syd\nplaner_som: nord\nkilder:\n  milepaele: {hyppighed: daglig}\n",
}
FIRST = """\
nr: 1
titel: Flere elever
fokusomraade: optag
periode: {fra: 2026, til: 2027}
maal:
  - id: 01-a
    titel: En tiendedel flere
    type: relativ
    maaling:
      kpi: kpi_optag
      filter: {uddannelse: [SSA, SSH]}
      vaerdi: sum
    basisaar: 2026
    maalaar: 2027
    aendring: 0.1
  - id: 01-b
    titel: Ti flere
    type: absolut
    maaling: {kpi: kpi_optag, vaerdi: sum}
    basisaar: 2026
    maalaar: 2027
    aendring: 10
    samme_loefte_som: 01-a
    aendringer:
      - gyldig_fra: 2026-06-01
        grund: Færre pladser
        aendring: 8
      - gyldig_fra: 2026-09-01
        grund: Endnu færre pladser
        aendring: 6
"""
SECOND = """\
nr: 2
titel: En plan
fokusomraade: ledelse
periode: {fra: 2026}
delte_maal: [01-a]
maal:
  - id: 02-a
    titel: Planen er drøftet
    type: milepael
  - id: 02-b
    titel: Planen er vedtaget
    type: milepael
    afhaenger_af: 02-a
"""
SECTOR = """\
dokument: s1
titel: Sektorens løfte
afsender: Sektoren
maal:
  - id: s1-a
    titel: Hundrede robotter
    type: niveau
    maaling: {kpi: kpi_register, filter: {maal: s1-a}, vaerdi: seneste}
    fra_aar: 2026
    til_aar: 2026
    maaltal: 100
"""
FILES = {
    "kilder/milepaele.yaml": CONTRACT,
    "skoler/nord.yaml": SCHOOLS["nord"],
    "skoler/syd.yaml": SCHOOLS["syd"],
    "koder/fokusomraader.csv": "kode;titel\noptag;Optag\nledelse;Ledelse\n",
    "koder/uddannelser.csv": "kode;titel\nSSA;Assistent\nSSH;Hjælper\n",
    "indsatser/nord_2026/01.yaml": FIRST,
    "indsatser/nord_2026/02.yaml": SECOND,
    "sektormaal/s1.yaml": SECTOR,
}
ONE, TWO = "indsatser/nord_2026/01.yaml", "indsatser/nord_2026/02.yaml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Lay a small plan in which nothing is wrong."""
    for name, text in FILES.items():
        write(tmp_path, name, text)
    return tmp_path


def write(data: Path, name: str, text: str) -> None:
    (data / name).parent.mkdir(parents=True, exist_ok=True)
    (data / name).write_text(text, encoding="utf-8")


def change(data: Path, name: str, old: str, new: str) -> None:
    """Put ``new`` where ``old`` stands, which must be there."""
    text = (data / name).read_text(encoding="utf-8")
    assert old in text
    write(data, name, text.replace(old, new, 1))


def refusal(data: Path, kpis: Mapping[str, KpiShape] = KPIS) -> DeclarationError:
    """Return the error of loading the folder and holding its goals against the KPIs."""
    with pytest.raises(DeclarationError) as caught:
        check_measures(data, load_catalog(data), kpis)
    return caught.value


def test_a_folder_without_faults_is_a_plan(data: Path) -> None:
    loaded = load_catalog(data)
    check_measures(data, loaded, KPIS)

    (plan,) = loaded.plans
    assert (plan.name, plan.skole, plan.aar) == ("nord_2026", "nord", 2026)
    assert list(plan.goals) == ["01-a", "01-b", "02-a", "02-b"]
    assert [goal.id for goal in plan.goals_of(plan.indsatser[1])] == ["02-a", "02-b", "01-a"]
    assert loaded.plans_for(loaded.schools["syd"]) == (plan,)


def test_a_changed_target_leaves_the_old_one_in_force_before_its_day(data: Path) -> None:
    goal = load_catalog(data).plans[0].goals["01-b"]

    def target(day: date) -> Any:
        return getattr(goal.on(day), "aendring", None)

    assert target(date(2026, 5, 31)) == 10
    assert target(date(2026, 6, 1)) == 8
    assert target(date(2026, 8, 31)) == 8
    assert target(date(2027, 12, 31)) == 6
    assert [version.grund for version in goal.versions] == [
        None,
        "Færre pladser",
        "Endnu færre pladser",
    ]


def test_a_moved_deadline_is_a_version_and_is_no_longer_assumed(data: Path) -> None:
    later = "\n    aendringer:\n      - {gyldig_fra: 2026-10-01, grund: Udsat, aar: 2027}\n"
    change(data, TWO, "type: milepael\n", f"type: milepael{later}")

    versions: Any = load_catalog(data).plans[0].goals["02-a"].versions

    assert [(each.frist, each.antaget_frist) for each in versions] == [
        (date(2026, 12, 31), True),
        (date(2027, 12, 31), False),
    ]


def test_a_milestone_keeps_the_day_it_states(data: Path) -> None:
    change(data, TWO, "type: milepael\n", "type: milepael\n    frist: 2026-05-01\n")

    (goal,) = load_catalog(data).plans[0].goals["02-a"].versions

    assert getattr(goal, "frist", None) == date(2026, 5, 1)
    assert getattr(goal, "antaget_frist", None) is False


def test_a_plan_of_another_year_and_one_of_another_school_stand_beside_the_first(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("syntetisk"))
    area = "rekruttering"
    write(data, "indsatser/sosu_nord_2027/01.yaml", FIRST.replace("optag\n", f"{area}\n", 1))
    write(data, "indsatser/opfundet_2027/01.yaml", FIRST.replace("optag\n", f"{area}\n", 1))

    loaded = load_catalog(data)

    def names(plans: tuple[Plan, ...]) -> list[str]:
        return [plan.name for plan in plans]

    assert names(loaded.plans) == ["opfundet_2027", "sosu_nord_2026", "sosu_nord_2027"]
    assert names(loaded.plans_for(loaded.schools["sosu_nord"])) == [
        "sosu_nord_2026",
        "sosu_nord_2027",
    ]
    assert names(loaded.plans_for(loaded.schools["opfundet"])) == names(loaded.plans)
    assert loaded.plans[1] == catalog().plans[0]
    changed: Any = loaded.plans[2].goals["01-a"].versions[0]
    assert changed.aendring == Decimal("0.1")
    assert "02-a" not in loaded.plans[2].goals


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("    basisaar: 2026\n", "", 6, "feltet maal.0.basisaar mangler"),
        ("basisaar: 2026", "basisaar: 2026\n    versions: []", 14, "feltet maal.0.versions er"),
        ("    maalaar: 2027\n", "", 6, "feltet maal.0.maalaar mangler"),
        ("maalaar: 2027", "maalaar: 2026", 14, "maalaar ligger ikke efter basisaar"),
        ("aendring: 0.1", "aendring: -0.1", 15, "ændringen går ikke den vej, retning siger"),
        ("aendring: 0.1", "aendring: lidt", 15, "maal.0.aendring er ikke et tal"),
        ("type: relativ", "type: relaktiv", 6, "maal.0 har den ukendte type relaktiv"),
        ("    type: relativ\n", "", 6, "maal.0 har ingen type"),
        ("titel: Ti flere", "navn: Ti flere", 16, "feltet maal.1.titel mangler"),
        ("samme_loefte_som: 01-a", "samme_loefte_som: 01-c", 23, "målet 01-c findes ikke"),
        ("samme_loefte_som: 01-a", "samme_loefte_som: 02-a", 23, "målet 02-a findes ikke"),
        ("id: 01-b", "id: 01-a", 16, "to mål hedder 01-a"),
        ("id: 01-b", "id: 02-b", 16, "målets id 02-b begynder ikke med 01"),
        ("2026-09-01", "2026-06-01", 28, "ændringerne af 01-b står ikke i datoorden"),
        ("2026-09-01", "2026-05-01", 28, "ændringerne af 01-b står ikke i datoorden"),
        ("        grund: Færre pladser\n", "", 25, "en ændring af 01-b har ikke både"),
        ("        aendring: 8", "        aendring: -8", 27, "ændringen går ikke den vej"),
        ("        aendring: 8", "        faktor: 8", 27, "feltet maal.1.aendringer.0.faktor er"),
        ("        aendring: 8", "        id: 01-c", 27, "ændringen giver 01-b et andet id"),
        ("fokusomraade: optag", "fokusomraade: trivsel", 3, "fokusområdet trivsel findes ikke"),
        ("til: 2027}", "til: 2025}", 4, "til ligger før fra"),
        ("nr: 1", "nr: 3", 6, "målets id 01-a begynder ikke med 03"),
        ("kpi: kpi_optag\n", "kpi: kpi_intag\n", 10, "nøgletallet kpi_intag findes ikke"),
        ("{uddannelse:", "{hold:", 11, "kpi_optag er ikke delt på hold"),
        ("[SSA, SSH]", "[SSA, SOSU]", 11, "uddannelse kan ikke være SOSU i kpi_optag"),
        ("{uddannelse: [SSA, SSH]}", "{vindue: aaben}", 11, "vindue kan ikke være aaben"),
    ],
)
def test_a_fault_in_a_goal_is_told_with_its_line(
    data: Path, old: str, new: str, line: int, problem: str
) -> None:
    change(data, ONE, old, new)

    error = refusal(data)

    assert error.problem.startswith(problem)
    assert (error.path, error.line) == (data / ONE, line)
    assert error.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("nr: 2\n", "nr: 1\n", 7, "målets id 02-a begynder ikke med 01"),
        ("[01-a]", "[01-d]", 5, "målet 01-d findes ikke"),
        ("[01-a]", "[02-b]", 5, "målet 02-b findes ikke"),
        ("afhaenger_af: 02-a", "afhaenger_af: 02-c", 13, "målet 02-c findes ikke"),
        ("afhaenger_af: 02-a", "afhaenger_af: 01-a", 13, "målet 01-a findes ikke"),
        ("type: milepael\n", "type: milepael\n    frist: 2025-12-31\n", 10, "milepælen 02-a har"),
        ("type: milepael\n", "type: milepael\n    aar: 2025\n", 7, "milepælen 02-a har frist, før"),
        ("type: milepael\n", "type: milepael\n    frist: snart\n", 10, "maal.0.frist er ikke en"),
    ],
)
def test_a_fault_in_a_milestone_or_a_link_is_told_with_its_line(
    data: Path, old: str, new: str, line: int, problem: str
) -> None:
    change(data, TWO, old, new)

    error = refusal(data)

    assert error.problem.startswith(problem)
    assert (error.path, error.line) == (data / TWO, line)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("    til_aar: 2026\n", "", 5, "feltet maal.0.til_aar mangler"),
        ("dokument: s1", "dokument: s2", 5, "målets id s1-a begynder ikke med s2"),
        ("{maal: s1-a}", "{maal: s1-b}", 8, "maal kan ikke være s1-b i kpi_register"),
        ("type: niveau", "type: milepael", 8, "feltet maal.0.maaling er ukendt"),
    ],
)
def test_a_fault_in_a_sector_document_is_told_with_its_line(
    data: Path, old: str, new: str, line: int, problem: str
) -> None:
    change(data, "sektormaal/s1.yaml", old, new)

    error = refusal(data)

    assert error.problem.startswith(problem)
    assert (error.path, error.line) == (data / "sektormaal" / "s1.yaml", line)


def test_a_sector_document_has_no_register_to_meet_a_milestone_by(data: Path) -> None:
    write(data, "sektormaal/s1.yaml", SECTOR.partition("    type")[0] + "    type: milepael\n")

    error = refusal(data)

    assert error.problem == "s1-a er en milepæl, og et sektordokument har intet register"
    assert error.line == 7


def test_two_indsatser_cannot_have_one_number(data: Path) -> None:
    write(data, "indsatser/nord_2026/1.yaml", FIRST)

    error = refusal(data)

    assert error.problem == "nummer 1 har 01.yaml også"
    assert (error.path.name, error.line) == ("1.yaml", 1)


def test_the_file_is_named_by_the_number(data: Path) -> None:
    (data / ONE).rename(data / "indsatser/nord_2026/10.yaml")

    assert refusal(data).problem == "nr er 01, men filen hedder 10.yaml"


@pytest.mark.parametrize("school", ["nord", "syd"])
def test_a_milestone_that_no_register_line_can_meet_is_refused(data: Path, school: str) -> None:
    text = SCHOOLS[school].partition("kilder")[0] + "kilder: {}\n"
    write(data, f"skoler/{school}.yaml", text)

    error = refusal(data)

    assert error.problem == f"milepælen 02-a kan aldrig nås: {school} leverer ikke milepaele"
    assert error.remedy == f"tilføj kilden i data/skoler/{school}.yaml"
    assert (error.path, error.line) == (data / TWO, 7)


def test_a_school_can_only_follow_one_that_is_declared(data: Path) -> None:
    change(data, "skoler/syd.yaml", "planer_som: nord", "planer_som: vest")

    error = refusal(data)

    assert (error.problem, error.remedy) == (
        "skolen vest er ikke erklæret",
        "brug en af nord, syd",
    )
    assert (error.path.name, error.line) == ("syd.yaml", 3)


@pytest.mark.parametrize("folder", ["vest_2026", "nord", "nord_26"])
def test_a_plan_belongs_to_a_declared_school_and_a_year(data: Path, folder: str) -> None:
    write(data, f"indsatser/{folder}/01.yaml", FIRST)

    assert refusal(data).problem == f"mappen {folder} hører ikke til en skole og et år"


def test_an_error_is_one_sentence_with_the_names_there_are(data: Path) -> None:
    change(data, ONE, "kpi: kpi_optag\n", "kpi: kpi_intag\n")

    path = (data / ONE).as_posix()
    assert str(refusal(data)) == (
        f"{path}, linje 10: nøgletallet kpi_intag findes ikke; brug en af kpi_optag, kpi_register"
    )
