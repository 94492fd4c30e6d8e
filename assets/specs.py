"""How an asset presents itself in the Dagster UI: description, owner, kinds, columns and counts."""

import csv
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from sosu_pipeline.audit.lineage.feeds import FILE_ITSELF
from sosu_pipeline.audit.lineage.versions import digest
from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.naming import SHOWN, Layer, asset_key, header_key
from sosu_pipeline.warehouse.building import Built
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.tables import SQL_TYPES

ROOT = Path(__file__).resolve().parent.parent
SQL_FOLDER = Path(__file__).parent / "sql"
COLUMNS_FILE = SQL_FOLDER / "columns.csv"
PIPELINE_OWNER = "data-team"


def spec(  # noqa: PLR0913 - what the UI shows of an asset
    layer: Layer,
    name: str,
    *,
    description: str,
    deps: Iterable[dg.AssetKey] = (),
    owner: str = PIPELINE_OWNER,
    kinds: frozenset[str] = frozenset({"duckdb"}),
    tags: Mapping[str, str] | None = None,
    metadata: Mapping[str, Any] | None = None,
    code_version: str | None = None,
) -> dg.AssetSpec:
    """Return the spec of a table in a layer; ``code_version`` is of what it is made by."""
    return dg.AssetSpec(
        key=dg.AssetKey(asset_key(layer, name)),
        deps=list(deps),
        group_name=layer.value,
        description=description,
        owners=[f"team:{header_key(owner)}"],
        kinds=set(kinds),
        tags={"lag": layer.value, **(tags or {})},
        metadata=dict(metadata or {}),
        code_version=code_version,
    )


def code_reference(path: Path, label: str) -> dict[str, Any]:
    """Return the metadata that links an asset to the file it is made by, wherever the tree lies."""
    with warnings.catch_warnings(category=dg.BetaWarning, action="ignore"):
        reference = dg.LocalFileCodeReference(file_path=str(path), line_number=1, label=label)
        references = dg.CodeReferencesMetadataValue(code_references=[reference])
    return {"dagster/code_references": references}


def landing_spec(contract: Contract, data: Path) -> dg.AssetSpec:
    """Return the spec of a feed's files as delivered, with the headers they are read by."""
    columns = [
        dg.TableColumn(
            column.overskrift,
            "tekst",
            description=column.beskrivelse,
            tags={"også kaldet": ", ".join(column.aliaser)} if column.aliaser else None,
        )
        for column in contract.kept
    ]
    itself = dg.TableColumn(FILE_ITSELF, description="Filens navn, bytes, ankomst og linjenumre.")
    return dg.AssetSpec(
        ["landing", contract.kilde],
        group_name="landing",
        description=f"Filer fra skolerne i landing/<skole>/{contract.kilde}/ ({contract.rapport}).",
        owners=[f"team:{PIPELINE_OWNER}"],
        kinds={"file"},
        tags={"lag": "landing"},
        metadata={
            "dagster/column_schema": dg.TableSchema([*columns, itself]),
            **contract_reference(contract, data),
        },
    )


def contract_reference(contract: Contract, data: Path) -> dict[str, Any]:
    """Return the link to a feed's contract."""
    place = f"kilder/{contract.kilde}.yaml"
    return code_reference(data.resolve() / place, f"data/{place}")


def contract_spec(
    layer: Layer, contract: Contract, *, deps: Iterable[dg.AssetKey], data: Path
) -> dg.AssetSpec:
    """Return the spec of a feed's table, described by its contract."""
    return spec(
        layer,
        contract.kilde,
        description=f"{contract.titel} ({contract.rapport}). {contract.beskrivelse}",
        deps=deps,
        owner=contract.ejer,
        tags={"levering": contract.levering.value},
        metadata={
            "dagster/column_schema": contract_schema(layer, contract),
            "række": contract.grain,
            "nøgle": ", ".join(contract.noegle),
            "kontrakt": f"data/kilder/{contract.kilde}.yaml",
            "kontraktversion": contract.version,
            **contract_reference(contract, data),
        },
        code_version=digest(contract.model_dump_json()),
    )


def contract_schema(layer: Layer, contract: Contract) -> dg.TableSchema:
    """Return a feed's columns; in raw all of them are text."""
    return dg.TableSchema(
        [
            dg.TableColumn(
                column.navn,
                "varchar" if layer is Layer.RAW else SQL_TYPES[column.type],
                description=column.beskrivelse,
                tags={"enhed": column.enhed} if column.enhed else None,
            )
            for column in contract.kept
        ]
    )


def contract_texts(contract: Contract) -> dict[str, str]:
    """Return what each column of a feed holds."""
    return {column.navn: column.beskrivelse for column in contract.kept}


def column_texts(contracts: Iterable[Contract]) -> dict[str, str]:
    """Return what each column of a mart holds: a name means the same everywhere.

    ``sql/columns.csv`` tells of those that no contract has, and of those that marts make anew.
    """
    texts = {name: text for each in contracts for name, text in contract_texts(each).items()}
    with COLUMNS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            texts[row["navn"]] = row["tekst"] + (f" [{row['enhed']}]" if row["enhed"] else "")
    return texts


def model_spec(model: Model, facts: Mapping[str, str] | None = None) -> dg.AssetSpec:
    """Return the spec of a SQL model, described by its header; ``facts`` are told beside it."""
    return spec(
        model.layer,
        model.name,
        description=f"{model.header['titel']}. {model.header['beskrivelse']}",
        deps=[table_key(table) for table in sorted(model.reads) if is_asset(table)],
        owner=model.header["ejer"],
        kinds=frozenset({"duckdb", "sql"}),
        metadata={
            label: model.header[field]
            for label, field in (
                ("formel", "formel"),
                ("enhed", "enhed"),
                ("række", "grain"),
                ("nøgle", "noegle"),
                ("retning", "retning"),
                ("kendte begrænsninger", "kendte_begraensninger"),
            )
            if model.header.get(field)
        }
        | code_reference(ROOT / model.file, model.file)
        | dict(facts or {}),
        code_version=digest(model.sql),
    )


def table_key(table: str) -> dg.AssetKey:
    """Return the asset key of a qualified table; what is shown of a mart is of the mart."""
    schema, name = table.split(".")
    return dg.AssetKey([Layer.MARTS.value if schema == SHOWN else schema, name])


def is_asset(table: str) -> bool:
    """Tell whether a table a model reads is an asset; the run's date is not."""
    return table != "staging.koersel"


def built_metadata(built: Built, texts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return row count and columns of a table that was just made; ``texts`` describe columns."""
    described = texts or {}
    return {
        "dagster/row_count": built.rows,
        "dagster/column_schema": dg.TableSchema(
            [
                dg.TableColumn(name, kind.lower(), description=described.get(name))
                for name, kind in built.columns
            ]
        ),
    }
