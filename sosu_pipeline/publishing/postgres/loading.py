"""A publication on its way in: loaded beside what readers have, then swapped in one transaction."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sosu_pipeline.publishing.contract import PublishedContract
from sosu_pipeline.publishing.postgres.problems import PostgresError
from sosu_pipeline.publishing.postgres.schemas import (
    alone_in,
    count_rows,
    drop_schema,
    held_publication,
    make_schema,
    mark_schema,
    refuse_strangers,
    schema_exists,
)
from sosu_pipeline.publishing.postgres.session import Session, literal, quoted
from sosu_pipeline.publishing.postgres.tables import add_key, comments, create_table
from sosu_pipeline.publishing.publication import Publication

ROWS_AT_A_TIME = 1 << 14


def place_publication(
    session: Session,
    root: Path,
    publication: Publication,
    contract: PublishedContract | None,
) -> bool:
    """Give readers a publication; tell whether it had to be loaded, or was there already.

    What a crashed run left is removed first. The readers' schema is never emptied or half: it is
    renamed away in the transaction that names the new one, and dropped the next time.

    Raises:
        PostgresError: it could not be done; readers have what they had.
    """
    target = session.target
    _keep_others_out(session)
    _require_role(session)
    drop_schema(session, target.next)
    if _is_in_place(session, publication):
        _grant(session, target.skema)
        return False
    refuse_strangers(session, target.skema)
    drop_schema(session, target.old)
    make_schema(session, target.next)
    for name, path in publication.paths(root).items():
        _require_whole(path, publication.tabeller[name].sha256)
        _load(session, name, path, contract)
    _grant(session, target.next)
    _swap(session, publication)
    return True


def _is_in_place(session: Session, publication: Publication) -> bool:
    skema, expected = session.target.skema, publication.rows
    is_held = held_publication(session, skema) == publication.publicering_id
    return is_held and count_rows(session, skema) == expected


def _keep_others_out(session: Session) -> None:
    """Take the lock that one publisher to a schema has, until the connection is closed."""
    key = f"hashtextextended({literal(f'sosu_pipeline {session.target.skema}')}, 0)"
    ((is_free,),) = session.ask(f"select pg_try_advisory_lock({key})")
    if not is_free:
        msg = (
            f"PostgreSQL ({session.target.shown}): en anden publicering til skemaet "
            f"{session.target.skema} er i gang; vent, til den er færdig, og kør natten igen"
        )
        raise PostgresError(msg)


def _require_role(session: Session) -> None:
    role = session.target.laeserolle
    if role and not session.ask(f"select 1 from pg_roles where rolname = {literal(role)}"):
        msg = (
            f"PostgreSQL ({session.target.shown}): læserollen {role} findes ikke; opret den med "
            "create role, eller ret SOSU_POSTGRES_LAESEROLLE"
        )
        raise PostgresError(msg)


def _require_whole(path: Path, sha256: str) -> None:
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            msg = f"{path.name} er ændret, siden den blev publiceret; kør natten igen"
            raise PostgresError(msg)


def _load(session: Session, name: str, path: Path, contract: PublishedContract | None) -> None:
    skema = session.target.next
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        session.run(create_table(skema, name, schema))
        batches = file.iter_batches(batch_size=ROWS_AT_A_TIME)
        session.ingest(skema, name, pa.RecordBatchReader.from_batches(schema, batches))
        described = [each for each in contract.tabeller if each.navn == name] if contract else []
        for table in described:
            if key := add_key(skema, table, file):
                session.run(key)
            for comment in comments(skema, table, schema):
                session.run(comment)
    session.run(f"analyze {quoted(skema, name)}")


def _grant(session: Session, skema: str) -> None:
    if role := session.target.laeserolle:
        session.run(f"grant usage on schema {quoted(skema)} to {quoted(role)}")
        session.run(f"grant select on all tables in schema {quoted(skema)} to {quoted(role)}")


def _swap(session: Session, publication: Publication) -> None:
    target = session.target

    def rename() -> None:
        if schema_exists(session, target.skema):
            session.run(f"alter schema {quoted(target.skema)} rename to {quoted(target.old)}")
        session.run(f"alter schema {quoted(target.next)} rename to {quoted(target.skema)}")
        mark_schema(session, target.skema, publication.publicering_id)

    alone_in(session, target.skema, rename)
