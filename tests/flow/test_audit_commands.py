"""``sosu trace`` and ``sosu verify`` on a night: what they show, refuse, log and find."""

import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from sosu_pipeline.audit.access import AccessLog
from sosu_pipeline.audit.tracing.request import Request
from sosu_pipeline.cli.tracing import Files, trace
from sosu_pipeline.cli.verifying import verify
from sosu_pipeline.errors import UserError
from sosu_pipeline.settings import Settings
from sosu_pipeline.warehouse.connecting import WarehouseBusyError
from tests.factories import RUN_DATE
from tests.nights import KEY, Home, completed, cpr, delivery

ARCHIVE_KEY = "en arkivnøgle til afprøvning"
STARTS = [{"startdato": "2026-08-03"} for _ in range(6)]
REFUSED_LINE = {"startdato": "2026-13-40"}
OUTSIDE = {"startdato": "2026-08-03", "elevtype": "RKV"}
CELL = Request(hvad="kpi_optag", aar=2026)


@pytest.fixture(scope="module", params=[None, ARCHIVE_KEY], ids=["open", "sealed"])
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    variables = {"SOSU_PSEUDONYM_KEY": KEY}
    if request.param:
        variables["SOSU_ARCHIVE_KEY"] = request.param
    home = Home(tmp_path_factory.mktemp("hjem"), variables)
    rows = [*STARTS, OUTSIDE, REFUSED_LINE, *STARTS * 5]
    home.drop("uddannelsesforhold", "elever.csv", delivery("uddannelsesforhold", *rows))
    completed(home.run(RUN_DATE))
    completed(home.write_page())
    return home


@pytest.fixture
def home(night: Home, tmp_path: Path) -> Home:
    """Give a copy of the night's home, to be looked into and tampered with."""
    shutil.copytree(night.root, tmp_path / "kopi")
    return Home(tmp_path / "kopi", night.variables)


def settings_of(home: Home, *, personspor: str = "nej") -> Settings:
    keys = {name.removeprefix("SOSU_").lower(): text for name, text in home.variables.items()}
    return Settings.model_validate({"home": home.root, "personspor": personspor, **keys})


