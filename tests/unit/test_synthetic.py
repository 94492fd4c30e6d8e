"""The invented school: what is drawn, how it is written, and that the truth beside it is true."""

import csv
import hashlib
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from sosu_pipeline.errors import UserError
from sosu_pipeline.synthetic import Sandhed, SkoleSandhed, draw
from sosu_pipeline.synthetic.days import Rhythm, add_months, delivery_days
from sosu_pipeline.synthetic.dialects import Dialect, Headers
from sosu_pipeline.synthetic.faults import Rule
from sosu_pipeline.synthetic.feeds import Feed, Kind, Line, changes
from sosu_pipeline.synthetic.pages import Page
from sosu_pipeline.synthetic.pupil_profile import Afbrudsgrund
from sosu_pipeline.synthetic.refusals import Refusal
from tests.factories import marts

CONFIG = Path(__file__).parents[2] / "data" / "syntetisk"
PR_DATO = date(2027, 10, 31)
MILESTONES = (
    "02-a 02-b 02-c 07-a 07-b 11-a 12-a 12-b 18-a 18-b 21-a 21-b 22-a 22-b 23-a 24-a 24-b 24-c "
    "24-d 25-a 26-a 26-b 28-a 28-b"
)
CPR = re.compile(r"(?<![\w-])\d{6}-\d{4}(?![\w-])")
HEADERS = {
    "uddannelsesforhold": (
        "CPR;Elevnavn;Uddannelse;Uddannelse betegnelse;CØSA;CØSA betegnelse;GH;Startdato;Slutdato;"
        "Forventet slut;Afgangsdato;Afgangsårsag;Afgangsårsag betegnelse;Elevtype;Adgangsvej;"
        "Periodetype;Skoleforløb;Lokation;Elevafd;DS-nr;Stamhold;Forudgående uddannelse;Køn;Alder;"
        "EUX"
    ),
    "ansoegninger": (
        "DSafdeling;Ans_Status;Ans_Status_Dato;Skoleaar;Uddannelse;Udd_betegnelse;Studiestart;"
        "Prioritet;EUX;CprNr;Navnebeskyttet;Afgangsklasse;Forudgående uddannelse;Adgangsvej;"
        "Afslagsårsag;GH;Ansøgningsdato"
    ),
    "uddannelsesaftaler": (
        "CPR_NR;GF2 uddannelsesnummer;GF2_start;GF2_slut;Aft.type_obl;underskriftsdato;"
        "Praktikstart;Praktikslut;Lærested;CVR;P-nummer;kommune;HF start;FÆRTA_MESTG_PROEG;"
        "uddannelse;Aft.status;Ophævet dato"
    ),
    "aarselever_eud": (
        "CPR;Elevtype;Bidragsstart;Bidragsslut;Tælledato;Indberetningsdato;Bidragsmåned;"
        "Bidrag i måned;CØSA;Skoleforløb;TMK;Lokation;Uddannelse"
    ),
    "amu_tilmeldinger": (
        "ds_nummer;CPR;fkb_cosa;skolefag;niveau;hold;rekvirenttype;startdato;slutdato;"
        "Varighed_dage;UMO-varighed;Time-varighed;gennemfoert;gennemfoerende_skole;godkendt_skole;"
        "tilskudJN;tmk;uddannelsestype"
    ),
    "amu_hold": (
        "ds_nummer;hold;fkb_cosa;skolefag;planlagt_start;planlagt_slut;status;godkendt_skole;"
        "gennemfoerende_skole;udlagt;udliciteret"
    ),
    "fvu": "CPR;trin;hold;startdato;slutdato;timer;i_forbindelse_med_amu",
    "adgangskursus": "CPR;kursus;startdato;slutdato;gennemfoert",
    "sprogstoette": "CPR;screeningsdato;resultat;stoette_fra;stoette_til;timer",
    "udlandsophold": "CPR;land;startdato;slutdato;finansiering;gennemfoert",
    "mikromaalinger": (
        "respondent;hold;uddannelse;uddannelsesdel;afdeling;uge/dato;spoergsmaal;indikator;svar"
    ),
    "etu": "respondent;aar;uddannelse;uddannelsesdel;afdeling;indikator;spoergsmaal;svar",
    "oekonomi": "regnskabsaar;maaned;formaal;art;budget;realiseret",
    "cpr_skift": "gammelt_cpr;nyt_cpr;dato",
    "milepaele": "maal;milepael;frist;status;opnaaet_dato;dokumentation;attesteret_af",
    "registertal": "maal;dato;vaerdi;kilde;attesteret_af",
}


