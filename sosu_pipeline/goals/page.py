"""``docs/da/maal.md``: every goal with measure, sources, formula, assumptions and limits.

Written by ``make docs`` from the declarations and the headers of the SQL models, and from nothing
else, so that the same tree gives the same page.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sosu_pipeline.declarations.catalog import Catalog, load_catalog
from sosu_pipeline.declarations.goal import Beside, Goal, Milestone
from sosu_pipeline.declarations.kpi_shape import KpiShape, check_measures, measures_of
from sosu_pipeline.declarations.plan import GoalHistory, Indsats, Period, Plan
from sosu_pipeline.declarations.plan_files import FOCUS_AREAS, REGISTER
from sosu_pipeline.goals.words import documented, measure_words, promise_of
from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.kpi_shapes import kpi_shapes
from sosu_pipeline.warehouse.models import load_models

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "da" / "maal.md"
COLUMNS = ("Mål", "Løfte", "Måling", "Kilder", "Formel", "Vilkår og antagelser", "Grænser")
NOTHING, BREAK = "–", "<br>"
INTRODUCTION = """\
# Mål: hvad der er lovet, og hvad der måles

Siden skrives af `make docs` ud fra `data/` og hovederne i `assets/sql/`; ret dér, ikke her.
Indstillingerne står i `data/skoler/<skole>.yaml`, og det, der står ved siden af et mål, bedømmes
aldrig. En ændring af et mål står under det oprindelige løfte med sin dag og grund.
"""
REGISTER_FORMULA = "opnået dato og en henvisning til dokumentation i skolens register"


@dataclass(frozen=True)
class GoalPage:
    """The page over what is declared and the KPIs there are."""

    catalog: Catalog
    kpis: Mapping[str, KpiShape]

    def text(self) -> str:
        """Return the page as Markdown."""
        plans = (part for plan in self.catalog.plans for part in self._plan(plan))
        documents = (
            f"### {each.titel}\n\n{each.afsender}.\n\n{self._table(each.maal)}"
            for each in self.catalog.sector
        )
        return "\n".join((INTRODUCTION, *plans, "## Andre dokumenter\n", *documents))

    def _plan(self, plan: Plan) -> Iterator[str]:
        yield f"## {self.catalog.schools[plan.skole].navn} {plan.aar}\n"
        for area, titel, *_ in self.catalog.codes[FOCUS_AREAS].rows:
            indsatser = [each for each in plan.indsatser if each.fokusomraade == area]
            if indsatser:
                yield f"### {titel}\n"
            yield from map(self._indsats, indsatser)

    def _indsats(self, indsats: Indsats) -> str:
        facts = [f"Periode {_period(indsats.periode)}."]
        if indsats.overgaar_til_drift:
            facts.append(f"Overgår til drift: {indsats.overgaar_til_drift}.")
        facts += [f"Målet {shared} er fælles og tæller én gang." for shared in indsats.delte_maal]
        notes = " ".join((*facts, *indsats.bemaerkninger))
        return f"#### {indsats.nr}. {indsats.titel}\n\n{notes}\n\n{self._table(indsats.maal)}"

    def _table(self, goals: Iterable[GoalHistory]) -> str:
        rows = (COLUMNS, ("---",) * len(COLUMNS), *map(self.row, goals))
        return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)

    def row(self, history: GoalHistory) -> tuple[str, ...]:
        """Return the cells of a goal's row."""
        goal = history.versions[0]
        measures = [measure for _, measure in measures_of(goal)]
        judged = [each for each in measures if not isinstance(each, Beside)] or measures
        shapes = {each.kpi: self.kpis[each.kpi] for each in judged}.values()
        feeds = {name for each in shapes for name in each.kilder}
        formulas = [each.formel for each in shapes]
        if isinstance(goal, Milestone):
            feeds, formulas = {REGISTER}, [REGISTER_FORMULA]
        return (
            f"**{goal.id}** {goal.titel}",
            _cell(self._promises(history)),
            _cell(measure_words(each, self.kpis) for each in measures),
            _cell(sorted(feeds & self.catalog.contracts.keys())),
            _cell(formulas),
            _cell(_assumptions(goal, shapes)),
            _cell((*goal.forbehold, *(each.kendte_begraensninger for each in shapes))),
        )

    def _promises(self, history: GoalHistory) -> Iterator[str]:
        first, *later = history.versions
        yield promise_of(first, self.kpis)
        if figures := documented(first, self.kpis):
            yield f"dokumentets tal: {figures}"
        for each in later:
            yield f"fra {each.gyldig_fra:%d-%m-%Y}: {promise_of(each, self.kpis)} ({each.grund})"


def main() -> None:
    """Write the page.

    Raises:
        DeclarationError: a declaration is wrong, or a goal names a KPI that does not exist.
    """
    catalog = load_catalog(ROOT / "data")
    kpis = kpi_shapes(load_models(ROOT / "assets" / "sql" / Layer.MARTS.value, Layer.MARTS))
    check_measures(ROOT / "data", catalog, kpis)
    PAGE.write_text(GoalPage(catalog, kpis).text(), encoding="utf-8", newline="\n")


def _assumptions(goal: Goal, shapes: Iterable[KpiShape]) -> Iterator[str]:
    yield from goal.vilkaar
    if isinstance(goal, Milestone) and goal.antaget_frist:
        yield "Fristen er antaget: målet nævner ingen tid."
    if settings := sorted({name for each in shapes for name in each.indstillinger}):
        yield f"Indstillinger: {', '.join(settings)}."


def _period(period: Period) -> str:
    if period.til is None:
        return f"{period.fra} og frem"
    return str(period.fra) if period.fra == period.til else f"{period.fra}–{period.til}"


def _cell(lines: Iterable[str | None]) -> str:
    """Join what there is into one cell of a Markdown table."""
    return BREAK.join(line.replace("|", "\\|") for line in lines if line) or NOTHING


if __name__ == "__main__":
    main()
