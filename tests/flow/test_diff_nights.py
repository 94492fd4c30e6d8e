"""``sosu diff`` over nights with late corrections, a resent quarter, new targets and a new setting.

Four nights are shown to readers as the declarations were then. After them a setting and a target
are changed in place, and a file that is dated on the first night comes late.
"""

import csv
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from sosu_pipeline.cli.diff import Asked, Diff, find_diff
from sosu_pipeline.cli.diff_text import print_diff, print_json, write_csv
from sosu_pipeline.cli.status import show_overview, show_status
from sosu_pipeline.cli.status_rows import read_night
from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.code_version import code_version
from sosu_pipeline.publishing.comparing import Compared
from sosu_pipeline.settings import Settings
from sosu_pipeline.warehouse.connecting import WarehouseBusyError
from tests.factories import Row
from tests.nights import SCHOOL, Home, Outcome, completed, cpr, delivery

FIRST, SECOND, THIRD, FOURTH = (date(2027, 10, day) for day in (1, 2, 3, 4))
CAME_LATE = date(2027, 10, 5)
OTHER = "opfundet_1"
PUPILS, COURSES, ADULTS = "uddannelsesforhold", "amu_tilmeldinger", "fvu"
NEW_VERSION = """    samme_loefte_som: 03-a
    aendringer:
      - {gyldig_fra: 2027-10-03, grund: Færre unge., aendring: 40}
"""
DATA, CORRECTED, WORDED, DEFINED = (
    f"heraf_{cause}" for cause in ("data", "rettelse", "maal", "definition")
)
OF_CODE = ("kode_maal", "kode_definition", "kode_oevrig")


def starts(uddannelse: str, day: str, numbers: range) -> list[Row]:
    """Return pupils who begin on a day, each with a number of their own."""
    return [{"person": cpr(n), "uddannelse": uddannelse, "startdato": day} for n in numbers]


def courses(slutdato: str, count: int) -> list[Row]:
    """Return course participants of 100 days each, which are half an årselev by 200 days."""
    return [
        {"hold": f"hold-{slutdato}", "startdato": "2027-01-04", "varighed_dage": 100}
        | {"slutdato": slutdato}
    ] * count


BASELINE = starts("PAU", "2026-08-03", range(4)) + starts("SSA", "2026-08-03", range(12, 16))
SSA = starts("SSA", "2027-08-03", range(16, 21))
THEN = [
    *(BASELINE + SSA + starts("PAU", "2027-08-03", range(4, 10))),
    *starts("SSH", "2027-08-03", range(30, 44)),
]
STAYED = [
    *(BASELINE + SSA + starts("PAU", "2027-08-03", range(5, 10))),
    *starts("SSH", "2027-08-03", range(30, 34)),
]
CAME = starts("PAU", "2027-10-01", range(22, 25))
WINTER = "2027-03-05"


@dataclass(frozen=True)
class Story:
    """The home of the nights, and what came of the second."""

    home: Home
    second: Outcome


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Run the four nights, change the declarations, and let a file of the first night come late."""
    home = Home(tmp_path_factory.mktemp("hjem"))
    drop(home, COURSES, courses(WINTER, 8), FIRST)
    drop(home, ADULTS, [{}] * 2, FIRST)
    drop(home, PUPILS, THEN, date(2027, 9, 30))
    drop(home, COURSES, courses(WINTER, 4), FIRST, skole=OTHER)
    completed(home.run(FIRST))
    drop(home, COURSES, courses(WINTER, 7) + courses("2027-09-10", 6), SECOND)
    drop(home, ADULTS, [{}] * 5, SECOND)
    drop(home, PUPILS, STAYED + CAME, SECOND)
    drop(home, COURSES, courses(WINTER, 6), SECOND, skole=OTHER)
    second = completed(home.run(SECOND))
    replace_in(
        home, "indsatser/sosu_nord_2026/03.yaml", "    samme_loefte_som: 03-a\n", NEW_VERSION
    )
    completed(home.run(THIRD))
    completed(home.run(FOURTH))
    replace_in(home, f"skoler/{SCHOOL}.yaml", "aarselev_dage: 200", "aarselev_dage: 100")
    replace_in(home, "indsatser/sosu_nord_2026/04.yaml", "aendring: 0.25", "aendring: 0.50")
    return Story(home, second)


@pytest.fixture(scope="module")
def home(story: Story) -> Home:
    return story.home


@pytest.fixture(scope="module")
def later(home: Home) -> Diff:
    """Return the first night beside the fourth."""
    return find_diff(settings_of(home), Asked(fra=FIRST, til=FOURTH))


@pytest.fixture(scope="module")
def apart(home: Home) -> Diff:
    """Return the same with the code's part apart."""
    return find_diff(settings_of(home), Asked(fra=FIRST, til=FOURTH, kode=True))


def drop(home: Home, kilde: str, rows: Sequence[Row], day: date, *, skole: str = SCHOOL) -> None:
    home.drop(kilde, f"{kilde}-{day}.csv", delivery(kilde, *rows), day=day, skole=skole)


def replace_in(home: Home, name: str, old: str, new: str) -> None:
    file = home.copy_declarations() / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def settings_of(home: Home) -> Settings:
    given = {name.removeprefix("SOSU_").lower(): text for name, text in home.variables.items()}
    return Settings.model_validate({"home": home.root, **given})


def figure(diff: Diff, art: str, navn: str, aar: int = 2027, skole: str = SCHOOL) -> Compared:
    wanted = (skole, art, navn, aar)
    (found,) = (
        each
        for each in diff.moved
        if tuple(each.row[name] for name in ("skole", "art", "navn", "aar")) == wanted
    )
    return found


def moved(found: Compared) -> tuple[Decimal | None, Decimal | None, Mapping[str, Decimal]]:
    """Return the figure then and now, and the parts that moved it."""
    return found.foer, found.efter, {name: part for name, part in found.parts.items() if part}


def printed(diff: Diff) -> str:
    text = StringIO()
    print_diff(diff, Console(file=text, width=300))
    return text.getvalue()


def test_new_data_and_a_late_correction_are_told_apart(later: Diff) -> None:
    # 6 - 1 who never began + 3 who began after the first night's data = 8
    assert moved(figure(later, "maal", "03-a")) == (6, 8, {DATA: 3, CORRECTED: -1})


def test_a_new_wording_moves_the_target_alone(later: Diff) -> None:
    # a baseline of 4, so 4 + 60 = 64 became 4 + 40 = 44
    assert moved(figure(later, "maaltal", "03-b")) == (64, 44, {WORDED: -20})


def test_a_resent_quarter_and_a_new_setting_are_the_definition_where_both_moved(
    later: Diff,
) -> None:
    # 8 * 100 / 200 = 4; the same days now 7 * 100 / 100 = 7; all days 13 * 100 / 100 = 13
    found = figure(later, "kpi", "kpi_amu_aarselever")
    assert moved(found) == (4, 13, {DATA: 6, DEFINED: 3})


def test_with_the_code_apart_the_resent_quarter_is_a_correction_again(apart: Diff) -> None:
    # 4 by 200 days are 8 by 100: +4; then a line less is -1, and six new ones are +6: 13
    for art, navn in (("kpi", "kpi_amu_aarselever"), ("maal", "15-a")):
        found = figure(apart, art, navn)
        assert moved(found) == (4, 13, {"kode_definition": 4, CORRECTED: -1, DATA: 6})


def test_a_target_that_was_rewritten_in_place_is_the_codes_part(apart: Diff) -> None:
    # four the year before: 4 * 1.25 = 5 became 4 * 1.50 = 6
    assert moved(figure(apart, "maaltal", "04-b")) == (5, 6, {"kode_maal": 1})
    assert moved(figure(apart, "maaltal", "03-b")) == (64, 44, {WORDED: -20})


def test_what_the_code_did_not_move_has_the_same_parts_either_way(later: Diff, apart: Diff) -> None:
    one, other = (moved(figure(diff, "maal", "03-a")) for diff in (later, apart))
    assert one == other


def test_the_code_alone_is_a_night_beside_itself(home: Home) -> None:
    alone = find_diff(settings_of(home), Asked(fra=FIRST, kode=True))
    assert moved(figure(alone, "kpi", "kpi_amu_aarselever")) == (4, 8, {"kode_definition": 4})
    assert moved(figure(alone, "maaltal", "04-b")) == (5, 6, {"kode_maal": 1})
    names = {each.row["navn"] for each in alone.moved if each.row["skole"] == SCHOOL}
    assert names == {"kpi_amu_aarselever", "15-a", "04-b"}
    assert (alone.dengang.kode_version, alone.nu.kode_version) == (code_version(),) * 2
    assert alone.dengang.erklaeringer != alone.nu.erklaeringer
    assert str(alone.dengang.publicering_id).startswith(f"{FIRST}-")
    assert alone.sent_ankomne == ()


def test_between_nights_without_changes_of_the_code_nothing_is_the_codes(home: Home) -> None:
    diff = find_diff(settings_of(home), Asked(fra=FIRST, til=SECOND, kode=True, maal="03-a"))
    assert moved(figure(diff, "maal", "03-a")) == (6, 8, {DATA: 3, CORRECTED: -1})


@pytest.mark.parametrize("which", ["later", "apart"])
def test_every_figure_that_moved_has_parts_that_are_the_whole(
    which: str, request: pytest.FixtureRequest
) -> None:
    diff: Diff = request.getfixturevalue(which)
    told = [each for each in diff.moved if each.parts]
    assert told
    for each in told:
        assert each.foer is not None
        assert each.foer + sum(each.parts.values(), Decimal(0)) == each.efter, each.row["navn"]
    assert diff.broken == []
    assert f"✓ Delene er tilsammen hele forskellen i alle {len(told)} tal." in printed(diff)


def test_a_figure_that_was_hidden_on_the_first_night_says_nothing_but_its_status(
    home: Home, later: Diff, apart: Diff
) -> None:
    """Two adults the first night and five now: nobody learns of the two, by either way."""
    for night, is_hidden in ((FIRST, True), (FOURTH, False)):
        kept = home.query(
            f"select vaerdi is null as skjult from '{home.root}/arkiv/vist/{night}.parquet' "
            f"where navn = 'kpi_fvu_amu' and aar = 2026 and skole = '{SCHOOL}'"
        )
        assert kept == [{"skjult": is_hidden}]
    for diff in (later, apart):
        names = {"19-a", "kpi_fvu_amu"}
        hidden = [each for each in diff.moved if each.row["navn"] in names]
        assert [(each.foer, each.efter, each.parts) for each in hidden] in ([], [(None, None, {})])
        assert "FVU i forbindelse med AMU · 2026" not in printed(diff)


def test_a_night_that_is_said_otherwise_today_is_told(later: Diff) -> None:
    # the figure of 15-a and its KPI's, 13 and not 6.5; the target of 04-b, 6 and not 5
    assert later.anderledes >= 3
    text = printed(later)
    assert f"{later.anderledes} tal og statusser er i dag andre" in text
    assert f"sosu diff {FOURTH} --kode" in text


def test_the_rows_are_the_same_as_json_and_as_csv(apart: Diff, tmp_path: Path) -> None:
    text = StringIO()
    print_json(apart, Console(file=text, width=80))
    document: dict[str, Any] = json.loads(text.getvalue())
    assert (document["fra"], document["til"], document["gaar_op"]) == (
        *(FIRST.isoformat(), FOURTH.isoformat()),
        True,
    )
    write_csv(tmp_path / "diff.csv", apart)
    with (tmp_path / "diff.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == len(document["aendringer"]) == len(apart.moved)
    wanted = (SCHOOL, "maal", "15-a")
    (goal,) = (row for row in rows if (row["skole"], row["art"], row["navn"]) == wanted)
    assert (goal["foer"], goal["kode_definition"]) == ("4,0000", "4,0000")
    assert set(goal) >= {DATA, CORRECTED, WORDED, DEFINED, *OF_CODE}


def test_one_school_is_shown_by_itself(home: Home) -> None:
    diff = find_diff(settings_of(home), Asked(fra=FIRST, til=SECOND, skole=OTHER))
    # 4 * 100 / 200 = 2 and 6 * 100 / 200 = 3, all of them of days that were counted
    found = figure(diff, "kpi", "kpi_amu_aarselever", skole=OTHER)
    assert moved(found) == (2, 3, {CORRECTED: 1})
    assert {each.row["skole"] for each in diff.figures} == {OTHER}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            Asked(fra=FIRST, til=date(2027, 10, 9)),
            "natten 2027-10-09 har læserne ikke set; den nærmeste før er 2027-10-04",
        ),
        (
            Asked(fra=date(2027, 9, 1), til=FOURTH),
            "natten 2027-09-01 har læserne ikke set; den nærmeste efter er 2027-10-01",
        ),
        (Asked(fra=FOURTH, til=FIRST), "natten 2027-10-01 ligger før 2027-10-04; byt om"),
        (Asked(fra=FIRST), "skriv to forskellige nætter, eller sosu diff 2027-10-01 --kode"),
        (Asked(fra=FIRST, til=FIRST), "skriv to forskellige nætter"),
        (Asked(fra=FIRST, til=FOURTH, maal="99-z"), "målet 99-z findes ikke; der er 01-a, "),
        (Asked(fra=FIRST, til=FOURTH, kpi="kpi_x"), "nøgletallet kpi_x findes ikke; der er kpi_"),
        (Asked(fra=FIRST, til=FOURTH, skole="syd"), "skolen syd findes ikke; der er "),
    ],
)
def test_what_cannot_be_compared_is_told_with_the_remedy(
    home: Home, asked: Asked, told: str
) -> None:
    with pytest.raises(UserError) as error:
        find_diff(settings_of(home), asked)
    assert str(error.value).startswith(told)


