"""The files of plans and sector documents: read, and held against schools and code lists."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from sosu_pipeline.declarations.codes import CodeList
from sosu_pipeline.declarations.goal import AbsoluteChange, Goal, Milestone, NoGoal
from sosu_pipeline.declarations.model import DeclarationError, Place
from sosu_pipeline.declarations.plan import (
    GoalHolder,
    Indsats,
    Plan,
    Sektordokument,
    goal_place,
    place_in_yaml,
)
from sosu_pipeline.declarations.reading import check_name, error_at, not_among, read_declaration
from sosu_pipeline.declarations.school import School

PLANS_FOLDER, SECTOR_FOLDER = "indsatser", "sektormaal"
FOCUS_AREAS, REGISTER = "fokusomraader", "milepaele"
PLAN_NAME = re.compile(r"(?P<skole>[a-z][a-z0-9_]*)_(?P<aar>20[0-9]{2})")


def load_plans(
    root: Path, schools: Mapping[str, School], codes: Mapping[str, CodeList]
) -> tuple[Plan, ...]:
    """Read ``data/indsatser/<skole>_<aar>/NN.yaml``, one plan to a folder.

    Raises:
        DeclarationError: a file is wrong by itself, or names something that is not declared.
    """
    folders = sorted(path for path in (root / PLANS_FOLDER).glob("*") if path.is_dir())
    return tuple(_load_plan(folder, schools, codes) for folder in folders)


def load_sector_documents(root: Path) -> tuple[Sektordokument, ...]:
    """Read ``data/sektormaal/*.yaml``.

    Raises:
        DeclarationError: a file is wrong by itself.
    """
    documents = []
    for path in sorted((root / SECTOR_FOLDER).glob("*.yaml")):
        document = read_declaration(path, Sektordokument, place_in_yaml=place_in_yaml)
        check_name(path, "dokument", document.dokument)
        documents.append(document)
    return tuple(documents)


def file_of(root: Path, holder: GoalHolder, plan: Plan | None) -> Path:
    """Return the file that goals are declared in; without a plan it is a sector document."""
    folder = root / PLANS_FOLDER / plan.name if plan else root / SECTOR_FOLDER
    return folder / f"{holder.mark}.yaml"


def versions_in(holder: GoalHolder) -> Iterator[tuple[Place, Goal]]:
    """Yield every version of every goal with its place in the file."""
    for number, goal in enumerate(holder.maal):
        for version, each in enumerate(goal.versions):
            yield goal_place(number, version), each


def _load_plan(folder: Path, schools: Mapping[str, School], codes: Mapping[str, CodeList]) -> Plan:
    skole, aar = _school_and_year(folder, schools)
    areas = codes[FOCUS_AREAS].codes if FOCUS_AREAS in codes else ()
    files: dict[Path, Indsats] = {}
    for path in sorted(folder.glob("*.yaml")):
        indsats = read_declaration(path, Indsats, place_in_yaml=place_in_yaml)
        _check_number(path, indsats, files)
        if indsats.fokusomraade not in areas:
            problem = f"fokusområdet {indsats.fokusomraade} findes ikke"
            raise not_among(path, ("fokusomraade",), problem, areas)
        files[path] = indsats.with_deadlines(aar)
    plan = Plan(skole=skole, aar=aar, indsatser=tuple(files.values()))
    followers = [each for each in schools.values() if skole in {each.skole, each.planer_som}]
    for path, indsats in files.items():
        _check_references(path, indsats, plan)
        _check_milestones(path, indsats, followers)
    return plan


def _school_and_year(folder: Path, schools: Mapping[str, School]) -> tuple[str, int]:
    name = PLAN_NAME.fullmatch(folder.name)
    if name is None or name["skole"] not in schools:
        problem = f"mappen {folder.name} hører ikke til en skole og et år"
        remedy = f"kald den <skole>_<år>, hvor skolen er en af {', '.join(schools)}"
        raise DeclarationError(folder, 1, problem, remedy)
    return name["skole"], int(name["aar"])


def _check_number(path: Path, indsats: Indsats, files: Mapping[Path, Indsats]) -> None:
    for other, earlier in files.items():
        if earlier.nr == indsats.nr:
            problem = f"nummer {indsats.nr} har {other.name} også"
            raise error_at(path, ("nr",), problem=problem, remedy="giv dem hver sit nummer")
    check_name(path, "nr", indsats.mark)


def _check_references(path: Path, indsats: Indsats, plan: Plan) -> None:
    """Hold every goal that is named against the goals of the plan that could be meant."""
    others = [goal_id for goal_id in plan.goals if goal_id not in {own.id for own in indsats.maal}]
    for number, goal_id in enumerate(indsats.delte_maal):
        _check_goal(path, ("delte_maal", number), goal_id, others)
    kinds = {goal_id: type(goal.versions[0]) for goal_id, goal in plan.goals.items()}
    for place, goal in versions_in(indsats):
        if isinstance(goal, Milestone) and goal.afhaenger_af:
            milestones = [each for each, kind in kinds.items() if kind is Milestone]
            _check_goal(path, (*place, "afhaenger_af"), goal.afhaenger_af, milestones)
        if isinstance(goal, AbsoluteChange) and goal.samme_loefte_som:
            measured = [each for each, kind in kinds.items() if kind not in {Milestone, NoGoal}]
            _check_goal(path, (*place, "samme_loefte_som"), goal.samme_loefte_som, measured)


def _check_goal(path: Path, place: Place, goal_id: str, known: Sequence[str]) -> None:
    if goal_id not in known:
        raise not_among(path, place, f"målet {goal_id} findes ikke eller passer ikke her", known)


def _check_milestones(path: Path, indsats: Indsats, followers: Sequence[School]) -> None:
    """Refuse a milestone that no line of a school's register can ever meet."""
    begins = date(indsats.periode.fra, 1, 1)
    silent = [school.skole for school in followers if REGISTER not in school.kilder]
    for place, goal in versions_in(indsats):
        if not isinstance(goal, Milestone):
            continue
        if goal.frist is not None and goal.frist < begins:
            problem = f"milepælen {goal.id} har frist, før indsatsen begynder i {begins.year}"
            remedy = "ret frist, aar eller periode"
            raise error_at(path, (*place, "frist"), problem=problem, remedy=remedy)
        if silent:
            problem = f"milepælen {goal.id} kan aldrig nås: {silent[0]} leverer ikke {REGISTER}"
            remedy = f"tilføj kilden i data/skoler/{silent[0]}.yaml"
            raise error_at(path, place, problem=problem, remedy=remedy)
