"""The command line: what each command shows, and that an error is one Danish sentence."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from sosu_pipeline.cli import main
from sosu_pipeline.cli.app import console, errors
from tests.factories import catalog
from tests.flow.drawn import PR_DATO
from tests.nights import Home, cpr, delivery

FAILED = 1
WIDTH = 400
DRAWING = ("synthesize", "--elever", "40", "--fra", "2027", "--rod", "0")
TITLES = {each.nr: each.titel for each in catalog().plans[0].indsatser}
AREAS = [titel for _, titel in catalog().codes["fokusomraader"].rows]
WRONG = delivery("fvu", {}, {"startdato": "31-02-2026"}, {"person": "71x390-12"}, *[{}] * 60)


@dataclass(frozen=True)
class Left:
    """How a command left, and what it printed to either side with single spaces."""

    code: int
    out: str
    err: str


Sosu = Callable[..., Left]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Left, Left]:
    """Draw an invented school and run its night, each in a process of its own."""
    home = Home(tmp_path_factory.mktemp("hjem"), variables={"COLUMNS": str(WIDTH)})
    drawn = home.command(*DRAWING)
    night = home.command("run", "--dato", PR_DATO.isoformat())
    return home, _left(drawn), _left(night)


@pytest.fixture
def sosu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sosu:
    """Run ``sosu`` in this process, with a home of its own unless another one is given."""

    def call(*arguments: str, home: Path = tmp_path) -> Left:
        for screen in (console, errors):
            monkeypatch.setattr(screen, "width", WIDTH)
        monkeypatch.setenv("SOSU_HOME", str(home))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["sosu", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return Left(int(left.value.code or 0), _line(printed.out), _line(printed.err))

    return call


def test_synthesize_says_where_the_school_lies_and_how_to_run_it(
    demo: tuple[Home, Left, Left],
) -> None:
    home, drawn, _ = demo
    assert (drawn.code, drawn.err) == (0, "")
    assert str(home.root / "landing") in drawn.out
    assert "sosu run --dato 2027-10-15" in drawn.out


def test_run_shows_the_figures_and_where_the_publication_lies(
    demo: tuple[Home, Left, Left],
) -> None:
    home, _, night = demo
    assert (night.code, night.err) == (0, "")
    assert "Nøgletal pr. 15-10-2027" in night.out
    assert "Optag" in night.out
    (publication,) = (home.root / "published" / "marts").iterdir()
    assert str(publication) in night.out
    (page,) = (home.root / "published" / "revision").glob("*/index.html")
    assert str(page) in night.out


def test_kpi_shows_the_current_publication(demo: tuple[Home, Left, Left], sosu: Sosu) -> None:
    home, *_ = demo
    shown = sosu("kpi", home=home.root)
    assert shown.code == 0
    assert "Nøgletal pr. 15-10-2027" in shown.out
    assert "AMU" in shown.out


def test_run_ends_with_every_indsats_and_status_shows_the_same_table(
    demo: tuple[Home, Left, Left], sosu: Sosu
) -> None:
    home, _, night = demo
    shown = sosu("status", "--kort", home=home.root)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out in night.out
    assert all(titel in shown.out for titel in TITLES.values())


def test_status_shows_every_indsats_with_its_goals_by_focus_area(
    demo: tuple[Home, Left, Left], sosu: Sosu
) -> None:
    home, *_ = demo
    shown = sosu("status", home=home.root).out
    headings = [f"{nr}. {titel}" for nr, titel in TITLES.items()]
    places = [shown.index(each) for each in (*AREAS[:1], *headings, "Andre dokumenters mål")]
    assert places == sorted(places)
    assert [shown.count(area) for area in AREAS] == [1] * len(AREAS)
    plan = catalog().plans[0]
    assert all(f" {maal} " in shown for maal in plan.goals)
    assert shown.count("04-b Optaget på GF2 SSA og SSH") == 2  # under 4, and under 6 as shared
    assert "(fælles med 4)" in shown
    figures = ("baseline ", "tal ", "mål ", "forventet nu ", "prognose ", "fremdrift ")
    assert all(f"· {each}" in shown for each in figures[1:])
    assert "ved siden af: " in shown


NOT_TOLD = ("data_pr", "publicering_id", "er_seneste", "_symbol", "_farve", "_raekkefoelge")


def test_status_as_json_has_the_published_columns_and_rows(
    demo: tuple[Home, Left, Left], sosu: Sosu
) -> None:
    home, *_ = demo
    told = json.loads(sosu("status", "--json", home=home.root).out)
    (publication,) = (home.root / "published" / "marts").iterdir()
    assert (told["pr_dato"], told["publicering_id"]) == (PR_DATO.isoformat(), publication.name)
    assert sorted({each["indsats"] for each in told["indsatser"]}) == [*range(1, 30)]
    for key, table in (("maal", "fakt_maalstatus"), ("indsatser", "fakt_indsatsstatus")):
        file = duckdb.read_parquet(f"{publication / table}.parquet")
        figures = {name for name in file.columns if not name.endswith(("_noegle", *NOT_TOLD))}
        assert figures <= told[key][0].keys()
        assert len(told[key]) == len(file)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--indsats", "4"], ["04-a", "04-b", "04-c", "04-d"]),
        (["--indsats", "6"], ["04-b", "06-a"]),
        (["--indsats", "14", "--status", "intet_maal"], ["14"]),
        (["--fokus", "Digital transformation og innovation", "--indsats", "20"], ["20-a"]),
        (["--fokus", "digital", "--indsats", "20"], ["20-a"]),
        (["--status", "Intet mål", "--fokus", "efteruddannelse"], ["16", "17"]),
    ],
    ids=" ".join,
)
def test_status_shows_only_what_is_asked_for(
    demo: tuple[Home, Left, Left], sosu: Sosu, filters: list[str], expected: list[str]
) -> None:
    home, *_ = demo
    told = json.loads(sosu("status", *filters, "--json", home=home.root).out)
    assert sorted(each["maal"] for each in told["maal"]) == expected
    linked = {maal for each in told["indsatser"] for maal in each["maal"].split(", ")}
    assert linked >= {*expected}
    for layout in ([], ["--kort"]):
        shown = sosu("status", *filters, *layout, home=home.root).out
        asked = {nr for nr, titel in TITLES.items() if titel in shown}
        assert asked == {each["indsats"] for each in told["indsatser"]}


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["--status", "rød"], "brug en af ikke_naaet, bagud"),
        (["--fokus", "økonomi"], "brug et af digital, efteruddannelse"),
        (["--indsats", "99"], "ingen mål svarer til det valgte"),
        (["--dato", "2027-10-14"], "kør sosu run --dato 2027-10-14"),
        (["--dato", "14-10-2027"], "ÅÅÅÅ-MM-DD"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
@pytest.mark.parametrize("layout", [[], ["--kort"], ["--json"]], ids=["all", "kort", "json"])
def test_what_status_does_not_know_is_one_danish_sentence(
    demo: tuple[Home, Left, Left],
    sosu: Sosu,
    arguments: list[str],
    phrase: str,
    layout: list[str],
) -> None:
    home, *_ = demo
    left = sosu("status", *arguments, *layout, home=home.root)
    assert (left.code, left.out) == (FAILED, "")
    assert left.err.startswith("Fejl: ")
    assert phrase in left.err


def test_doctor_finds_a_home_after_a_night_in_order(
    demo: tuple[Home, Left, Left], sosu: Sosu
) -> None:
    home, *_ = demo
    found = sosu("doctor", home=home.root)
    assert (found.code, "✗" in found.out) == (0, False)
    assert "16 kontrakter" in found.out
    assert "(0700)" in found.out
    assert "great-expectations" in found.out


def test_doctor_fails_a_key_that_is_too_short(sosu: Sosu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOSU_PSEUDONYM_KEY", "kort")
    found = sosu("doctor")
    assert found.code == FAILED
    assert "under 16 tegn" in found.out


def test_the_same_school_is_not_drawn_twice_and_another_one_not_beside_it(
    demo: tuple[Home, Left, Left], sosu: Sosu
) -> None:
    home, *_ = demo
    before = _tree(home.root)

    again = sosu(*DRAWING, home=home.root)
    other = sosu(*DRAWING, "--seed", "7", home=home.root)

    assert again.code == 0
    assert "ligger allerede" in again.out
    assert other.code == FAILED
    assert "tøm mappen" in other.err
    assert _tree(home.root) == before


def test_inspect_shows_dialect_columns_and_refused_lines_and_stores_nothing(
    sosu: Sosu, tmp_path: Path
) -> None:
    file = tmp_path / "fvu.csv"
    file.write_text(WRONG, encoding="utf-8")
    before = _tree(tmp_path)

    shown = sosu("inspect", str(file), "--kilde", "fvu")

    assert shown.code == 0, shown.err
    assert "utf-8" in shown.out
    assert "startdato er ikke en dato, der findes" in shown.out
    assert "63 linjer læst" in shown.out
    assert "2 i karantæne" in shown.out
    assert "Intet er gemt" in shown.out
    assert "71x390" not in shown.out
    assert cpr(1) not in shown.out
    assert _tree(tmp_path) == before


def test_inspect_says_that_a_delivery_would_be_refused(sosu: Sosu, tmp_path: Path) -> None:
    file = tmp_path / "fvu.csv"
    file.write_text(delivery("fvu", {"trin": "Astrologi"}), encoding="utf-8")
    shown = sosu("inspect", str(file), "--kilde", "fvu")
    assert "ville blive afvist" in shown.out


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["run", "--dato", "31-12-2027"], "ÅÅÅÅ-MM-DD"),
        (["run", "--dato", "2027-02-30"], "ÅÅÅÅ-MM-DD"),
        (["kpi"], "kør sosu run"),
        (["status"], "der er ikke publiceret noget"),
        (["inspect", "fvu.csv", "--kilde", "fuv"], "har ingen kontrakt"),
        (["inspect", "fvu.csv", "--kilde", "fvu", "--skole", "syd"], "er ikke erklæret"),
        (["inspect", "fvv.csv", "--kilde", "fvu"], "fvv.csv findes ikke"),
        (["inspect", "tom.csv", "--kilde", "fvu"], "filen er tom"),
        (["synthesize", "--fra", "2028"], "ret årene"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_an_error_is_one_danish_sentence(
    sosu: Sosu, tmp_path: Path, arguments: list[str], phrase: str
) -> None:
    (tmp_path / "fvu.csv").write_text(WRONG, encoding="utf-8")
    (tmp_path / "tom.csv").touch()

    left = sosu(*arguments)

    assert left.code == FAILED
    assert left.err.startswith("Fejl: ")
    assert phrase in left.err
    assert "Traceback" not in left.err + left.out
    assert "Usage" not in left.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SOSU_MILJOE", "natten"), ("SOSU_PSEUDONYM_KEY_FILE", "findes_ikke")],
)
def test_a_wrong_setting_is_named_by_its_variable(
    sosu: Sosu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    (tmp_path / "fvu.csv").write_text(WRONG, encoding="utf-8")
    monkeypatch.setenv(variable, value)
    left = sosu("inspect", "fvu.csv", "--kilde", "fvu")
    assert left.code == FAILED
    assert left.err.startswith("Fejl: ")
    assert variable in left.err


def test_a_night_without_declarations_says_which_setting_to_mend(tmp_path: Path) -> None:
    left = Home(tmp_path, variables={"SOSU_DATA": "findes_ikke"}).command("run")
    assert left.returncode == FAILED
    assert left.stderr.startswith("Fejl: ")
    assert "SOSU_DATA" in left.stderr
    assert "Traceback" not in left.stderr


def test_debug_gives_the_traceback(tmp_path: Path) -> None:
    left = Home(tmp_path, variables={}).command("kpi", "--debug")
    assert left.returncode != 0
    assert "Traceback" in left.stderr


def _left(process: "subprocess.CompletedProcess[str]") -> Left:
    return Left(process.returncode, _line(process.stdout), _line(process.stderr))


def _line(text: str) -> str:
    return " ".join(text.split())


def _tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }
