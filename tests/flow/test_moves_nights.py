"""What moved between nights is told with its cause: data, correction, target or definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from sosu_pipeline.cli.status import show_overview, show_status
from sosu_pipeline.cli.status_rows import read_night
from tests.factories import Row
from tests.nights import SCHOOL, Home, Outcome, completed, delivery

FIRST, SECOND, THIRD, FOURTH = (date(2027, 10, day) for day in (1, 2, 3, 4))
FEED = "uddannelsesforhold"
PARTS = ("heraf_data", "heraf_rettelse", "heraf_maal", "heraf_definition")
PUBLICATION = "publicering_id"
AMU = [{"slutdato": "2027-03-05", "startdato": "2026-10-01", "varighed_dage": 100}] * 4
NEW_VERSION = """    samme_loefte_som: 03-a
    aendringer:
      - {gyldig_fra: 2027-10-03, grund: Færre unge., aendring: 40}
"""


def pupils(uddannelse: str, days: Mapping[str, range]) -> list[Row]:
    """Return pupils who begin on days, each with a number of their own."""
    return [
        {"person": f"{61 + n:02}0190-1000", "uddannelse": uddannelse, "startdato": day}
        for day, numbers in days.items()
        for n in numbers
    ]


BASE = pupils("PAU", {"2026-08-03": range(4)}) + pupils("SSA", {"2026-08-03": range(12, 16)})
BEFORE = pupils("PAU", {"2027-08-03": range(4, 9)}) + pupils("SSA", {"2027-08-03": range(16, 18)})
STAYED = pupils("PAU", {"2027-08-03": range(6, 9)}) + pupils("SSA", {"2027-08-03": range(16, 19)})
CAME = pupils("PAU", {"2027-10-01": range(9, 12)})
CAME_TOO = pupils("SSA", {"2027-10-01": range(19, 23)})


@dataclass(frozen=True)
class Story:
    """Four nights, and the second again: every publication's moves by its night."""

    moves: Sequence[Sequence[Row]]
    again: Sequence[Row]
    home: Home

    def move(self, night: int, art: str, navn: str, aar: int = 2027) -> Row:
        """Return what a night tells of a figure."""
        (found,) = (
            each
            for each in self.moves[night - 1]
            if (each["art"], each["navn"], each["aar"]) == (art, navn, aar)
        )
        return found


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Run nights with new pupils and a late correction, a new target, and a new definition."""
    home = Home(tmp_path_factory.mktemp("hjem"))
    home.drop("amu_tilmeldinger", "amu.csv", delivery("amu_tilmeldinger", *AMU), day=FIRST)
    deliver(home, BASE + BEFORE, date(2027, 9, 30))
    nights = [moves(home, FIRST)]
    deliver(home, BASE + STAYED + CAME + CAME_TOO, SECOND)
    nights.append(moves(home, SECOND))
    first_wording = dict(home.variables)
    plan = home.copy_declarations() / "indsatser" / "sosu_nord_2026" / "03.yaml"
    replace_in(plan, "    samme_loefte_som: 03-a\n", NEW_VERSION)
    nights.append(moves(home, THIRD))
    school = home.copy_declarations() / "skoler" / f"{SCHOOL}.yaml"
    replace_in(school, "aarselev_dage: 200", "aarselev_dage: 100")
    deliver(home, BASE + STAYED + CAME_TOO, FOURTH)
    nights.append(moves(home, FOURTH))
    home.variables = first_wording
    return Story(nights, moves(home, SECOND), home)


def deliver(home: Home, rows: Sequence[Row], day: date) -> None:
    home.drop(FEED, "elever.csv", delivery(FEED, *rows), day=day)


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def moves(home: Home, dato: date) -> Sequence[Row]:
    night: Outcome = completed(home.run(dato))
    assert [check for check in night.failed if check.asset.endswith("mart_aendringer")] == []
    return home.published(night, f"select * exclude ({PUBLICATION}) from mart_aendringer")


def figures(move: Row) -> tuple[Any, ...]:
    """Return before, after, and the parts, which add up to the difference."""
    parts = [move[name] for name in PARTS]
    assert sum(parts) == move["forskel"] == move["efter"] - move["foer"]
    return int(move["foer"]), int(move["efter"]), *map(int, parts)


def test_the_first_night_has_nothing_to_be_held_against(story: Story) -> None:
    assert story.moves[0] == []


def test_new_data_and_a_late_correction_of_an_older_day_are_told_apart(story: Story) -> None:
    # the five in PAU keep the two in SSA and SSH company the first night, so they are hidden too
    company = story.move(2, "maal", "03-a")
    assert {company[name] for name in ("foer", "efter", "forskel", *PARTS)} == {None}
    # all of 2027: 7 - 2 in PAU + 1 in SSA + 3 + 4 = 13
    optag = story.move(2, "kpi", "kpi_optag")
    assert figures(optag) == (7, 13, 7, -1, 0, 0)
    assert (optag["aarsag"], optag["foer_dato"], optag["dato"]) == ("data", FIRST, SECOND)
    assert optag["grund"] == (
        "Fra 7 personer til 13 personer: nye data efter den 30. september 2027 gav 7 personer "
        "mere og rettelser af dage til og med den 30. september 2027 gav 1 person mindre."
    )


def test_a_goal_that_was_hidden_the_night_before_shows_no_figure(story: Story) -> None:
    """Two people of SSA and SSH the first night, seven the second: nobody learns of the two."""
    goal = story.move(2, "maal", "04-b")
    assert {goal[name] for name in ("foer", "efter", "forskel", *PARTS)} == {None}
    assert goal["grund"] == "Status gik fra Bagud til Nået; tallene er skjult."
    assert goal["skjult_aarsag"].startswith("skjult for at beskytte")


def test_a_new_target_is_told_of_the_target_alone(story: Story) -> None:
    # the baseline is 4, so 4 + 60 = 64 becomes 4 + 40 = 44
    target = story.move(3, "maaltal", "03-b")
    assert figures(target) == (64, 44, 0, 0, -20, 0)
    assert target["aarsag"] == "maal"
    assert {(each["art"], each["navn"]) for each in story.moves[2]} == {("maaltal", "03-b")}


def test_a_new_definition_moves_the_days_that_were_counted_already(story: Story) -> None:
    # 4 * 100 days are 400 / 200 = 2 årselever, and 400 / 100 = 4 by the new setting
    for art, navn in (("kpi", "kpi_amu_aarselever"), ("maal", "15-a")):
        move = story.move(4, art, navn)
        assert figures(move) == (2, 4, 0, 0, 0, 2)
        assert move["aarsag"] == "definition"
        assert move["grund"].startswith("Fra 2 årselever til 4 årselever: en ændret definition gav")


def test_a_correction_of_another_kpi_the_same_night_is_no_new_definition(story: Story) -> None:
    goal = story.move(4, "maal", "03-a")
    assert figures(goal) == (6, 3, 0, -3, 0, 0)
    assert (goal["status_foer"], goal["status_efter"]) == ("naaet", "bagud")
    assert goal["er_forvaerret"]


def test_a_night_computed_again_says_the_same_of_what_moved(story: Story) -> None:
    assert story.again == story.moves[1]


def test_the_archive_has_a_file_for_each_night_that_readers_saw(story: Story) -> None:
    folder = story.home.root / "arkiv" / "vist"
    assert [path.stem for path in sorted(folder.iterdir())] == [
        day.isoformat() for day in (FIRST, SECOND, THIRD, FOURTH)
    ]


def test_nothing_hidden_lies_in_what_was_shown(story: Story) -> None:
    folder = story.home.root / "arkiv" / "vist" / f"{FIRST}.parquet"
    rows = story.home.query(
        f"select vaerdi, til_datadato from '{folder}' where skjult_aarsag is not null"
    )
    assert rows
    assert {value for row in rows for value in row.values()} == {None}


def test_status_ends_with_what_moved_and_warns_of_what_got_worse(story: Story) -> None:
    long, short = (printed(story.home, FOURTH, show) for show in (show_status, show_overview))
    assert "Flyttet siden den forrige nat" in long
    assert "03-a Optaget på GF2 PAU stiger 38 % · 2027" in long
    assert "! 03-a Optaget på GF2 PAU stiger 38 % gik fra Nået til Bagud" in long
    assert "! 03-a Optaget på GF2 PAU stiger 38 % gik fra Nået til Bagud" in short
    counted = [line for line in short.splitlines() if line.startswith("Flyttet siden")]
    assert len(counted) == 1
    assert "nøgletal" in counted[0]


def printed(home: Home, dato: date, show: Any) -> str:
    """Return what ``sosu status`` prints of a night."""
    text = StringIO()
    show(read_night(home.root / "published", dato), Console(file=text, width=200))
    return text.getvalue()


def test_the_parts_of_every_move_add_up(story: Story) -> None:
    told = [each for night in story.moves for each in night if each["heraf_data"] is not None]
    assert told
    for each in told:
        assert sum((each[name] for name in PARTS), Decimal(0)) == each["forskel"], each["navn"]
