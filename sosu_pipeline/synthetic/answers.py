"""Anonymous answers, and the scores they make; nothing leads back to a pupil."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import NamedTuple, TypeAlias

from sosu_pipeline.synthetic.courses import Stage, stage_group
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.profile import Svar
from sosu_pipeline.synthetic.truth import Truth

LETTERS = "bcdfghjklmnpqrstvwxz"
ID_LENGTH = 10
LOWEST, HIGHEST = 1, 5
DONT_KNOW = "Ved ikke"

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
    """The scores of a group: sums of answers by how many were answered, and who gave them."""

    sums: Counter[int] = field(default_factory=Counter)
    people: list[str] = field(default_factory=list)


class Scores:
    """Pupil scores by group; a score is the mean of the answered items of an indicator."""

    def __init__(self) -> None:
        """Begin with no scores."""
        self._groups: dict[tuple[int, Stage, str], _Group] = defaultdict(_Group)

    def take(
        self, respondent: str, answers: Sequence[Answer], items: Items, aar: int, stage: Stage
    ) -> None:
        """Count a respondent's round: an indicator needs half of its items answered."""
        for indikator, asked in items.items():
            scale = [
                one.svar
                for one in answers
                if one.indikator == indikator and isinstance(one.svar, int)
            ]
            if scale and 2 * len(scale) >= len(asked):
                group = self._groups[aar, stage, indikator]
                group.sums[len(scale)] += sum(scale)
                group.people.append(respondent)

    def tell(self, kpi: str, truth: Truth) -> None:
        """Hand the sums over: naevner is the number of scores."""
        for (aar, stage, indikator), group in self._groups.items():
            total = sum(Fraction(answers, answered) for answered, answers in group.sums.items())
            named = {**stage_group(aar, stage), "indikator": indikator}
            truth.add(kpi, named, total, len(group.people), personer=group.people)


def invent_id(rng: Random) -> str:
    """Invent a respondent id."""
    return "R-" + "".join(rng.choices(LETTERS, k=ID_LENGTH))


def draw_answers(
    rng: Random, survey: Svar, items: Items, level: float, *, is_whole: bool
) -> list[Answer]:
    """Answer every item, or leave some blank, or leave midway; a whole one has a line per item."""
    asked = [(indikator, item) for indikator, chosen in items.items() for item in chosen]
    chance = rng.random()
    leaves = chance < survey.forlader
    if survey.forlader <= chance < survey.forlader + survey.mangler and not is_whole:
        asked = asked[: rng.randrange(1, len(asked))]
    last = rng.randrange(1, len(asked) + 1) if leaves else len(asked)
    return [
        Answer(*one, _svar(rng, survey, level) if place < last else None)
        for place, one in enumerate(asked)
    ]


def _svar(rng: Random, survey: Svar, level: float) -> int | str | None:
    chance = rng.random()
    if chance < survey.ved_ikke:
        return DONT_KNOW
    if chance < survey.ved_ikke + survey.blank:
        return None
    drawn = level + rng.random() + rng.random() - 1
    return min(HIGHEST, max(LOWEST, int(drawn + 0.5)))
