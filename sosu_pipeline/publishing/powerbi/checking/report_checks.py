"""Checks of the report: every field there is, every page in order, every visual told in words."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any, Final

from sosu_pipeline.publishing.powerbi.checking.findings import Check, Finding
from sosu_pipeline.publishing.powerbi.checking.read_model import ReadModel

REPORT_FOLDER: Final = ".Report"
VERSIONS: Final = {
    "report.json": "report/3.0.0",
    "pages.json": "pagesMetadata/1.0.0",
    "page.json": "page/2.0.0",
    "visual.json": "visualContainer/2.4.0",
    "version.json": "versionMetadata/1.0.0",
    "definition.pbir": "definitionProperties/2.0.0",
    "definition.pbism": "definitionProperties/1.0.0",
    ".platform": "platformProperties/2.0.0",
}
TOLD: Final = (("title", "text", "titel"), ("general", "altText", "alternativ tekst"))
SILENT: Final = (None, {"expr": {"Literal": {"Value": "''"}}})
PBIP: Final = "pbipProperties/1.0.0"

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ReadReport:
    """A report's documents by their paths inside its folder, and the model it is bound to."""

    root: str
    files: Mapping[str, Json]
    model: ReadModel

    @cached_property
    def pages(self) -> Mapping[str, Json]:
        """Return the pages by the folder they lie in."""
        return {
            PurePosixPath(path).parts[-2]: document
            for path, document in self.files.items()
            if path.endswith("/page.json")
        }

    def visuals(self) -> Iterator[tuple[str, str, Json]]:
        """Yield path, page folder and document of every visual."""
        for path, document in self.files.items():
            if path.endswith("/visual.json"):
                yield path, PurePosixPath(path).parts[-4], document


def examine_report(report: ReadReport) -> Iterator[Finding]:
    """Yield what is wrong in a report's pages and visuals."""
    yield from _order(report)
    yield from _ids(report)
    for path, page, document in report.visuals():
        file = f"{report.root}/{path}"
        for check, text in (
            *_place(report.pages.get(page, {}), document),
            *_told(document),
            *_fields(report.model, document),
        ):
            yield Finding(check, file, text)


