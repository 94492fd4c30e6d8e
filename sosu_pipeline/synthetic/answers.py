"""Anonymous answers, and the scores they make; nothing leads back to a pupil."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import NamedTuple, TypeAlias

from sosu_pipeline.synthetic.courses import Stage
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.profile import Svar
from sosu_pipeline.synthetic.truth import Group, Truth

LETTERS = "bcdfghjklmnpqrstvwxz"
ID_LENGTH = 10
LOWEST, HIGHEST = 1, 5
DONT_KNOW = "Ved ikke"
OVERALL = "Samlet"
STAGE_GROUP = ("aar", "uddannelse", "uddannelsesdel")

Items: TypeAlias = Mapping[str, Sequence[str]]


class Answer(NamedTuple):
    """An answer on the scale, ``Ved ikke``, or none."""

    indikator: str
    spoergsmaal: str
    svar: int | str | None


class Respondents:
    """Anonymous ids of letters alone: nobody's number, linked to a pupil in this object only."""

    def __init__(self, rng: Random) -> None:
        """Begin with nobody."""
        self._rng, self._ids = rng, dict[Person, tuple[str, float]]()

    def of(self, person: Person) -> tuple[str, float]:
        """Return a person's id and how much they lean from the mean."""
        if person not in self._ids:
            self._ids[person] = (invent_id(self._rng), 2 * self._rng.random() - 1)
        return self._ids[person]


@dataclass
class _Group:
    """The scores of a group: sums of answers by what they are divided by, and who gave them."""

    sums: Counter[int] = field(default_factory=Counter)
    scores: int = 0
    people: set[str] = field(default_factory=set)


class Scores:
    """Pupil scores by group; a score is the mean of the answered items of an indicator."""

    def __init__(self) -> None:
        """Begin with no scores."""
        self._groups: dict[tuple[int, str, str], dict[str, _Group]] = {}

    def take(
        self, respondent: str, answers: Sequence[Answer], items: Items, aar: int, stage: Stage
    ) -> None:
        """Count a respondent's round: an indicator needs half of its items answered.

        Samlet is the mean of the indicators that count.
        """
        key = (aar, stage.uddannelse, stage.uddannelsesdel)
        groups = self._groups.setdefault(key, defaultdict(_Group))
        on_scale: dict[str, list[int]] = defaultdict(list)
        for one in answers:
            if isinstance(one.svar, int):
                on_scale[one.indikator].append(one.svar)
        given = {
            indikator: scale
            for indikator, scale in on_scale.items()
            if 2 * len(scale) >= len(items[indikator])
        }
        for indikator, scale in given.items():
            groups[indikator].sums[len(scale)] += sum(scale)
            groups[OVERALL].sums[len(scale) * len(given)] += sum(scale)
        for indikator in (*given, OVERALL) if given else ():
            groups[indikator].scores += 1
            groups[indikator].people.add(respondent)

    def tell(self, kpi: str, truth: Truth) -> None:
        """Hand the sums over: naevner is the number of scores."""
        for key, groups in self._groups.items():
            place: Group = dict(zip(STAGE_GROUP, key, strict=True))
            for indikator, one in groups.items():
                total = sum(Fraction(answers, divisor) for divisor, answers in one.sums.items())
                named = {**place, "indikator": indikator}
                truth.add(kpi, named, total, one.scores, personer=one.people)


def invent_id(rng: Random) -> str:
    """Invent a respondent id."""
    return "R-" + "".join(rng.choices(LETTERS, k=ID_LENGTH))


def draw_answers(
    rng: Random, survey: Svar, items: Items, levels: Mapping[str, float], *, is_whole: bool
) -> list[Answer]:
    """Answer every item, or leave some blank, or leave midway; a whole one has a line per item."""
    asked = [(indikator, item) for indikator, chosen in items.items() for item in chosen]
    chance = rng.random()
    leaves = chance < survey.forlader
    if survey.forlader <= chance < survey.forlader + survey.mangler and not is_whole:
        asked = asked[: rng.randrange(1, len(asked))]
    last = rng.randrange(1, len(asked) + 1) if leaves else len(asked)
    return [
        Answer(indikator, item, _svar(rng, survey, levels[indikator]) if place < last else None)
        for place, (indikator, item) in enumerate(asked)
    ]


def _svar(rng: Random, survey: Svar, level: float) -> int | str | None:
    chance = rng.random()
    if chance < survey.ved_ikke:
        return DONT_KNOW
    if chance < survey.ved_ikke + survey.blank:
        return None
    drawn = level + rng.random() + rng.random() - 1
    return min(HIGHEST, max(LOWEST, int(drawn + 0.5)))