def draw_at(root: Path, *, rod: int, seed: int = 7, elever: int = 60, skoler: int = 1) -> Sandhed:
    """Draw a small school."""
    return draw(
        root,
        elever=elever,
        fra=2024,
        til=2027,
        seed=seed,
        rod=rod,
        skoler=skoler,
        pr_dato=PR_DATO,
        config=CONFIG,
    )


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Path, SkoleSandhed]]:
    """Return a school's folder and truth at every level of mess."""
    drawn = {}
    for rod in range(4):
        root = tmp_path_factory.mktemp(f"rod{rod}")
        drawn[rod] = (root / "sosu_nord", draw_at(root, rod=rod).skoler["sosu_nord"])
    return drawn


def test_the_same_arguments_give_the_same_bytes(
    levels: dict[int, tuple[Path, SkoleSandhed]], tmp_path: Path
) -> None:
    again = draw_at(tmp_path, rod=3).skoler["sosu_nord"]
    assert again == levels[3][1]
    listed = json.loads((tmp_path / "sosu_nord/syntetisk.json").read_text("utf-8"))["filer"]
    found = {
        path.relative_to(tmp_path / "sosu_nord").as_posix(): path.read_bytes()
        for path in tmp_path.glob("sosu_nord/*/*/*")
    }
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def test_another_seed_gives_another_school(
    levels: dict[int, tuple[Path, SkoleSandhed]], tmp_path: Path
) -> None:
    other = draw_at(tmp_path, rod=0, seed=8).skoler["sosu_nord"]
    assert other.kpi["kpi_optag"] != levels[0][1].kpi["kpi_optag"]


