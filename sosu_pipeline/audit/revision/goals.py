"""Every goal as the page tells it: what is published of it, its figures' traces, its register."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sosu_pipeline.audit.revision.figures import file_place, show_figure
from sosu_pipeline.audit.revision.shown import Fact, GoalShown, RegisterShown
from sosu_pipeline.audit.tracing.asking import AskedGoal, Asking
from sosu_pipeline.audit.tracing.figure import Asked, Tracing
from sosu_pipeline.audit.tracing.page import NOTHING
from sosu_pipeline.audit.tracing.register import RegisterLine, follow_milestone
from sosu_pipeline.audit.tracing.result import Figure
from sosu_pipeline.declarations.goal import Milestone
from sosu_pipeline.progress.evidence import Unit
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import amount

SECTOR = "sektor"
PUBLISHED = """
select
    skole.skole, maal.plan, maal.maal, maal.maal_titel, maal.loefte, maal.maaling, maal.kilder,
    natten.status, natten.grund, natten.enhed, natten.basis, natten.vaerdi, natten.maaltal,
    natten.forventet_nu, natten.prognose, natten.frist, natten.datadato, natten.skjult_aarsag,
    udgave.version, udgave.gyldig_fra, udgave.aarsag,
    nullif(indsats.indsats, -1) as indsats, indsats.indsats_titel
from fakt_maalstatus as natten
inner join dim_maal as maal using (maal_noegle)
inner join dim_skole as skole using (skole_noegle)
left join dim_indsats as indsats on natten.indsats_noegle = indsats.indsats_noegle
left join fakt_maaltal as udgave
    on natten.maal_noegle = udgave.maal_noegle
    and natten.skole_noegle = udgave.skole_noegle and udgave.er_gaeldende
where natten.er_seneste
order by skole.skole, maal.plan = 'sektor', maal.plan, maal.maal
"""
FIGURES = {
    "basis": "Baseline",
    "vaerdi": "Tal",
    "maaltal": "Mål",
    "forventet_nu": "Forventet nu",
    "prognose": "Prognose",
}
HIDDEN, MISSING = "skjult", "intet"
NO_FIGURE = "Målet har intet tal at følge i nat; grunden står ovenfor."
NO_LINES = "Ingen linjer i nogen fil står bag tallet."
NOT_IN_REGISTER = "Skolens register nævner ikke milepælen."
OWN_IN_FIGURE = ("Løfte", "Status", "Målets version", "Publicering", "Kodens version")
"""What a trace's definition says that stands once for the goal or the page."""


@dataclass(frozen=True)
class FollowedFigure:
    """A figure that was asked for, its trace, and the place it has on the page."""

    asked: Asked
    figure: Figure
    place: str


@dataclass(frozen=True)
class Goals:
    """Shows the goals, and keeps the traces they rest on for the files' own part of the page."""

    asking: Asking
    tracing: Tracing
    followed: list[FollowedFigure] = field(default_factory=list)

    def shown(self) -> Iterator[GoalShown]:
        """Yield every published goal of every school with its traces."""
        found = self.asking.publication.tables.execute(PUBLISHED)
        names = [name for name, *_ in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        schools = {row["skole"] for row in rows}
        asked = {
            (skole, each.plan, each.goal.id): each
            for skole in sorted(schools)
            for each in self.asking.goals(skole)
        }
        for row in rows:
            yield self._goal(row, asked.get((row["skole"], row["plan"], row["maal"])))

    def _goal(self, row: Mapping[str, Any], goal: AskedGoal | None) -> GoalShown:
        place = f"maal-{row['skole']}-{row['plan']}-{row['maal']}"
        figures = self._followed(row, goal, place)
        register = tuple(self._register(row["skole"], goal))
        is_milestone = goal is not None and isinstance(goal.goal, Milestone)
        unlined = NO_FIGURE if row["vaerdi"] is None else NO_LINES
        empty = NOT_IN_REGISTER if is_milestone else unlined
        return GoalShown(
            id=place,
            maal=row["maal"],
            titel=row["maal_titel"],
            hvor=_where(row),
            status=Status(row["status"]),
            loefte=row["loefte"],
            grund=row["grund"] or f"Tallene er {row['skjult_aarsag'] or 'ikke fortalt'}.",
            fakta=tuple(_facts(row)),
            tal=tuple(
                show_figure(each.figure, each.asked.smaa_grupper, each.place) for each in figures
            ),
            register=register,
            uden_tal="" if figures or register else empty,
        )

    def _followed(
        self, row: Mapping[str, Any], goal: AskedGoal | None, place: str
    ) -> list[FollowedFigure]:
        asked = self.asking.figures(row["skole"], goal) if goal else []
        found = [
            FollowedFigure(each, self.tracing.follow(_without_common(each), with_rows=False), name)
            for number, each in enumerate(asked, start=1)
            for name in (f"{place}-tal-{number}",)
        ]
        self.followed.extend(found)
        return found

    def _register(self, skole: str, goal: AskedGoal | None) -> Iterator[RegisterShown]:
        if goal is None or not isinstance(goal.goal, Milestone):
            return
        for line in follow_milestone(self.tracing.tables, skole, goal.goal).linjer:
            yield _register_line(line)


def _without_common(asked: Asked) -> Asked:
    own = {name: text for name, text in asked.definition.items() if name not in OWN_IN_FIGURE}
    return replace(asked, definition=own)


def _register_line(line: RegisterLine) -> RegisterShown:
    return RegisterShown(
        milepael=line.milepael,
        status=line.status or NOTHING,
        frist=_day(line.frist),
        dokumenteret="ja" if line.er_dokumenteret else "nej",
        fil_id=file_place(line.levering, line.sha256),
        fil=line.filnavn,
        linje=line.linje,
    )


def _facts(row: Mapping[str, Any]) -> Iterator[Fact]:
    is_hidden = row["skjult_aarsag"] is not None
    if row["enhed"]:
        for name, label in FIGURES.items():
            yield Fact(label, _figure(row[name], row["enhed"], is_hidden=is_hidden))
    if row["version"] is not None:
        reason = f" ({row['aarsag']})" if row["aarsag"] else ""
        since = f", gælder fra {_day(row['gyldig_fra'])}" if row["gyldig_fra"] else ", den første"
        yield Fact("Version", f"{row['version']}{since}{reason}")
    yield Fact("Frist", _day(row["frist"]))
    yield Fact("Data til og med", _day(row["datadato"]))
    yield Fact("Måling", row["maaling"] or NOTHING)
    yield Fact("Kilder", row["kilder"] or NOTHING)


def _figure(value: Decimal | None, enhed: str, *, is_hidden: bool) -> str:
    if value is None:
        return HIDDEN if is_hidden else MISSING
    return amount(value, Unit(enhed))


def _where(row: Mapping[str, Any]) -> str:
    if row["plan"] == SECTOR or row["indsats"] is None:
        return "Sektorens mål"
    return f"Indsats {row['indsats']}: {row['indsats_titel']}"


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else NOTHING
