"""The figures beside the invented school, counted from stories that end as they are told."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sosu_pipeline.synthetic import (
    access,
    activity,
    chains,
    holds,
    placements,
    support,
    transitions,
)
from sosu_pipeline.synthetic import agreements as aftaler
from sosu_pipeline.synthetic.access import LACKS_ENTRY, AccessCourse
from sosu_pipeline.synthetic.agreements import Agreement, Status
from sosu_pipeline.synthetic.amu import Enrolment
from sosu_pipeline.synthetic.amu import count as count_amu
from sosu_pipeline.synthetic.answers import Answer, Scores
from sosu_pipeline.synthetic.applications import Application
from sosu_pipeline.synthetic.courses import Course, Stage, Udfald
from sosu_pipeline.synthetic.courses import count as count_courses
from sosu_pipeline.synthetic.holds import Hold, Lesson
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.support import Screening, Stay
from sosu_pipeline.synthetic.teaching import teaching_monday
from sosu_pipeline.synthetic.truth import Truth
from tests.stories import GF1, GF2, HF, PR_DATO, course, figures, person


def test_intake_is_the_first_counted_start_of_a_person_in_each_year() -> None:
    again, never, other = person(), person(), person("Gymnasial")
    truth = Truth()
    new_year = date(2025, 12, 31)
    count_courses(
        [
            course(again, date(2026, 1, 12), date(2026, 3, 1), Udfald.GENOPTAGET),
            course(again, date(2026, 8, 3), date(2026, 9, 1), Udfald.AFBRUDT),
            course(again, date(2027, 8, 2), date(2028, 1, 1), Udfald.GENNEMFOERT),
            course(never, date(2026, 1, 12), date(2026, 1, 12), Udfald.ALDRIG_STARTET),
            course(other, date(2025, 8, 4), new_year, Udfald.TEKNISK),
            course(other, date(2026, 1, 1), date(2026, 6, 1), Udfald.GENNEMFOERT, er_start=False),
            course(person(), date(2027, 11, 1), date(2028, 1, 1), Udfald.GENNEMFOERT),
        ],
        truth,
        PR_DATO,
    )
    # 2025: other; 2026: again once; 2027: again; 1 November is after 31 October
    assert figures(truth, "kpi_optag") == [
        (2025, "1", None, 1),
        (2026, "1", None, 1),
        (2027, "1", None, 1),
    ]
    assert figures(truth, "kpi_gymnasial")[0] == (2025, "1", 1, 1)


def test_resumed_and_omvalg_exits_are_in_neither_number() -> None:
    truth, day = Truth(), date(2026, 3, 1)
    start = date(2026, 1, 12)
    count_courses(
        [
            course(person(), start, day, Udfald.GENNEMFOERT),
            course(person(), start, day, Udfald.AFBRUDT),
            course(person(), start, day, Udfald.OMVALG, efterfoelger=date(2026, 8, 3)),
            course(person(), start, day, Udfald.GENOPTAGET, efterfoelger=date(2027, 12, 1)),
            course(person(), start, day, Udfald.TEKNISK, efterfoelger=None),
            course(person(), start, day, Udfald.PARKERET),
            course(person(), start, day, Udfald.UDE),
            course(person(), start, date(2027, 12, 1), Udfald.AFBRUDT),
            course(person(), start, day, Udfald.AFBRUDT, Stage("SSA", "GF2", "RKV", "Andet")),
        ],
        truth,
        PR_DATO,
    )
    # 1 completed + 1 broken off + 1 whose resumption lies ahead = 3; 2 of them broken off
    assert figures(truth, "kpi_afbrud") == [(2026, "2", 3, 3)]
    assert figures(truth, "kpi_gennemfoerelse") == [(2026, "1", 3, 3)]


def test_amu_counts_days_of_amu_alone_by_the_end_date() -> None:
    day = date(2027, 3, 4)
    lesson = Lesson("40126", day, day, Decimal("2.5"))
    who, truth = person(), Truth()

    def line(days: str, slut: date = day, kind: str = "AMU", **marks: object) -> Enrolment:
        flags = {"er_aflyst": False, "er_udlagt": True, "er_udliciteret": False}
        hold = Hold("H1", "280529", "2222", kind, lessons=(lesson,), **flags)
        known = {"er_gennemfoert": False, "er_kun_timer": False} | marks
        return Enrolment(who, hold, lesson, day, slut, Decimal(days), "LEDIG", **known)

    lines = [
        line("2.5"),
        line("1.5", er_kun_timer=True, foerst=Decimal(9)),
        line("5", kind="IDV"),
        line("5", er_trukket=True),
        line("5", slut=date(2027, 11, 1)),
    ]
    count_amu(lines, truth, PR_DATO)
    assert figures(truth, "kpi_amu_aarselever") == [(2027, "0.02", None, 1)]  # (2.5 + 1.5) / 200
    assert figures(truth, "kpi_amu_deltagere") == [(2027, "1", None, 1)]
    assert figures(truth, "kpi_amu_udlagt") == [(2027, "4", Decimal(4), 1)]  # all of it


def test_a_pupil_score_needs_half_of_the_items_of_the_round() -> None:
    items = {"Velbefindende": ("a", "b", "c"), "Læringsmiljø": ("d", "e")}
    scores, truth = Scores(), Truth()
    scores.take("R-x", _answers("Velbefindende", 5, 4, "Ved ikke"), items, 2026, GF2)
    scores.take("R-x", _answers("Velbefindende", 3, 4, 4), items, 2026, GF2)
    scores.take("R-y", _answers("Velbefindende", 5, None, None), items, 2026, GF2)
    scores.take("R-y", _answers("Læringsmiljø", 2, None), items, 2026, GF2)
    scores.tell("kpi_trivsel_mikro", truth)
    # Læringsmiljø: 1 of 2 is half; Velbefindende: 9/2 + 11/3 = 8.1667 by one, 1 of 3 is too few;
    # Samlet, which sorts between them: 9/2 + 11/3 + 2 = 10.1667 by two people
    assert figures(truth, "kpi_trivsel_mikro") == [
        (2026, "2", 1, 1),
        (2026, "10.166667", 3, 2),
        (2026, "8.166667", 2, 1),
    ]


def test_samlet_is_the_mean_of_the_indicators_a_pupil_has() -> None:
    items = {"Velbefindende": ("a", "b", "c"), "Læringsmiljø": ("d", "e")}
    scores, truth = Scores(), Truth()
    answers = _answers("Velbefindende", 5, 4, 4) + _answers("Læringsmiljø", 1, 2)
    scores.take("R-x", answers, items, 2026, GF2)
    scores.tell("kpi_trivsel_etu", truth)
    # (13/3 + 3/2) / 2 = 2.916667, not 16/5 = 3.2
    samlet = [one for one in truth.figures()["kpi_trivsel_etu"] if one["indikator"] == "Samlet"]
    assert [(one["taeller"], one["naevner"]) for one in samlet] == [("2.916667", 1)]


def test_the_first_counting_agreement_decides_the_municipality() -> None:
    who, truth = person(), Truth()

    signed = date(2026, 1, 5)
    agreements = [
        _agreement(who, signed, start=date(2026, 2, 2), kommune="851", status=Status.FOER_START),
        _agreement(who, signed, start=date(2026, 5, 4), kommune="860", status=Status.OPHAEVET),
        _agreement(who, signed, start=date(2027, 5, 3), kommune="813"),
    ]
    aftaler.count(agreements, truth, PR_DATO)
    (only,) = truth.figures()["kpi_aftale_kommune"]
    assert (only["aar"], only["kommune"], only["taeller"]) == (2026, "860", "1")


def test_a_cohort_follows_a_start_to_the_state_of_its_last_row() -> None:
    truth, start, stopped = Truth(), date(2026, 1, 12), date(2026, 3, 1)
    resumed, switched, changed, twice = person(), person(), person(), person()
    again, end = date(2027, 6, 1), date(2027, 9, 1)
    chains.count(
        [
            course(resumed, start, stopped, Udfald.GENOPTAGET, efterfoelger=again),
            course(resumed, again, end, Udfald.GENNEMFOERT),
            course(switched, start, stopped, Udfald.OMVALG, efterfoelger=again),
            course(changed, start, stopped, Udfald.TEKNISK),
            course(changed, date(2026, 3, 2), end, Udfald.AFBRUDT, er_start=False),
            course(twice, start, stopped, Udfald.AFBRUDT),
            course(twice, date(2026, 8, 3), end, Udfald.GENNEMFOERT),
            course(person(), start, stopped, Udfald.PARKERET),
            course(person(), start, date(2027, 11, 1), Udfald.GENNEMFOERT),
            course(person(), start, stopped, Udfald.UDE),
        ],
        truth,
        PR_DATO,
    )
    states = {one["tilstand"]: one["taeller"] for one in truth.figures()["kpi_kohorte"]}
    # 5 starts in 2026: resumed; changed and the first of twice; parked and one still there
    assert states == {"fuldfoert": "1", "afbrudt": "2", "i_gang": "2"}
    assert figures(truth, "kpi_kohorte")[0] == (2026, "2", 5, 5)


@pytest.mark.parametrize(
    ("stage", "onward", "last_day"),
    [(GF1, GF2, date(2026, 2, 28)), (GF2, HF, date(2026, 4, 30))],
)
def test_a_transition_counts_on_the_last_day_of_its_window_and_not_after(
    stage: Stage, onward: Stage, last_day: date
) -> None:
    kpi, done = f"kpi_{stage.uddannelsesdel}_til_{onward.uddannelsesdel}".lower(), date(2026, 1, 31)

    def story(start: date, udfald: Udfald = Udfald.AFBRUDT) -> list[Course]:
        who, began = person(), date(2025, 8, 4)
        first = course(who, began, done, Udfald.GENNEMFOERT, stage)
        return [first, course(who, start, start + timedelta(days=9), udfald, onward)]

    lives = story(last_day) + story(last_day + timedelta(days=1))
    lives += story(last_day, Udfald.ALDRIG_STARTET)
    open_window, closed = Truth(), Truth()
    transitions.count(lives, open_window, last_day)
    transitions.count(lives, closed, last_day + timedelta(days=20))
    assert figures(open_window, kpi) == []
    assert figures(closed, kpi) == [(2026, "1", 3, 3)]


def test_merit_and_euv1_have_no_gf2_to_go_on_from() -> None:
    truth, start, end = Truth(), date(2026, 1, 12), date(2026, 6, 5)
    for elevtype, adgangsvej in (("EUV1", "EUV1"), ("EUV3", "Merit"), ("RKV", "Andet")):
        stage = Stage("SSA", "GF2", elevtype, adgangsvej)
        transitions.count([course(person(), start, end, Udfald.GENNEMFOERT, stage)], truth, PR_DATO)
    assert truth.figures() == {}


def test_only_what_is_broken_off_has_a_reason() -> None:
    truth, start, day = Truth(), date(2026, 1, 12), date(2026, 3, 1)
    count_courses(
        [
            course(person(), start, day, Udfald.AFBRUDT, grund="Helbred"),
            course(person(), start, day, Udfald.OMVALG, grund="Andet valg", efterfoelger=PR_DATO),
            course(person(), start, day, Udfald.GENOPTAGET, grund="ukendt", efterfoelger=None),
            course(person(), start, day, Udfald.GENNEMFOERT),
        ],
        truth,
        PR_DATO,
    )
    reasons = {one["grund"]: one["taeller"] for one in truth.figures()["kpi_afgangsaarsag"]}
    assert reasons == {"Helbred": "1", "ukendt": "1"}


@pytest.mark.parametrize(
    ("start", "number", "monday"),
    [
        (date(2026, 1, 14), 1, date(2026, 1, 12)),
        (date(2026, 2, 9), 1, date(2026, 2, 16)),  # week 7 is off
        (date(2026, 1, 12), 15, date(2026, 5, 4)),  # weeks 3-6, 8-13 and 15-19: 4 + 6 + 5
        (date(2026, 8, 3), 15, date(2026, 11, 16)),  # weeks 32-41 and 43-47: 10 + 5
        (date(2026, 11, 30), 6, date(2027, 1, 18)),  # weeks 49-51, then 1-3: both festive ones off
    ],
)
def test_teaching_weeks_skip_holidays(start: date, number: int, monday: date) -> None:
    assert teaching_monday(start, number) == monday


MONDAY, GF2_END = date(2026, 5, 4), date(2026, 6, 5)


@pytest.mark.parametrize(
    ("signed", "change", "expected"),
    [
        (MONDAY, {}, ("1", "1")),
        (MONDAY + timedelta(days=1), {}, ("0", "1")),
        (GF2_END + timedelta(days=1), {}, ("0", "0")),
        (MONDAY, {"status": Status.OPHAEVET}, ("1", "1")),
        (MONDAY, {"status": Status.FOER_START}, ("0", "0")),
        (MONDAY, {"status": Status.UNDERKENDT}, ("0", "0")),
        (MONDAY, {"uddannelse": "SSH"}, ("0", "0")),
        (date(2024, 1, 1), {"start": date(2024, 11, 12)}, ("1", "1")),
        (date(2024, 1, 1), {"start": date(2024, 11, 11)}, ("0", "0")),
    ],
)
def test_an_agreement_counts_when_it_is_signed_in_time_and_of_this_gf2(
    signed: date, change: dict[str, object], expected: tuple[str, str]
) -> None:
    gf2 = course(person(), date(2026, 1, 12), GF2_END, Udfald.GENNEMFOERT)
    truth = Truth()
    placements.count([gf2], [_agreement(gf2.person, signed, **change)], truth, PR_DATO)
    assert figures(truth, "kpi_aftale_uge15") == [(2026, expected[0], 1, 1)]
    assert figures(truth, "kpi_aftale_slut") == [(2026, expected[1], 1, 1)]


def test_those_who_left_gf2_or_have_a_short_one_are_not_asked_for_an_agreement() -> None:
    truth, start, gone = Truth(), date(2026, 1, 12), date(2026, 4, 15)
    short = Stage("SSA", "GF2", "EUV2", "Grundforløb")
    placements.count(
        [
            course(person(), start, gone, Udfald.AFBRUDT, forventet=GF2_END),
            course(person(), start, gone, Udfald.PARKERET, forventet=GF2_END),
            course(person(), start, MONDAY, Udfald.AFBRUDT, forventet=GF2_END),
            course(person(), start, date(2026, 3, 27), Udfald.GENNEMFOERT, short),
            course(person(), start, GF2_END, Udfald.GENNEMFOERT, HF),
        ],
        [],
        truth,
        PR_DATO,
    )
    # week 15: the one who leaves that very day; the end: the short one alone
    assert figures(truth, "kpi_aftale_uge15") == [(2026, "0", 1, 1)]
    assert figures(truth, "kpi_aftale_slut") == [(2026, "0", 1, 1)]


def test_a_technical_change_does_not_begin_the_weeks_of_gf2_again() -> None:
    who, truth = person(), Truth()
    rows = [
        course(who, date(2026, 1, 12), date(2026, 3, 1), Udfald.TEKNISK, forventet=GF2_END),
        course(who, date(2026, 3, 2), GF2_END, Udfald.GENNEMFOERT, er_start=False),
    ]
    placements.count(rows, [_agreement(who, MONDAY)], truth, PR_DATO)
    assert figures(truth, "kpi_aftale_uge15") == [(2026, "1", 1, 1)]


def test_a_rejected_person_counts_once_a_year_and_has_365_days_to_begin_a_course() -> None:
    rejected, truth = date(2026, 2, 2), Truth()
    last = rejected + timedelta(days=365)
    in_time, late, twice, hopeful = person(), person(), person(), person()
    applications = [
        *(_rejection(who, rejected) for who in (in_time, late, twice)),
        _rejection(twice, date(2026, 9, 1)),
        _rejection(hopeful, date(2027, 2, 2)),
        _rejection(person(), rejected, "Kapacitet"),
    ]
    courses = [_access(in_time, last), _access(late, last + timedelta(days=1))]
    access.count_rejected(applications, courses, truth, PR_DATO)
    found = [(one["aar"], one["vindue"]) for one in truth.figures()["kpi_afvist_til_kursus"]]
    assert found == [(2026, "lukket"), (2027, "aaben")]
    assert figures(truth, "kpi_afvist_til_kursus") == [(2026, "1", 3, 3), (2027, "0", 1, 1)]


def test_a_participant_counts_once_a_year_and_may_start_after_any_of_the_courses() -> None:
    who, truth = person(), Truth()
    courses = [
        _access(who, date(2027, 1, 4)),
        _access(who, date(2027, 3, 1), direkte=date(2027, 5, 25)),
        _access(person(), date(2027, 9, 1)),
    ]
    access.count(courses, truth, PR_DATO)
    # ended 26 February and 26 April, and one on 27 October with time left
    assert figures(truth, "kpi_kursus_til_start") == [(2027, "0", 1, 1), (2027, "1", 1, 1)]


def test_need_and_support_are_those_of_any_screening_of_the_year() -> None:
    who, truth = person(), Truth()
    gf1 = course(who, date(2026, 1, 12), date(2026, 6, 5), Udfald.GENNEMFOERT, GF1)
    gf2 = course(who, date(2026, 8, 3), date(2027, 1, 2), Udfald.AFBRUDT)
    begun = date(2026, 6, 5)
    screenings = [
        Screening(gf1, date(2026, 1, 20), "Intet behov", None, Decimal(0)),
        Screening(gf2, date(2026, 8, 10), "Behov", (begun, begun), Decimal(9)),
        Screening(gf2, date(2027, 1, 2), "Stort behov", None, Decimal(0)),
    ]
    support.count_support(screenings, truth, PR_DATO)
    assert figures(truth, "kpi_sprogbehov") == [(2026, "1", 1, 1), (2027, "1", 1, 1)]
    assert figures(truth, "kpi_sprogstoette") == [(2026, "1", 1, 1), (2027, "0", 1, 1)]
    support.count_completion(screenings, [gf1, gf2], truth, PR_DATO)
    # support that begins on the day of the exit from GF1 is not before it
    assert figures(truth, "kpi_gennemfoerelse_stoettede") == [(2027, "0", 1, 1)]


def test_a_stay_counts_where_the_pupil_was_on_the_first_day_of_the_year() -> None:
    who, truth = person(), Truth()
    gf2 = course(who, date(2026, 8, 3), date(2027, 1, 10), Udfald.GENNEMFOERT)
    hf = course(who, date(2027, 2, 1), date(2028, 6, 1), Udfald.GENNEMFOERT, HF)
    stays = [
        Stay(hf, "Malta", date(2027, 3, 1), date(2027, 3, 28), "Egen", er_gennemfoert=True),
        Stay(hf, "Norge", date(2027, 6, 1), date(2027, 6, 28), "Egen", er_gennemfoert=True),
        Stay(hf, "Norge", date(2027, 10, 20), date(2027, 11, 16), "Egen", er_gennemfoert=True),
    ]
    activity.count_abroad(stays, [gf2, hf], truth, PR_DATO)
    assert figures(truth, "kpi_udland") == [(2026, "0", 1, 1), (2027, "1", 1, 1)]
    assert truth.figures()["kpi_udland"][1]["uddannelsesdel"] == "GF2"


def test_a_hold_is_counted_on_the_first_of_each_month() -> None:
    truth, end = Truth(), date(2027, 3, 1)
    courses = [
        course(person(), date(2027, 1, 1), end, Udfald.GENNEMFOERT),
        course(person(), date(2027, 1, 4), date(2027, 2, 27), Udfald.GENNEMFOERT),
        course(person(), date(2027, 2, 1), date(2027, 2, 28), Udfald.GENNEMFOERT, hold="GF2-2"),
    ]
    activity.count_holds(courses, truth, PR_DATO)
    # January 1 on 1 hold, February 3 on 2, March 1 on 1
    assert figures(truth, "kpi_holdstoerrelse") == [(2027, "5", 4, 3)]


def test_the_response_share_is_taken_in_the_groups_that_were_asked() -> None:
    truth, start, end = Truth(), date(2027, 1, 4), date(2027, 6, 4)
    asked = course(person(), start, end, Udfald.GENNEMFOERT)
    silent = course(person(), start, end, Udfald.GENNEMFOERT)
    elsewhere = course(person(), start, end, Udfald.GENNEMFOERT, har_ds_nr=False)
    answered = {activity.group_of(asked): {"R-x"}}
    activity.count_answering(answered, [asked, silent, elsewhere], truth, 2027)
    assert figures(truth, "kpi_svarandel") == [(2027, "1", 2, 2)]


def test_a_week_has_those_who_come_or_leave_in_it() -> None:
    monday = date(2027, 10, 25)
    courses = [
        course(person(), date(2027, 1, 4), monday, Udfald.GENNEMFOERT),
        course(person(), PR_DATO, date(2028, 1, 1), Udfald.GENNEMFOERT),
        course(person(), date(2027, 1, 4), date(2027, 10, 24), Udfald.GENNEMFOERT),
        course(person(), date(2027, 11, 1), date(2028, 1, 1), Udfald.GENNEMFOERT),
    ]
    assert activity.active_in_week(courses, monday, PR_DATO) == courses[:2]


def test_a_cancelled_hold_counts_once_however_many_skolefag_it_has() -> None:
    truth, day = Truth(), date(2027, 3, 4)
    lessons = tuple(Lesson(fag, day, day, Decimal(1)) for fag in ("40126", "40128"))
    plan = [
        Hold("H1", "280529", "2222", "AMU", True, False, False, lessons),
        Hold("H2", "280529", "2222", "IDV", False, False, False, lessons),
    ]
    holds.count(plan, truth, PR_DATO)
    assert figures(truth, "kpi_amu_aflyst") == [(2027, "1", 2, None)]


def test_a_taeller_is_exact_to_six_decimals() -> None:
    truth = Truth()
    for _ in range(3):
        truth.add("kpi_x", {"aar": 2026}, Fraction(1, 3))
    assert figures(truth, "kpi_x") == [(2026, "1", None, None)]  # 3 * 1/3


def _answers(indikator: str, *svar: int | str | None) -> list[Answer]:
    return [Answer(indikator, str(place), each) for place, each in enumerate(svar)]


def _agreement(who: Person, signed: date, **change: Any) -> Agreement:
    known = {
        "uddannelse": "SSA",
        "gf2": None,
        "hf_start": None,
        "aftaletype": "Kort aftale",
        "start": date(2026, 8, 3),
        "slut": date(2028, 8, 3),
        "laerested": "",
        "cvr": "",
        "p_nummer": "",
        "kommune": "851",
        "maerke": None,
        "status": Status.GAELDENDE,
        "status_dag": signed,
        "foerst_kommune": None,
    }
    return Agreement(who, underskrevet=signed, **known | change)


def _rejection(who: Person, day: date, aarsag: str = LACKS_ENTRY) -> Application:
    wished = day + timedelta(days=60)
    return Application(who, GF2, wished, 1, day, "Afvist", day, aarsag)


def _access(who: Person, start: date, direkte: date | None = None) -> AccessCourse:
    ended = start + timedelta(days=56)
    return AccessCourse(who, "Dansk D", start, ended, er_gennemfoert=False, direkte_start=direkte)
