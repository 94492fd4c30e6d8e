"""A pupil's way through the school, drawn story by story so that the true outcome is known."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sosu_pipeline.synthetic.chance import factor, pick
from sosu_pipeline.synthetic.courses import (
    BROKEN_OFF,
    NEVER_COUNTED,
    Course,
    Rettelse,
    Stage,
    Udfald,
)
from sosu_pipeline.synthetic.days import DAY, WEEK, add_months, intake_day, monday_from
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.pupil_profile import Afdeling, Forloeb

RESUMED_WITHIN_MONTHS = 15
OMVALG_WITHIN_MONTHS = 6
TRANSITION_MONTHS = {"GF1": 1, "GF2": 3}
JULY = 7
RETURNS_AFTER_ALL = 0.4
AT_TURN_OF_YEAR = 0.2
MOVABLE_START = timedelta(days=21)
EDUCATIONS = ("SSA", "SSH", "PAU")
CODES: dict[Udfald, tuple[str, ...]] = {
    Udfald.GENNEMFOERT: ("10", "10", "10", "11", "12", "32", "50"),
    Udfald.AFBRUDT: ("2", "20", "20", "21", "22", "25", "29"),
    Udfald.GENOPTAGET: ("20", "21", "25"),
    Udfald.OMVALG: ("20", "22", "29"),
    Udfald.ALDRIG_STARTET: ("1",),
    Udfald.UDE: ("31", "66"),
    Udfald.TEKNISK: ("0FÆ", "0GH", "0RK"),
    Udfald.STANDSET: ("0FÆ", "0GH"),
    Udfald.PARKERET: ("33", "40"),
}


@dataclass(frozen=True)
class Step:
    """The next thing a pupil enrols in.

    ``er_rolig`` keeps never-started and 31/66 out of a row that settles an earlier exit.
    ``forladt`` are educations left for another: a return to one would settle that exit.
    """

    stage: Stage
    start: date
    er_start: bool = True
    er_rolig: bool = False
    forventet: date | None = None
    forladt: frozenset[str] = frozenset()


class Lives:
    """Draws whole lives; nothing that starts after ``horizon`` is drawn."""

    def __init__(self, forloeb: Forloeb, rng: Random, horizon: date) -> None:
        """Keep how lives are drawn and the chance to draw them with."""
        self._forloeb, self._rng, self._horizon = forloeb, rng, horizon

    def draw(
        self, person: Person, afdeling: Afdeling, stage: Stage, start: date
    ) -> Iterator[Course]:
        """Yield a person's courses in order; they never overlap."""
        step: Step | None = Step(stage, start)
        while step and step.start <= self._horizon:
            course, step = self._take(person, afdeling, step)
            yield course

    def _take(self, person: Person, afdeling: Afdeling, step: Step) -> tuple[Course, Step | None]:
        forventet = step.forventet or self._planned_end(step)
        udfald = self._outcome(step)
        slut = self._exit_day(udfald, step.start, forventet)
        onward = self._next(udfald, step, slut, forventet - slut)
        settles = udfald in {Udfald.GENOPTAGET, Udfald.OMVALG}
        if settles and onward is None:
            udfald, settles = Udfald.AFBRUDT, False
        grund, text = self._reason(udfald, slut.year)
        course = Course(
            person,
            step.stage,
            start=step.start,
            forventet=forventet,
            slut=slut,
            kode=self._rng.choice(CODES[udfald]),
            aarsag=text,
            udfald=udfald,
            afdeling=afdeling,
            hold=f"{step.stage.uddannelsesdel}-{step.stage.uddannelse}-{step.start:%y%m}{afdeling.elevafd[0]}",
            er_start=step.er_start,
            efterfoelger=onward.start if onward and settles else None,
            rettelse=self._correction(udfald, step.start, slut),
            er_forudmeldt=self._happens(self._forloeb.andel_forudmeldt),
            har_ds_nr=not self._happens(self._forloeb.andel_uden_ds_nr),
            grund=grund,
        )
        return course, onward

    def _outcome(self, step: Step) -> Udfald:
        if not step.stage.in_population:
            return Udfald.GENNEMFOERT
        weights = dict(self._forloeb.udfald[step.stage.uddannelsesdel])
        weights[Udfald.AFBRUDT] *= factor(self._forloeb.frafaldsfaktor, step.start.year)
        if step.er_rolig:
            weights |= dict.fromkeys(NEVER_COUNTED, 0.0)
        weights[Udfald.GENNEMFOERT] = 1 - sum(weights.values())
        return Udfald(pick(self._rng, weights))

    def _exit_day(self, udfald: Udfald, start: date, forventet: date) -> date:
        if udfald is Udfald.ALDRIG_STARTET:
            return start + timedelta(days=self._rng.randrange(6))
        if udfald is Udfald.GENNEMFOERT:
            return max(start, forventet + timedelta(days=self._rng.choice((0, 0, 0, -3, 4, 11))))
        latest = max(8, (forventet - start).days * 9 // 10)
        day = start + timedelta(days=self._rng.randrange(7, latest))
        new_year = date(day.year, 12, 31)
        at_turn = (
            udfald is Udfald.TEKNISK and self._happens(AT_TURN_OF_YEAR) and new_year < forventet
        )
        return new_year if at_turn else day

    def _next(self, udfald: Udfald, step: Step, slut: date, left: timedelta) -> Step | None:
        match udfald:
            case Udfald.GENNEMFOERT:
                return self._onward(step, slut)
            case Udfald.AFBRUDT:
                return self._late_return(step, slut)
            case Udfald.OMVALG:
                return self._elsewhere(step, self._within(slut, OMVALG_WITHIN_MONTHS))
            case Udfald.TEKNISK | Udfald.GENOPTAGET:
                return self._again(udfald, step, slut, left)
            case Udfald.ALDRIG_STARTET if self._happens(RETURNS_AFTER_ALL):
                start = monday_from(slut + timedelta(days=self._rng.randrange(20, 200)))
                return Step(step.stage, start, forladt=step.forladt)
        return None

    def _again(self, udfald: Udfald, step: Step, slut: date, left: timedelta) -> Step:
        is_start = udfald is Udfald.GENOPTAGET
        if is_start:
            start = self._within(slut, RESUMED_WITHIN_MONTHS)
        else:
            start = slut + self._rng.choice((1, 1, 1, 3, 8)) * DAY
        end = start + max(left, 5 * WEEK)
        return replace(step, start=start, er_start=is_start, er_rolig=True, forventet=end)

    def _onward(self, step: Step, slut: date) -> Step | None:
        stage = self._following(step.stage)
        if stage is None or stage.uddannelse in step.forladt:
            return None
        return Step(stage, self._next_start(step.stage, slut), forladt=step.forladt)

    def _next_start(self, stage: Stage, slut: date) -> date:
        months = TRANSITION_MONTHS.get(stage.uddannelsesdel)
        if months and self._happens(self._forloeb.andel_paa_graensen):
            return add_months(slut, months) + self._rng.choice((0, 0, 1)) * DAY
        days = (
            self._rng.randrange(1, 22)
            if self._happens(self._forloeb.andel_straks)
            else self._rng.randrange(45, 260)
        )
        start = monday_from(slut + timedelta(days=days))
        return intake_day(start.year, JULY + 1) if start.month == JULY else start

    def _following(self, stage: Stage) -> Stage | None:
        place = stage.uddannelsesdel if stage.uddannelsesdel != "HF" else f"HF {stage.uddannelse}"
        onward = self._forloeb.videre
        if not self._happens(onward.get(stage.elevtype, onward.get(place, 0))):
            return None
        if stage.elevtype == "RKV":
            return Stage(stage.uddannelse, "HF", "EUV1", "EUV1")
        if not stage.in_population:
            return Stage("OSP", "GF1", "EUD", "Grundforløb")
        if stage.uddannelsesdel == "HF":
            return replace(stage, uddannelse="SSA", adgangsvej="Merit")
        if stage.uddannelsesdel == "GF1":
            part = "GF+" if self._happens(self._forloeb.andel_over_gf_plus) else "GF2"
            name = pick(self._rng, self._forloeb.efter_gf1)
            return replace(stage, uddannelse=name, uddannelsesdel=part)
        return replace(stage, uddannelsesdel="HF" if stage.uddannelsesdel == "GF2" else "GF2")

    def _late_return(self, step: Step, slut: date) -> Step | None:
        """Return too late to settle the exit: to the same after 15 months, elsewhere after 6."""
        if not self._happens(self._forloeb.andel_vender_tilbage):
            return None
        if self._happens(0.5):
            return replace(
                step,
                start=self._after(slut, RESUMED_WITHIN_MONTHS),
                er_start=True,
                er_rolig=False,
                forventet=None,
            )
        return self._elsewhere(step, self._after(slut, OMVALG_WITHIN_MONTHS))

    def _elsewhere(self, step: Step, start: date) -> Step | None:
        forladt = step.forladt | {step.stage.uddannelse}
        if not (open_to := [name for name in EDUCATIONS if name not in forladt]):
            return None
        stage = replace(
            step.stage,
            uddannelse=self._rng.choice(open_to),
            uddannelsesdel="GF2",
            adgangsvej="Grundforløb",
        )
        return Step(stage, start, er_rolig=True, forladt=forladt)

    def _within(self, slut: date, months: int) -> date:
        if self._happens(self._forloeb.andel_paa_graensen):
            return add_months(slut, months)
        return slut + timedelta(days=self._rng.randrange(1, months * 30 - 14))

    def _after(self, slut: date, months: int) -> date:
        first = add_months(slut, months) + DAY
        if self._happens(self._forloeb.andel_paa_graensen):
            return first
        return monday_from(first + timedelta(days=self._rng.randrange(200)))

    def _planned_end(self, step: Step) -> date:
        weeks, stage = self._forloeb.varighed_uger, step.stage
        part = f"HF {stage.uddannelse}" if stage.uddannelsesdel == "HF" else stage.uddannelsesdel
        is_short = stage.elevtype in weeks and stage.uddannelsesdel != "HF"
        return step.start + weeks[stage.elevtype if is_short else part] * WEEK - 3 * DAY

    def _reason(self, udfald: Udfald, year: int) -> tuple[str, str]:
        """Return the central reason of a dropout, and what the school wrote."""
        if udfald in BROKEN_OFF:
            reasons = self._forloeb.afbrudsgrunde
            grund = pick(self._rng, {name: one.vaegt for name, one in reasons.items()})
            return grund, self._rng.choice(reasons[grund].words(year))
        texts = self._forloeb.aarsager
        return "", self._rng.choice(texts.get(udfald, texts["andet"]))

    def _correction(self, udfald: Udfald, start: date, slut: date) -> Rettelse | None:
        if not self._happens(self._forloeb.andel_rettet) or slut - start < MOVABLE_START:
            return None
        return self._rng.choice(tuple(Rettelse)) if udfald not in NEVER_COUNTED else None

    def _happens(self, share: float) -> bool:
        return self._rng.random() < share
