"""What a database has, looked at as a reader would: its version, its publication and its rows."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.folder import read_current
from sosu_pipeline.publishing.postgres.current import within
from sosu_pipeline.publishing.postgres.problems import PostgresError
from sosu_pipeline.publishing.postgres.schemas import count_rows, held_publication
from sosu_pipeline.publishing.postgres.session import Patience, open_session
from sosu_pipeline.publishing.postgres.target import Target, target_of
from sosu_pipeline.publishing.publication import Publication, PublicationError
from sosu_pipeline.settings import Settings
from sosu_pipeline.warehouse.findings import Finding

GLANCE = Patience(statement_seconds=30, whole_seconds=60.0)
NOT_SET = "SOSU_POSTGRES_URL er ikke sat; der publiceres kun Parquet"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a database answers with; ``rows`` has the number of rows of each published table."""

    version: str
    publicering_id: str | None
    rows: Mapping[str, int]

    def has(self, publication: Publication) -> bool:
        """Tell whether this is a publication, with all of its rows."""
        is_it = self.publicering_id == publication.publicering_id
        return is_it and self.rows == publication.rows


def look(target: Target, patience: Patience = GLANCE) -> Seen:
    """Look at what a database has.

    Raises:
        PostgresError: it does not answer, or not in time.
    """
    late = time.monotonic() + patience.whole_seconds

    def see() -> Seen:
        with open_session(target, patience, late=late) as session, session.transaction():
            session.run("set transaction isolation level repeatable read")
            ((version,),) = session.ask("select current_setting('server_version')")
            publicering_id = held_publication(session, target.skema)
            rows = count_rows(session, target.skema) if publicering_id else {}
        return Seen(version=version, publicering_id=publicering_id, rows=rows)

    try:
        return within(patience.whole_seconds, see)
    except TimeoutError:
        msg = f"PostgreSQL ({target.shown}): databasen svarer ikke; se, om den hænger"
        raise PostgresError(msg) from None


def database_of(settings: Settings, problem: str = "") -> Finding:
    """Find whether readers of the database have the publication that the pointer names.

    ``problem`` is what was met in loading it, which is not tried again by looking.
    """
    if problem:
        return Finding(False, problem)
    try:
        target, current = target_of(settings), read_current(settings.published_folder)
        if target is None or current is None:
            return Finding(True, NOT_SET if target is None else "der er intet publiceret endnu")
        seen = look(target)
    except (UserError, PublicationError) as error:
        return Finding(False, str(error))
    if seen.has(current):
        has = f"{len(seen.rows)} tabeller, {sum(seen.rows.values())} rækker"
        return Finding(True, f"skemaet {target.skema} har {current.publicering_id}: {has}")
    behind = (
        f"skemaet {target.skema} har {seen.publicering_id or 'ingen publicering'}, ikke hele "
        f"{current.publicering_id}; kør natten igen"
    )
    return Finding(False, behind)