def examine_versions(files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield documents that are not JSON, or not of the schema version that is pinned."""
    for file, text in files.items():
        name = PurePosixPath(file).name
        wanted = PBIP if name.endswith(".pbip") else VERSIONS.get(name)
        if wanted is None:
            continue
        document = read_json(text)
        if document is None:
            yield Finding(Check.VERSION, file, "filen er ikke JSON")
        elif not str(document.get("$schema", "")).endswith(f"/{wanted}/schema.json"):
            yield Finding(Check.VERSION, file, f"skemaet er ikke {wanted}")


def read_json(text: str) -> Json | None:
    """Return a document; nothing where the text is not one."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return None
    return document if isinstance(document, dict) else None


def _order(report: ReadReport) -> Iterator[Finding]:
    path = "definition/pages/pages.json"
    listed = report.files.get(path, {})
    order = listed.get("pageOrder", [])
    if sorted(order) != sorted(report.pages):
        text = "siderne i rækkefølgen er ikke dem, der findes"
        yield Finding(Check.PAGE, f"{report.root}/{path}", text)
    if listed.get("activePageName") not in report.pages:
        yield Finding(Check.PAGE, f"{report.root}/{path}", "den første side findes ikke")
    for folder, page in report.pages.items():
        file = f"{report.root}/definition/pages/{folder}/page.json"
        if page.get("name") != folder:
            yield Finding(Check.PAGE, file, f"siden hedder {page.get('name')}, mappen {folder}")
        names = {document.get("name") for _, at, document in report.visuals() if at == folder}
        for each in page.get("visualInteractions", []):
            if not {each.get("source"), each.get("target")} <= names:
                yield Finding(Check.PAGE, file, "en påvirkning nævner en visual, der ikke findes")
        tabs = Counter(
            document.get("position", {}).get("tabOrder")
            for _, at, document in report.visuals()
            if at == folder
        )
        yield from _overlaps(report, folder, file)
        if None in tabs or max(tabs.values(), default=1) > 1:
            yield Finding(Check.PAGE, file, "tabulatorrækkefølgen er ikke entydig")


def _overlaps(report: ReadReport, folder: str, file: str) -> Iterator[Finding]:
    boxes = [document.get("position", {}) for _, at, document in report.visuals() if at == folder]
    for one, other in combinations(boxes, 2):
        if all(
            one.get(start, 0) < other.get(start, 0) + other.get(size, 0)
            and other.get(start, 0) < one.get(start, 0) + one.get(size, 0)
            for start, size in (("x", "width"), ("y", "height"))
        ):
            yield Finding(Check.PAGE, file, "to visualer dækker for hinanden")


def _ids(report: ReadReport) -> Iterator[Finding]:
    names = [(path, document.get("name")) for path, _, document in report.visuals()]
    names += [
        (path, each.get("name"))
        for path, document in report.files.items()
        for each in document.get("filterConfig", {}).get("filters", [])
    ]
    counted = Counter(name for _, name in names)
    for path, name in names:
        if counted[name] > 1:
            text = f"id'et {name} bruges {counted[name]} gange"
            yield Finding(Check.ID, f"{report.root}/{path}", text)
    for path, _, document in report.visuals():
        if document.get("name") != PurePosixPath(path).parts[-2]:
            text = "visualens navn er ikke dens mappes"
            yield Finding(Check.ID, f"{report.root}/{path}", text)


def _place(page: Json, visual: Json) -> Iterator[tuple[Check, str]]:
    box = visual.get("position", {})
    x, y = box.get("x", -1), box.get("y", -1)
    right, bottom = x + box.get("width", 0), y + box.get("height", 0)
    if x < 0 or y < 0 or right > page.get("width", 0) or bottom > page.get("height", 0):
        yield Check.VISUAL, "visualen rager ud over siden"


def _told(visual: Json) -> Iterator[tuple[Check, str]]:
    objects = visual.get("visual", {}).get("visualContainerObjects", {})
    for entry, name, what in TOLD:
        written = [each.get("properties", {}).get(name) for each in objects.get(entry, [])]
        if all(each in SILENT for each in written):
            yield Check.VISUAL, f"visualen har ingen {what}"


def _fields(model: ReadModel, visual: Json) -> Iterator[tuple[Check, str]]:
    aliases = {
        source["Name"]: source["Entity"]
        for each in visual.get("filterConfig", {}).get("filters", [])
        for source in each.get("filter", {}).get("From", [])
    }
    for kind, expression in _expressions(visual):
        if kind == "Aggregation":
            yield Check.VISUAL, "visualen lægger selv en kolonne sammen; brug en beregning"
            continue
        source = expression.get("Expression", {}).get("SourceRef", {})
        table = source.get("Entity") or aliases.get(source.get("Source", ""))
        name = expression.get("Property")
        if kind == "Column" and name not in model.columns(str(table)):
            yield Check.REFERENCE, f"kolonnen {table}.{name} findes ikke i modellen"
        if kind == "Measure" and model.measures.get(str(name)) != table:
            yield Check.REFERENCE, f"beregningen {table}.{name} findes ikke i modellen"
    yield from _references(visual)


def _references(visual: Json) -> Iterator[tuple[Check, str]]:
    """Yield projections that call a field by another name."""
    for state in visual.get("visual", {}).get("query", {}).get("queryState", {}).values():
        for each in state.get("projections", []):
            for field in each.get("field", {}).values():
                source = field.get("Expression", {}).get("SourceRef", {})
                named = f"{source.get('Entity')}.{field.get('Property')}"
                if source and each.get("queryRef") != named:
                    yield Check.REFERENCE, f"{each.get('queryRef')} står for {named}"


def _expressions(value: object) -> Iterator[tuple[str, Json]]:
    """Yield every column, measure and aggregation, however deep it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"Column", "Measure", "Aggregation"} and isinstance(inner, dict):
                yield key, inner
            yield from _expressions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _expressions(inner)
