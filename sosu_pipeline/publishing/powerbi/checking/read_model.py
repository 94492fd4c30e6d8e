"""A semantic model as its files say it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sosu_pipeline.publishing.powerbi.checking.findings import Check, Finding
from sosu_pipeline.publishing.powerbi.checking.tmdl_reading import Node, TmdlError, read_tmdl

MODEL_FOLDER = ".SemanticModel"


@dataclass(frozen=True, kw_only=True)
class ReadModel:
    """The objects of one semantic model, each with the file it stands in."""

    root: str
    objects: Sequence[tuple[str, Node]]

    def of(self, kind: str) -> Iterator[tuple[str, Node]]:
        """Yield the file and the object for each object of a kind."""
        return ((file, node) for file, node in self.objects if node.kind == kind)

    @property
    def tables(self) -> Mapping[str, Node]:
        """Return the tables by name."""
        return {node.name: node for _, node in self.of("table")}

    def columns(self, table: str) -> Mapping[str, Node]:
        """Return a table's columns by name; none of a table there is not."""
        found = self.tables.get(table)
        return {node.name: node for node in found.of("column")} if found else {}

    @property
    def measures(self) -> Mapping[str, str]:
        """Return the table of each measure."""
        return {
            measure.name: table.name
            for table in self.tables.values()
            for measure in table.of("measure")
        }

    def has_column(self, place: tuple[str, str] | None) -> bool:
        """Tell whether a table has a column."""
        return place is not None and place[1] in self.columns(place[0])


def read_models(files: Mapping[str, str]) -> tuple[list[ReadModel], list[Finding]]:
    """Return every model of a project, and a finding for each file that is not TMDL."""
    objects: dict[str, list[tuple[str, Node]]] = {}
    findings = []
    for file, text in files.items():
        root = PurePosixPath(file).parts[0]
        if root.endswith(MODEL_FOLDER):
            objects.setdefault(root, [])
        if not file.endswith(".tmdl"):
            continue
        try:
            objects[root] += [(file, node) for node in read_tmdl(text)]
        except TmdlError as error:
            findings.append(Finding(Check.TMDL, file, str(error)))
    return [ReadModel(root=root, objects=found) for root, found in objects.items()], findings