def test_the_command_leaves_with_its_code_and_prints_json_alone(home: Home) -> None:
    dates = (FIRST.isoformat(), SECOND.isoformat())
    found = home.command("diff", *dates, "--maal", "03-a", "--json")
    assert found.returncode == 0, found.stderr
    rows = json.loads(found.stdout)["aendringer"]
    assert [(row["skole"], row["art"], row["forskel"]) for row in rows] == [(SCHOOL, "maal", 2.0)]
    refused = home.command("diff", *reversed(dates))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "byt om på de to datoer" in refused.stderr


def test_a_warehouse_that_is_written_says_who_writes_it(home: Home) -> None:
    file = str(home.root / "warehouse.duckdb")
    script = f"import duckdb, time; held = duckdb.connect({file!r}); "
    with home.python(script + "print('klar', flush=True); time.sleep(60)") as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(WarehouseBusyError, match="optaget af"):
            find_diff(settings_of(home), Asked(fra=FIRST, til=SECOND))
        process.kill()


def test_a_night_of_before_its_code_was_kept_is_told_by_its_publication(
    home: Home, tmp_path: Path
) -> None:
    copy = Home(tmp_path / "kopi", home.variables)
    shutil.copytree(home.root, copy.root)
    file = copy.root / "arkiv" / "vist" / f"{FIRST}.parquet"
    rows = pq.read_table(file)
    pq.write_table(rows.replace_schema_metadata(None), file)
    told = find_diff(settings_of(copy), Asked(fra=FIRST, kode=True, maal="03-a")).dengang
    assert (told.kode_version, told.erklaeringer) == (code_version(), "ukendt")
    assert str(told.publicering_id).startswith(f"{FIRST}-")


def test_a_night_warns_of_a_figure_that_moved_more_than_its_band(story: Story) -> None:
    # 25 - 10 in SSH - 1 in PAU: days that were counted moved 11, and 10 % of 25 is 2.5
    check = story.second.check("marts/aendringer", "tal_flytter_sig_inden_for_deres_baand")
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    (optag,) = (row for row in check.records if (row["navn"], row["aar"]) == ("kpi_optag", 2027))
    assert optag["advarsel"] == (
        "Rettelser af dage, der var talt, flyttede tallet 11 personer, "
        "mere end båndet på 2,5 personer (10 %)."
    )
    assert story.second.pointer is not None
    assert story.second.pointer.pr_dato == SECOND
    assert "03-a" not in {row["navn"] for row in check.records}  # one pupil is no alarm


def test_status_tells_the_warning(home: Home) -> None:
    night = read_night(home.root / "published", SECOND)
    for show in (show_status, show_overview):
        text = StringIO()
        show(night, Console(file=text, width=300))
        assert "! Optag · 2027: Rettelser af dage, der var talt, flyttede" in text.getvalue()


def test_the_home_is_as_it_was_when_the_nights_have_been_compared(home: Home) -> None:
    before = digests(home)
    find_diff(settings_of(home), Asked(fra=FIRST, til=FOURTH, kode=True))
    assert digests(home) == before


def test_without_the_warehouse_the_archive_says_the_same(home: Home, apart: Diff) -> None:
    asked = Asked(fra=FIRST, til=FOURTH, kode=True, forfra=True)
    again = find_diff(settings_of(home), asked)
    assert [each.as_row() for each in again.moved] == [each.as_row() for each in apart.moved]


def test_a_file_that_is_dated_on_the_night_and_came_after_it_is_named(home: Home) -> None:
    late = [*THEN, *starts("PAU", "2027-08-04", range(25, 27))]
    drop(home, PUPILS, late, FIRST)
    completed(home.run(CAME_LATE))
    alone = find_diff(settings_of(home), Asked(fra=FIRST, kode=True, maal="03-a"))
    # 6 as readers saw it, and two that a file of that night told of later
    assert moved(figure(alone, "maal", "03-a")) == (6, 8, {"kode_oevrig": 2})
    assert alone.sent_ankomne == (PUPILS,)
    assert f"Leveringer i {PUPILS} er dateret til og med den 1. oktober 2027" in printed(alone)


def digests(home: Home) -> dict[str, str]:
    return {
        str(path.relative_to(home.root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.root.rglob("*")
        if path.is_file()
    }
