"""The publication that the pointer names, in PostgreSQL; whatever happens, only told."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Thread
from typing import TypeVar

from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.contract import CONTRACT_FILE, PublishedContract
from sosu_pipeline.publishing.folder import read_current
from sosu_pipeline.publishing.postgres.loading import place_publication
from sosu_pipeline.publishing.postgres.problems import PostgresError
from sosu_pipeline.publishing.postgres.session import Patience, open_session
from sosu_pipeline.publishing.postgres.target import Target, target_of
from sosu_pipeline.publishing.publication import Publication, PublicationError
from sosu_pipeline.settings import Settings

T = TypeVar("T")


class State(StrEnum):
    """What came of giving PostgreSQL the current publication."""

    NOT_SET = "ikke sat op"
    NOTHING = "intet publiceret endnu"
    LOADED = "indlæst"
    IN_PLACE = "uændret"
    FAILED = "fejlede"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What came of it: the publication's id, the seconds it took, and why it failed."""

    state: State
    publicering_id: str = ""
    seconds: float = 0.0
    problem: str = ""


def place_current(settings: Settings, patience: Patience | None = None) -> Placed:
    """Give PostgreSQL the publication that the pointer names.

    It raises nothing: the Parquet publication is out and good, whatever a database does.
    """
    start, root = time.perf_counter(), settings.published_folder
    given = patience or Patience()
    publication: Publication | None = None
    try:
        target = target_of(settings)
        if target is None:
            return Placed(state=State.NOT_SET)
        publication = read_current(root)
        if publication is None:
            return Placed(state=State.NOTHING)
        is_loaded = _place_in_time(target, root, publication, given)
    except (UserError, PublicationError) as error:
        return _failed(publication, str(error))
    except Exception as error:  # noqa: BLE001 - see above
        unforeseen = f"PostgreSQL fik ikke publiceringen ({type(error).__name__}); kør natten igen"
        return _failed(publication, unforeseen)
    return Placed(
        state=State.LOADED if is_loaded else State.IN_PLACE,
        publicering_id=publication.publicering_id,
        seconds=time.perf_counter() - start,
    )


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what work comes to; after so many seconds it is left to itself.

    A server that is stopped, or whose disk hangs, minds no timeout of its own and would hold the
    night for ever.

    Raises:
        TimeoutError: it took longer.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again by who waits
            outcome.set_exception(error)

    Thread(target=run, name="postgres", daemon=True).start()
    return outcome.result(timeout=seconds)


def _place_in_time(
    target: Target, root: Path, publication: Publication, patience: Patience
) -> bool:
    late = time.monotonic() + patience.whole_seconds

    def place() -> bool:
        contract = _read_contract(root / publication.sti)
        with open_session(target, patience, late=late) as session:
            return place_publication(session, root, publication, contract)

    try:
        return within(patience.whole_seconds, place)
    except TimeoutError:
        msg = (
            f"PostgreSQL ({target.shown}): databasen var ikke færdig efter "
            f"{patience.whole_seconds / 60:.0f} minutter; se, om den hænger, og kør natten igen"
        )
        raise PostgresError(msg) from None


def _read_contract(folder: Path) -> PublishedContract | None:
    """Return the publication's contract; those of before it was written have none."""
    try:
        return PublishedContract.read(folder / CONTRACT_FILE)
    except FileNotFoundError:
        return None


def _failed(publication: Publication | None, problem: str) -> Placed:
    known = publication.publicering_id if publication else ""
    return Placed(state=State.FAILED, publicering_id=known, problem=problem)
