"""What goals must know of a KPI, and the holding of every goal against the KPIs there are.

The SQL models are not seen from here: whoever reads them says what they are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.goal import BetterThanBaseline, Goal, Measure, Milestone, NoGoal
from sosu_pipeline.declarations.model import Place
from sosu_pipeline.declarations.plan import GoalHolder, Plan
from sosu_pipeline.declarations.plan_files import file_of, versions_in
from sosu_pipeline.declarations.reading import not_among

PLACES = ("uddannelse", "uddannelsesdel", "afdeling")
"""The dimensions that every KPI has."""
REGISTER_GOAL = "maal"
"""The dimension of the register's figures, whose values are goal ids."""


@dataclass(frozen=True, kw_only=True)
class KpiShape:
    """A KPI's words, unit, feeds, settings, and its dimensions beside ``PLACES``.

    ``dimensioner`` gives each dimension the values that the KPI makes itself, beside those of the
    code list its column has. ``indstillinger`` are the settings its words rest on.
    """

    titel: str
    enhed: str
    dimensioner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    formel: str | None = None
    kendte_begraensninger: str | None = None
    kilder: tuple[str, ...] = ()
    indstillinger: tuple[str, ...] = ()


def holders(catalog: Catalog) -> Iterator[tuple[Plan | None, GoalHolder]]:
    """Yield every indsats with its plan, then every sector document with none."""
    for plan in catalog.plans:
        for indsats in plan.indsatser:
            yield plan, indsats
    for document in catalog.sector:
        yield None, document


def measures_of(goal: Goal) -> Iterator[tuple[Place, Measure]]:
    """Yield every measure a goal names, judged, compared with or beside, with its place."""
    if not isinstance(goal, Milestone | NoGoal):
        yield ("maaling",), goal.maaling
    if isinstance(goal, BetterThanBaseline) and goal.basis:
        yield ("basis",), goal.basis
    for number, beside in enumerate(goal.ved_siden_af):
        yield ("ved_siden_af", number), beside


def check_measures(root: Path, catalog: Catalog, kpis: Mapping[str, KpiShape]) -> None:
    """Hold every measure of every goal against the KPIs.

    Raises:
        DeclarationError: a KPI, a dimension or a value of a filter does not exist.
    """
    known = _known_values(catalog)
    for plan, holder in holders(catalog):
        path = file_of(root, holder, plan)
        for place, goal in versions_in(holder):
            for inner, measure in measures_of(goal):
                _check_measure(path, (*place, *inner), measure, kpis, known)


def _check_measure(
    path: Path,
    place: Place,
    measure: Measure,
    kpis: Mapping[str, KpiShape],
    known: Mapping[str, tuple[str, ...]],
) -> None:
    if measure.kpi not in kpis:
        problem = f"nøgletallet {measure.kpi} findes ikke"
        raise not_among(path, (*place, "kpi"), problem, sorted(kpis))
    own = kpis[measure.kpi].dimensioner
    for dimension, values in measure.filter.items():
        at = (*place, "filter", dimension)
        if dimension not in (*PLACES, *own):
            problem = f"{measure.kpi} er ikke delt på {dimension}"
            raise not_among(path, at, problem, (*PLACES, *own))
        possible = (*known.get(dimension, ()), *own.get(dimension, ()))
        for value in values:
            if possible and value not in possible:
                problem = f"{dimension} kan ikke være {value} i {measure.kpi}"
                raise not_among(path, at, problem, possible)


def _known_values(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return what each dimension can be: the values of the contract columns of that name."""
    values: dict[str, dict[str, None]] = defaultdict(dict)
    for contract in catalog.contracts.values():
        for column in contract.kolonner:
            values[column.navn] |= dict.fromkeys(catalog.values_of(column))
    goals = (goal.id for _, holder in holders(catalog) for goal in holder.maal)
    values[REGISTER_GOAL] |= dict.fromkeys(goals)
    return {dimension: tuple(names) for dimension, names in values.items()}
