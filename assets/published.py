"""Published: the tables written aside as one publication, and the pointer that readers follow."""

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from assets.evidence import Evidence
from assets.lineage import models_of
from assets.specs import model_spec, table_key
from sosu_pipeline.naming import Layer, asset_key
from sosu_pipeline.publishing.code_version import code_version, declarations_version
from sosu_pipeline.publishing.contract import PUBLICATION_ID, declared_contract
from sosu_pipeline.publishing.folder import (
    move_pointer,
    read_publication,
    remove_old_publications,
    write_publication,
)
from sosu_pipeline.publishing.keys import KeyMap
from sosu_pipeline.publishing.publication import Publication, PublicationFacts
from sosu_pipeline.publishing.star import build_star
from sosu_pipeline.resources import Deliveries, Gate, Night, Warehouse
from sosu_pipeline.warehouse.account import data_dates
from sosu_pipeline.warehouse.building import view_files
from sosu_pipeline.warehouse.nights import ShownBy, keep_night

MODELS = models_of(Layer.PUBLISHED)
TABLE_KEYS = [table_key(model.table) for model in MODELS]
POINTER_KEY = dg.AssetKey(asset_key(Layer.PUBLISHED, "aktuel"))
CONTRACT = declared_contract()


@dg.multi_asset(name=Layer.PUBLISHED.value, specs=[model_spec(model) for model in MODELS])
def published(
    context: dg.AssetExecutionContext, warehouse: Warehouse, deliveries: Deliveries, night: Night
) -> Iterator[dg.MaterializeResult[None]]:
    """Write the published tables aside; nobody is pointed at them yet."""
    connection, root = warehouse.connection, deliveries.settings.published_folder
    evidence = Evidence(connection=connection, as_of=night.as_of)
    told = PublicationFacts(
        pr_dato=night.as_of,
        publiceret=datetime.now(UTC),
        datadatoer=data_dates(connection),
        kode_version=code_version(),
        koersel=context.run.run_id,
    )
    build_star(connection, MODELS, KeyMap(deliveries.settings.archive_folder))
    publication = write_publication(connection, root, contract=CONTRACT, facts=told)
    view_files(connection, Layer.PUBLISHED, publication.paths(root))
    for model in MODELS:
        facts, texts = _file_facts(publication, model.name), _texts(model.name)
        content = publication.tabeller[model.name].indhold_sha256
        yield evidence.of(model.table, texts, facts=facts, content=content)


@dg.asset(
    key=POINTER_KEY,
    deps=TABLE_KEYS,
    group_name=Layer.PUBLISHED.value,
    description="published/aktuel.json: den publicering, læserne skal bruge. Flyttes kun, når alle "
    "blokerende kontroller er gode på netop disse tabeller, og aldrig til en tidligere dato.",
    owners=["team:data-team"],
    kinds={"json"},
    tags={"lag": Layer.PUBLISHED.value},
)
def publication(
    context: dg.AssetExecutionContext, warehouse: Warehouse, deliveries: Deliveries, gate: Gate
) -> dg.MaterializeResult[None]:
    """Move the pointer when the recorded outcomes of every blocking check are good."""
    settings = deliveries.settings
    written = read_publication(settings.published_folder, written_id(context.instance))
    outcome = gate.read(context.instance)
    refusal = move_pointer(settings.published_folder, written) if outcome.is_open else None
    if outcome.is_open and refusal is None:
        shown_by = ShownBy(
            kode_version=written.kode_version,
            erklaeringer=declarations_version(settings.data),
            publicering_id=written.publicering_id,
        )
        keep_night(warehouse.connection, settings.archive_folder, written.pr_dato, shown_by)
    removed = remove_old_publications(settings.published_folder, keep=settings.behold_publiceringer)
    return dg.MaterializeResult(
        metadata={
            PUBLICATION_ID: written.publicering_id,
            "er_lukket": "; ".join(outcome.reasons),
            "afvist": refusal or "",
            "fjernet": list(removed),
        },
        data_version=dg.DataVersion(written.publicering_id),
    )


def _file_facts(publication: Publication, table: str) -> dict[str, str]:
    """Return a table's publication, and its file with its sha256."""
    file = publication.tabeller[table]
    return {
        PUBLICATION_ID: publication.publicering_id,
        "fil": f"{publication.sti}/{file.fil}",
        "sha256": file.sha256,
    }


def _texts(table: str) -> dict[str, str]:
    """Return what each column of a table holds, with its unit in square brackets."""
    return {
        column.navn: column.tekst + (f" [{column.enhed}]" if column.enhed else "")
        for column in CONTRACT.tabel(table).kolonner
    }


def written_id(instance: dg.DagsterInstance) -> str:
    """Return the id of the publication that was written last, as the instance has it on record."""
    event = instance.get_latest_materialization_event(TABLE_KEYS[0])
    if event is None or event.asset_materialization is None:
        msg = "nothing is written yet; run the job from its start"
        raise dg.Failure(msg)
    return str(event.asset_materialization.metadata[PUBLICATION_ID].value)
