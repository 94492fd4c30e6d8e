"""The surveys: the pulse survey round by round, and the yearly one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from random import Random

from sosu_pipeline.synthetic.activity import Asked, active_in_week, count_answering, group_of
from sosu_pipeline.synthetic.answers import Items, Respondents, Scores, draw_answers
from sosu_pipeline.synthetic.courses import Course
from sosu_pipeline.synthetic.days import WEEK
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Row
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.profile import Mikro
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Truth

MIKRO_FEED = Feed(
    kilde="mikromaalinger",
    noegle=("respondent", "uge/dato", "spoergsmaal"),
    egen="respondent",
    kolonner={
        "respondent": Kind.TEKST,
        "hold": Kind.TEKST,
        "uddannelse": Kind.KODE,
        "uddannelsesdel": Kind.KODE,
        "afdeling": Kind.TEKST,
        "uge/dato": Kind.UGE,
        "spoergsmaal": Kind.TEKST,
        "indikator": Kind.TEKST,
        "svar": Kind.SVAR,
    },
)
ETU_FEED = Feed(
    kilde="etu",
    noegle=("respondent", "aar", "spoergsmaal"),
    egen="respondent",
    kolonner={
        "respondent": Kind.TEKST,
        "aar": Kind.HELTAL,
        "uddannelse": Kind.KODE,
        "uddannelsesdel": Kind.KODE,
        "afdeling": Kind.TEKST,
        "indikator": Kind.TEKST,
        "spoergsmaal": Kind.TEKST,
        "svar": Kind.SVAR,
    },
)
LONGEST_OVERDUE = 8 * WEEK
ASKED_IN_ETU = (11, 15)
ETU_DELIVERED = (1, 15)


def mikro_deliveries(school: School, courses: Sequence[Course], truth: Truth) -> Iterator[Delivery]:
    """Draw the pulse survey, counting kpi_trivsel_mikro and kpi_svarandel on the way.

    One score per respondent, round and indicator, on the round's Monday; the items of an indicator
    are those asked in that round.
    """
    survey, rng, scores = school.profil.undersoegelser.mikro, school.dice("mikro"), Scores()
    respondents, rounds = Respondents(rng), list(_rounds(school, survey))
    days = school.days(MIKRO_FEED.kilde)
    for since, day in zip([date.min, *days], days, strict=False):
        rows: list[Row] = []
        for monday in (one for one in rounds if since < one <= day):
            items = _items_of_round(rng, survey.spoergsmaal, survey.spoergsmaal_pr_runde)
            week = active_in_week(courses, monday, school.pr_dato)
            answered: dict[Asked, set[str]] = defaultdict(set)
            for is_first, course in _asked(week, monday, rng, survey.deltagelse):
                stage, (respondent, lean) = course.stage, respondents.of(course.person)
                levels = survey.levels(monday.year, items, lean)
                answers = draw_answers(rng, survey, items, levels, is_whole=is_first)
                scores.take(respondent, answers, items, monday.year, stage)
                has_answered = any(isinstance(one.svar, int) for one in answers)
                answered[group_of(course)] |= {respondent} if has_answered else set()
                place = (course.hold, stage.uddannelse, stage.uddannelsesdel)
                head = (respondent, *place, course.afdeling_navn, monday)
                rows += [(*head, one.spoergsmaal, one.indikator, one.svar) for one in answers]
            pupils = (one for one in week if one.is_counted(school.pr_dato))
            count_answering(answered, pupils, truth, monday.year)
        if rows:
            yield Delivery(MIKRO_FEED, day, rows)
    scores.tell("kpi_trivsel_mikro", truth)


def etu_deliveries(school: School, courses: Sequence[Course], truth: Truth) -> Iterator[Delivery]:
    """Draw the yearly survey of November, delivered in January, counting kpi_trivsel_etu."""
    survey, rng, scores = school.profil.undersoegelser.etu, school.dice("etu"), Scores()
    respondents = Respondents(rng)
    items_by_part: Mapping[bool, Items] = {
        False: survey.spoergsmaal,
        True: survey.spoergsmaal | survey.spoergsmaal_hf,
    }
    for year in school.years:
        delivered = date(year + 1, *ETU_DELIVERED)
        if delivered > school.pr_dato:
            break
        rows: list[Row] = []
        at_school = [one for one in courses if not _is_hf(one) or rng.random() < survey.hf_i_skole]
        for _, course in _asked(at_school, date(year, *ASKED_IN_ETU), rng, survey.deltagelse):
            stage, (respondent, lean) = course.stage, respondents.of(course.person)
            items = items_by_part[_is_hf(course)]
            levels = survey.levels(year, items, lean)
            answers = draw_answers(rng, survey, items, levels, is_whole=True)
            scores.take(respondent, answers, items, year, stage)
            place = (stage.uddannelse, stage.uddannelsesdel, course.afdeling_navn)
            head = (respondent, year, *place)
            rows += [(*head, one.indikator, one.spoergsmaal, one.svar) for one in answers]
        if rows:
            yield Delivery(ETU_FEED, delivered, rows)
    scores.tell("kpi_trivsel_etu", truth)


def _is_hf(course: Course) -> bool:
    return course.stage.uddannelsesdel == "HF"


def _rounds(school: School, survey: Mikro) -> Iterator[date]:
    monday = survey.foerste_dag
    while monday <= min(school.pr_dato, date(school.til, 12, 31)):
        if monday >= school.first_day and monday.isocalendar().week not in survey.pause_uger:
            yield monday
        monday += survey.hver_uger * WEEK


def _asked(
    courses: Iterable[Course], day: date, rng: Random, share: float
) -> Iterator[tuple[bool, Course]]:
    """Yield those who take part, each person once; the first of them is marked."""
    met: set[Person] = set()
    for course in courses:
        is_here = course.is_active(day) and day <= course.forventet + LONGEST_OVERDUE
        is_asked = is_here and course.is_counted(day) and course.person not in met
        if is_asked and rng.random() < share:
            yield not met, course
            met.add(course.person)


def _items_of_round(rng: Random, bank: Items, size: tuple[int, int]) -> Items:
    """Draw the round's items, at least two of every indicator."""
    count = rng.randint(*size)
    items = {indikator: rng.sample(known, 2) for indikator, known in bank.items()}
    spare = [
        (indikator, item)
        for indikator, known in bank.items()
        for item in known
        if item not in items[indikator]
    ]
    for indikator, item in rng.sample(spare, count - 2 * len(bank)):
        items[indikator].append(item)
    return items