def shown(home: Home, request: Request, files: Files | None = None, **options: str) -> str:
    console = Console(file=StringIO(), width=200)
    assert trace(settings_of(home, **options), request, files or Files(), console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def log_of(home: Home) -> list[dict[str, object]]:
    lines = AccessLog(home.root).path.read_text(encoding="utf-8").splitlines()
    return list(map(json.loads, lines))


def found(home: Home) -> str:
    console = Console(file=StringIO(), width=400)
    verify(settings_of(home), console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_a_cell_is_shown_with_its_reasons_its_file_and_steps_that_add_up(home: Home) -> None:
    text = shown(home, CELL)

    assert "Enheder 36" in text  # 6 and 5 times 6 starts
    assert "elevtype uden for population" in text
    assert "karantæne: startdato_type" in text
    assert "38 = 37 + 1 + 0 ✓" in text  # 36 starts and one RKV, one refused
    assert "✗" not in text


def test_rows_of_persons_are_only_shown_where_the_setting_says_so(home: Home) -> None:
    (person,) = home.query("select min(person) as person from marts.forloeb")
    pseudonym = person["person"]

    assert pseudonym not in shown(home, CELL)
    assert pseudonym in shown(home, CELL, personspor="ja")


def test_a_refused_use_is_logged_as_refused_and_writes_nothing(home: Home) -> None:
    path = home.root / "linjer.csv"

    with pytest.raises(UserError, match="SOSU_PERSONSPOR"):
        shown(home, CELL, Files(csv=path))

    assert not path.exists()
    (line,) = log_of(home)
    assert (line["udfald"], line["personraekker"]) == ("afvist", False)
    assert line["maal"] == "kpi_optag aar=2026"


def test_the_list_has_every_line_counted_and_left_out_and_no_cpr(home: Home) -> None:
    path = home.root / "linjer.csv"
    shown(home, CELL, Files(csv=path), personspor="ja")

    text = path.read_text(encoding="utf-8-sig")

    lines = text.splitlines()[1:]
    assert sum(";talt;" in line for line in lines) == 36
    assert sum("elevtype_uden_for_population" in line for line in lines) == 1
    assert cpr(1) not in text
    assert cpr(1).replace("-", "") not in text


def test_the_page_asks_for_nothing_and_shows_the_same(home: Home) -> None:
    path = home.root / "spor.html"
    shown(home, CELL, Files(html=path))

    page = path.read_text(encoding="utf-8")

    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "36 = 36 ✓" in page


def test_a_pupil_is_told_why_it_does_not_count(home: Home) -> None:
    (row,) = home.query("select person from marts.forloeb where elevtype = 'RKV'")
    request = Request(elev=str(row["person"]))

    text = shown(home, request, personspor="ja")

    assert "elevtype uden for population" in text
    assert "linje 8" in text  # the header, six starts, and then the pupil
    with pytest.raises(UserError, match="SOSU_PERSONSPOR"):
        shown(home, request)


def test_a_cpr_number_is_neither_taken_nor_repeated_nor_logged(home: Home) -> None:
    with pytest.raises(UserError, match="ikke et pseudonym") as error:
        shown(home, Request(elev=cpr(1)), personspor="ja")
    with pytest.raises(UserError) as other:
        shown(home, Request(hvad="kpi_optag", afdeling=cpr(1), aar=2026, opdeling="x"))

    assert cpr(1) not in str(error.value) + str(other.value)
    assert cpr(1) not in AccessLog(home.root).path.read_text(encoding="utf-8")


def test_a_mart_that_is_not_what_its_sql_makes_is_named(home: Home) -> None:
    with duckdb.connect(str(home.root / "warehouse.duckdb")) as connection:
        connection.execute("delete from marts.forloeb where elevtype = 'RKV'")
    console = Console(file=StringIO(), width=200)

    assert not trace(settings_of(home), CELL, Files(), console)

    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "Trinnet går ikke op: marts.forloeb:" in text


def test_a_warehouse_that_is_written_says_who_writes_it(home: Home) -> None:
    script = f"import duckdb,time; held = duckdb.connect({str(home.root / 'warehouse.duckdb')!r}); "
    with home.python(script + "print('klar', flush=True); time.sleep(60)") as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(WarehouseBusyError, match="optaget af"):
            shown(home, CELL)
        process.kill()


def test_an_untouched_home_is_as_it_was_written(home: Home) -> None:
    shown(home, CELL)

    assert "✗" not in found(home)
    assert "Adgangsloggens sidste linje er nummer 1" in found(home)


def _archived(home: Home) -> Path:
    return next(path for path in (home.root / "arkiv/filer").rglob("*") if path.is_file())


def _published(home: Home, name: str = "fakt_maaling_skole.parquet") -> Path:
    return next((home.root / "published/marts").glob(f"*/{name}"))


def _page(home: Home, side: str, name: str = "index.html") -> Path:
    return next((home.root / "published" / side).glob(f"*/{name}"))


def _sums(home: Home, side: str) -> Path:
    return next((home.root / "arkiv/sider").glob(f"*/{side}.json"))


def _edit(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("1", "2"), encoding="utf-8")


def _flip(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-20] + bytes([content[-20] ^ 1]) + content[-19:])


def _repoint(home: Home) -> None:
    pointer = home.root / "published/aktuel.json"
    pointer.write_text(pointer.read_text("utf-8").replace("marts/", "marts/x"), encoding="utf-8")


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (lambda home: _flip(_archived(home)), "er ændret: dens bytes"),
        (lambda home: _archived(home).unlink(), "mangler"),
        (lambda home: _flip(_published(home)), "fakt_maaling_skole.parquet er ændret"),
        (lambda home: _published(home).unlink(), "fakt_maaling_skole.parquet mangler"),
        (lambda home: _published(home, "kontrakt.json").unlink(), "kontrakt.json mangler"),
        (lambda home: _published(home, "manifest.json").unlink(), "manifest.json mangler"),
        (_repoint, "som ikke findes"),
        (lambda home: _page(home, "scorecard").unlink(), "index.html mangler"),
        (lambda home: _page(home, "revision").unlink(), "index.html mangler"),
        (lambda home: _edit(_page(home, "revision")), "index.html er ændret"),
        (lambda home: _edit(_page(home, "scorecard")), "index.html er ændret"),
        (
            lambda home: _edit(_page(home, "revision", "kontroller.json")),
            "kontroller.json er ændret",
        ),
        (lambda home: _sums(home, "revision").unlink(), "revisionssiden er ikke skrevet"),
        (lambda home: _sums(home, "revision").write_text("{"), "aftrykket af revisionssiden"),
        (
            lambda home: next((home.root / "arkiv/leveringer").iterdir()).unlink(),
            "ingen levering kender den",
        ),
        (
            lambda home: (home.root / f"arkiv/status/maal_status/{RUN_DATE}.parquet").unlink(),
            "mangler i historikken",
        ),
        (
            lambda home: _flip(home.root / f"arkiv/status/maal_status/{RUN_DATE}.parquet"),
            f"maal_status/{RUN_DATE}.parquet",
        ),
    ],
    ids=[
        *("archive edited", "archive missing", "table edited", "table missing"),
        *("contract missing", "manifest missing", "pointer astray", "scorecard missing"),
        *("audit page missing", "audit page edited", "scorecard edited", "outcomes edited"),
        *("sums missing", "sums cut off"),
        *("arrival missing", "night missing", "night edited"),
    ],
)
def test_what_was_tampered_with_is_named_with_a_remedy(
    home: Home, tamper: Callable[[Home], None], named: str
) -> None:
    tamper(home)

    text = found(home)

    assert named in text
    assert all("; " in line for line in text.splitlines() if line.startswith("✗"))


def test_a_publication_nobody_was_pointed_at_needs_no_pages(home: Home) -> None:
    (kept,) = (home.root / "published/marts").iterdir()
    other = kept.with_name(f"2026-12-31{kept.name[10:]}")
    shutil.copytree(kept, other)
    manifest = other / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(kept.name, other.name), "utf-8")

    assert "✗" not in found(home)
