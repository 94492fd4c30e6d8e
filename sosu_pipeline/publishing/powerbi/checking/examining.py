"""Every check of a project: the model's names, good practice, the report, and the schemas."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from sosu_pipeline.publishing.powerbi.checking.findings import Check, Finding
from sosu_pipeline.publishing.powerbi.checking.model_checks import examine_names
from sosu_pipeline.publishing.powerbi.checking.practice_checks import examine_practice
from sosu_pipeline.publishing.powerbi.checking.read_model import ReadModel, read_models
from sosu_pipeline.publishing.powerbi.checking.report_checks import (
    REPORT_FOLDER,
    ReadReport,
    examine_report,
    examine_versions,
    read_json,
)
from sosu_pipeline.publishing.powerbi.checking.schema_checks import examine_schemas


def examine_project(files: Mapping[str, str], schemas: Path | None) -> list[Finding]:
    """Return what is wrong in a project's files; with schemas only where the folder is given."""
    models, findings = read_models(files)
    for model in models:
        findings += [*examine_names(model), *examine_practice(model)]
    findings += examine_versions(files)
    findings += _bound(files, {model.root: model for model in models})
    findings += _platforms(files)
    if schemas is not None:
        findings += examine_schemas(files, schemas)
    return findings


def _bound(files: Mapping[str, str], models: Mapping[str, ReadModel]) -> Iterator[Finding]:
    """Yield what is wrong in each report against the model it is bound to."""
    roots = {PurePosixPath(file).parts[0] for file in files}
    for file, text in files.items():
        document = read_json(text) or {}
        if file.endswith(".pbip"):
            paths = {each.get("report", {}).get("path") for each in document.get("artifacts", [])}
            if not paths or not paths <= roots:
                yield Finding(Check.REFERENCE, file, "rapporten, der åbnes, findes ikke")
        if file.endswith("/definition.pbir"):
            root = PurePosixPath(file).parts[0]
            path = document.get("datasetReference", {}).get("byPath", {}).get("path", "")
            model = models.get(path.removeprefix("../"))
            if model is None:
                yield Finding(Check.REFERENCE, file, f"modellen {path} findes ikke")
            else:
                yield from examine_report(_report(files, root, model))


def _report(files: Mapping[str, str], root: str, model: ReadModel) -> ReadReport:
    documents = {
        file.removeprefix(f"{root}/"): document
        for file, text in files.items()
        if file.startswith(f"{root}/") and (document := read_json(text))
    }
    return ReadReport(root=root, files=documents, model=model)


def _platforms(files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield items without a ``.platform``, and ids that two items share."""
    roots = {PurePosixPath(file).parts[0] for file in files}
    seen: set[str] = set()
    for root in sorted(roots):
        if not root.endswith((REPORT_FOLDER, ".SemanticModel")):
            continue
        document = read_json(files.get(f"{root}/.platform", "")) or {}
        logical = str(document.get("config", {}).get("logicalId", ""))
        if not logical or logical in seen:
            yield Finding(Check.ID, f"{root}/.platform", "id'et mangler eller bruges to gange")
        seen.add(logical)
