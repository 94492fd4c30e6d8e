"""The whole folder ``powerbi/``: for each source a project, a semantic model and a report."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sosu_pipeline.publishing import durable
from sosu_pipeline.publishing.contract import PublishedContract
from sosu_pipeline.publishing.powerbi import tmdl
from sosu_pipeline.publishing.powerbi.fields import Fields
from sosu_pipeline.publishing.powerbi.model import SemanticModel
from sosu_pipeline.publishing.powerbi.modelling import model_of
from sosu_pipeline.publishing.powerbi.names import stable_id
from sosu_pipeline.publishing.powerbi.power_query import SOURCES, Source
from sosu_pipeline.publishing.powerbi.report import report_documents

FABRIC: Final = "https://developer.microsoft.com/json-schemas/fabric"
MODEL, REPORT, SHORTCUT = ".SemanticModel", ".Report", ".pbip"
IGNORED: Final = "# Det, Power BI Desktop gemmer for den enkelte.\n.pbi/\n"

_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*]')


def project_files(contract: PublishedContract) -> dict[str, str]:
    """Return every file of the folder by its path; the same contract gives the same text.

    Raises:
        PowerBiError: the contract lacks what a measure or a page names.
    """
    model = model_of(contract)
    fields = Fields(model.tabeller)
    files = {".gitignore": IGNORED}
    for source in SOURCES:
        files |= dict(_model_files(source, model))
        files |= dict(_report_files(source, fields))
    return dict(sorted(files.items()))


def write_project(contract: PublishedContract, folder: Path) -> int:
    """Write the folder, without what an earlier contract left, and return how many files.

    Raises:
        PowerBiError: the contract lacks what a measure or a page names.
    """
    files = project_files(contract)
    for source in SOURCES:
        for kind in (MODEL, REPORT):
            shutil.rmtree(folder / f"{source.navn}{kind}", ignore_errors=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write_text(path, text)
    return len(files)


def read_project(folder: Path) -> dict[str, str]:
    """Return the files of a written folder, without what Power BI Desktop keeps for itself."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".pbi" not in path.parts)
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(paths)
    }


def _model_files(source: Source, model: SemanticModel) -> Iterator[tuple[str, str]]:
    root = f"{source.navn}{MODEL}"
    yield f"{root}/.platform", _platform(source, "SemanticModel")
    settings = {"$schema": f"{FABRIC}/item/semanticModel/definitionProperties/1.0.0/schema.json"}
    yield f"{root}/definition.pbism", _json({**settings, "version": "4.2", "settings": {}})
    definition = f"{root}/definition"
    yield f"{definition}/database.tmdl", tmdl.write_database()
    yield f"{definition}/model.tmdl", tmdl.write_model(model, source.forespoergsler)
    yield f"{definition}/expressions.tmdl", tmdl.write_expressions(source.forespoergsler)
    yield f"{definition}/relationships.tmdl", tmdl.write_relationships(model.relationer)
    yield f"{definition}/cultures/{tmdl.CULTURE}.tmdl", tmdl.write_culture(model)
    for table in model.tabeller:
        file = _NOT_IN_FILE_NAMES.sub("_", table.navn)
        yield f"{definition}/tables/{file}.tmdl", tmdl.write_table(table)


def _report_files(source: Source, fields: Fields) -> Iterator[tuple[str, str]]:
    root = f"{source.navn}{REPORT}"
    yield (
        f"{source.navn}{SHORTCUT}",
        _json(
            {
                "$schema": f"{FABRIC}/pbip/pbipProperties/1.0.0/schema.json",
                "version": "1.0",
                "artifacts": [{"report": {"path": root}}],
                "settings": {"enableAutoRecovery": True},
            }
        ),
    )
    yield f"{root}/.platform", _platform(source, "Report")
    bound = {"byPath": {"path": f"../{source.navn}{MODEL}"}}
    schema = f"{FABRIC}/item/report/definitionProperties/2.0.0/schema.json"
    properties = {"$schema": schema, "version": "4.0", "datasetReference": bound}
    yield f"{root}/definition.pbir", _json(properties)
    for path, document in report_documents(fields):
        yield f"{root}/definition/{path}", _json(document)


def _platform(source: Source, kind: str) -> str:
    return _json(
        {
            "$schema": f"{FABRIC}/gitIntegration/platformProperties/2.0.0/schema.json",
            "metadata": {
                "type": kind,
                "displayName": source.navn,
                "description": source.beskrivelse,
            },
            "config": {"version": "2.0", "logicalId": stable_id(source.navn, kind)},
        }
    )


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
