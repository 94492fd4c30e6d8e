"""What ``sosu diff`` prints: numbers that a reader can add up, and what does not add up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from rich.console import Console

from sosu_pipeline.cli.diff import Asked, Diff, Versions
from sosu_pipeline.cli.diff_text import print_diff
from sosu_pipeline.publishing.comparing import Compared
from tests.moved_figures import HIDDEN, STILL

ROW = {
    "skole": "nord",
    "art": "kpi",
    "plan": "",
    "navn": "kpi_afbrud",
    "opdeling": "",
    "aar": 2027,
    "titel": "Afbrud",
    "enhed": "andel",
}
SHARE = replace(
    STILL,
    enhed="andel",
    foer=Decimal("0.1901"),
    efter=Decimal("0.1850"),
    foer_til_datadato=Decimal("0.1901"),
    genregnet=Decimal("0.1881"),
)
VERSIONS = Versions(kode_version="0.1.0+3f9a2c1b", erklaeringer="1b2c3d4e", publicering_id=None)


def printed(*figures: Compared, **told: Any) -> str:
    diff = Diff(
        asked=Asked(fra=date(2027, 10, 4), til=date(2027, 10, 5)),
        dengang=VERSIONS,
        nu=VERSIONS,
        anderledes=0,
        sent_ankomne=(),
        figures=figures,
    )
    text = StringIO()
    print_diff(replace(diff, **told), Console(file=text, width=120))
    return text.getvalue()


def test_a_share_and_its_parts_are_written_so_that_they_add_up() -> None:
    # 19.01 - 0.20 corrected - 0.31 new = 18.50
    text = printed(Compared(row=ROW, data=SHARE))
    assert "19,01 % → 18,5 %: −0,51 = nye data −0,31, rettelser −0,2" in text
    assert "✓ Delene er tilsammen hele forskellen i det ene tal." in text


def test_a_figure_whose_steps_do_not_meet_is_named() -> None:
    other = replace(SHARE, foer=Decimal("0.19"), foer_til_datadato=Decimal("0.19"))
    text = printed(Compared(row=ROW, kode=SHARE, data=other))
    assert "✗ Går ikke op: Afbrud · 2027: det første trin ender et andet sted" in text
    assert "✓" not in text


def test_hidden_parts_are_told_to_be_hidden() -> None:
    text = printed(Compared(row=ROW, data=replace(SHARE, skjult_aarsag=HIDDEN)))
    assert "−0,51 = delene er skjult for at beskytte en lille gruppe" in text
    assert "Delene er skjult i 1 tal." in text


def test_a_hidden_figure_shows_its_status_alone() -> None:
    ends = {"foer": None, "efter": None, "skjult_aarsag": HIDDEN}
    goal = replace(SHARE, **ends, status_foer="paa_sporet", status_efter="bagud")
    text = printed(Compared(row={**ROW, "art": "maal", "navn": "08-a"}, data=goal))
    assert "status gik fra På sporet til Bagud; tallet er skjult" in text
    assert "0,1" not in text.replace("0.1.0", "")


def test_nothing_moved_is_said() -> None:
    still = replace(SHARE, efter=SHARE.foer, genregnet=SHARE.foer)
    assert "Intet flyttede sig." in printed(Compared(row=ROW, data=still))


def test_a_night_that_is_said_otherwise_today_sends_the_reader_to_the_code() -> None:
    text = printed(anderledes=3)
    assert "! 3 tal og statusser er i dag andre for den 5. oktober 2027" in text
    assert "se sosu diff 2027-10-05 --kode" in text