def test_every_feed_has_the_headers_of_its_report(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    folder, _ = levels[0]
    found = {
        path.parts[-3]: path.read_text("utf-8").splitlines()[0] for path in folder.glob("*/*/*.csv")
    }
    assert found == HEADERS


def test_no_drawn_number_can_belong_to_anybody(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    folder, _ = levels[0]
    text = "\n".join(path.read_text("utf-8") for path in folder.glob("*/*/*.csv"))
    numbers = set(CPR.findall(text))
    unborn = {
        each for each in numbers if each[4] == "5" and each[5] <= "7" and "5" <= each[7] <= "8"
    }
    replaced = {each for each in numbers if int(each[:2]) > 60}
    assert numbers == replaced | unborn
    assert any(each.startswith("0") for each in unborn)


def test_the_truth_is_the_same_however_messy_the_files(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    assert all(truth.kpi == levels[0][1].kpi for _, truth in levels.values())


def test_clean_files_have_nothing_to_refuse(levels: dict[int, tuple[Path, SkoleSandhed]]) -> None:
    for rod in (0, 1):
        _, truth = levels[rod]
        assert (truth.karantaene, truth.afvist, truth.venter) == ({}, {}, ())


def test_the_third_level_has_every_fault(levels: dict[int, tuple[Path, SkoleSandhed]]) -> None:
    folder, truth = levels[3]
    assert set(truth.quarantined()) == {rule.value for rule in Rule}
    assert Counter(truth.afvist.values()) == Counter(refusal.regel for refusal in Refusal)
    assert {name.rsplit("/", 1)[1][:2] for name in truth.venter} == {"~$", "re"}
    assert {Path(name).suffix for name in truth.venter} == {".part", ".tmp", ".xlsx"}
    assert [name.split("/")[0] for name in truth.uden_kontrakt] == ["liste_uden_kontrakt"]
    assert truth.kopier
    assert all(
        (folder / a).read_bytes() == (folder / b).read_bytes() for a, b in truth.kopier.items()
    )


def test_a_refused_file_takes_no_good_one_along(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    _, truth = levels[3]
    days = Counter(name.rsplit("/", 1)[0] for name in truth.filer)
    assert all(days[name.rsplit("/", 1)[0]] == 1 for name in truth.afvist)


def test_bad_lines_stay_below_the_share_that_refuses_a_delivery(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    _, truth = levels[3]
    lines: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for name, counts in truth.linjer.items():
        delivery = name.rsplit("/", 1)[0]
        lines[delivery] += counts["linje"]
        bad[delivery] += sum(truth.karantaene.get(name, {}).values())
    assert all(bad[name] <= max(1, lines[name] * 5 // 100) < lines[name] for name in lines)


def test_a_withdrawn_enrolment_ends_within_the_span_of_the_next_file(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    folder, _ = levels[0]
    headers = ("slutdato", "CPR", "hold", "skolefag", "startdato")
    sent = [_cells(path, *headers) for path in sorted(folder.glob("amu_tilmeldinger/*/*.csv"))]
    withdrawn = 0
    for earlier, later in pairwise(sent):
        ends = [row[0] for row in later]
        gone = [row for row in set(earlier) - set(later) if row[0] >= min(ends)]
        assert all(row[0] <= max(ends) for row in gone)
        withdrawn += len(gone)
    assert withdrawn > 0


def test_a_changed_number_is_old_before_the_change_and_new_after(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    folder, _ = levels[0]
    moved = {
        old: (new, day)
        for path in folder.glob("cpr_skift/*/*.csv")
        for old, new, day in _cells(path, "gammelt_cpr", "nyt_cpr", "dato")
    }
    snapshots = {path.parts[-2]: path for path in folder.glob("uddannelsesforhold/*/*.csv")}
    for day, path in snapshots.items():
        present = {row[0] for row in _cells(path, "CPR")}
        assert not {old for old, (_, since) in moved.items() if since <= day} & present
        assert not {new for new, since in moved.values() if since > day} & present


def test_every_kpi_of_the_school_has_its_true_figures(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    _, truth = levels[0]
    assert set(truth.kpi) == {model.name for model in marts().values() if model.is_kpi}


def test_pupils_drop_out_for_reasons_the_school_words_in_its_own_way(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    folder, truth = levels[0]
    last = max(folder.glob("uddannelsesforhold/*/*.csv"))
    words = {text for code, text in _cells(last, "Afgangsårsag", "Afgangsårsag betegnelse")}
    reasons = {one["grund"] for one in truth.kpi["kpi_afgangsaarsag"]}
    assert "ukendt" in reasons
    assert "" in words
    assert len(words) > len(reasons) > 5


def test_words_for_a_reason_hold_from_their_year() -> None:
    grund = Afbrudsgrund(vaegt=1, ord={2000: ("Sygdom",), 2026: ("Helbred",)})
    assert [grund.words(year) for year in (1999, 2025, 2026, 2030)] == [
        ("Sygdom",),
        ("Sygdom",),
        ("Helbred",),
        ("Helbred",),
    ]


def test_the_register_has_every_milestone_and_moves_through_its_states(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    folder, _ = levels[0]
    headers = ("maal", "frist", "status", "opnaaet_dato", "dokumentation")
    lines = [_cells(path, *headers) for path in sorted(folder.glob("milepaele/*/*.csv"))]
    last = {row[0]: row for rows in lines for row in rows}
    assert " ".join(sorted(last)) == MILESTONES
    assert last["28-b"][2:] == ("Ikke begyndt", "", "")
    assert last["11-a"][2:] == ("I gang", "", "Statusnotat 2027-10")
    assert last["21-a"][3] <= last["21-a"][1]
    assert last["24-b"][3] > last["24-b"][1]
    assert last["12-b"][2:] == ("Gennemført", "2026-12-15", "")
    states_of_02_a = [row[2] for rows in lines for row in rows if row[0] == "02-a"]
    assert list(dict.fromkeys(states_of_02_a)) == ["Ikke begyndt", "I gang", "Gennemført"]


def test_evidence_may_come_after_a_milestone_is_reached(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    folder, _ = levels[0]
    proofs = [
        row[1:]
        for path in sorted(folder.glob("milepaele/*/*.csv"))
        for row in _cells(path, "maal", "opnaaet_dato", "dokumentation")
        if row[0] == "22-b" and row[1]
    ]
    assert proofs == [("2026-12-20", ""), ("2026-12-20", "Referat 2027-03, punkt 30")]


def test_the_robots_of_a_year_are_those_at_its_end(
    levels: dict[int, tuple[Path, SkoleSandhed]],
) -> None:
    _, truth = levels[0]
    found = [(one["aar"], one["taeller"]) for one in truth.kpi["kpi_register"]]
    assert found == [(2025, "1"), (2026, "4"), (2027, "5")]


def test_several_schools_lie_in_folders_of_their_own(tmp_path: Path) -> None:
    drawn = draw_at(tmp_path, rod=0, elever=10, skoler=2)
    assert list(drawn.skoler) == ["opfundet_001", "opfundet_002"]
    assert drawn.skoler["opfundet_001"].kpi != drawn.skoler["opfundet_002"].kpi


def test_a_later_line_of_the_same_key_is_delivered_when_it_is_known() -> None:
    feed = Feed("fvu", {"trin": Kind.TEKST, "timer": Kind.HELTAL}, ("trin",), "trin")
    days = [date(2026, 1, 31), date(2026, 2, 28)]
    lines = [
        Line(date(2026, 1, 1), ("Start", 1)),
        Line(date(2026, 1, 31), ("Start", 2)),
        Line(date(2026, 2, 1), ("Start", 3)),
        Line(date(2026, 3, 1), ("Start", 4)),
    ]
    sent = [(delivery.dag, delivery.rows) for delivery in changes(feed, lines, days)]
    assert sent == [(days[0], (("Start", 2),)), (days[1], (("Start", 3),))]


def test_months_end_where_the_calendar_does() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 11, 30), 15) == date(2028, 2, 29)


def test_deliveries_come_closer_towards_the_last_day() -> None:
    rhythm = Rhythm(tidligere_hver=12, seneste_hver=1, seneste_maaneder=2)
    assert delivery_days(rhythm, date(2025, 1, 1), date(2027, 3, 15)) == [
        date(2025, 12, 31),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 15),
    ]


def test_a_page_is_written_in_its_dialect() -> None:
    feed = Feed(
        "x", {"CPR": Kind.CPR, "Læst": Kind.DECIMAL, "Dag": Kind.DATO, "Ja": Kind.JA_NEJ}, (), "CPR"
    )
    dialect = Dialect(
        delimiter=",",
        thousands=".",
        dates="%d.%m.%Y",
        has_dash=False,
        loses_zeros=True,
        headers=Headers.ASCII,
        newline="\r\n",
        encoding="cp1252",
    )
    number = "0" + "71254" + "7999"
    page = Page(feed, PR_DATO, dialect, [(number, Decimal("-1234.5"), date(2026, 2, 1), True)])
    assert page.to_bytes() == b'CPR,Laest,Dag,Ja\r\n712547999,"-1.234,5",01.02.2026,J\r\n'


def test_a_workbook_is_the_same_bytes_twice() -> None:
    feed = Feed("x", {"CPR": Kind.CPR, "Dag": Kind.DATO}, (), "CPR")
    page = Page(feed, PR_DATO, Dialect(is_sheet=True), [("UDL-1", PR_DATO)])
    assert page.to_bytes() == page.to_bytes()
    assert page.to_bytes().startswith(b"PK")


def test_years_in_the_wrong_order_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ret årene"):
        draw(tmp_path, elever=1, fra=2028, til=2027, seed=1, rod=0, pr_dato=PR_DATO, config=CONFIG)


def _cells(path: Path, *headers: str) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            tuple(row[header] for header in headers) for row in csv.DictReader(file, delimiter=";")
        ]
