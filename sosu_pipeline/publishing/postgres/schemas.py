"""The schemas: which publication one holds, whose it is, and how it goes without hurting readers.

A schema of ours says so in its comment. One that is not ours, or that somebody has put something
of their own into, is left as it stands.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from sosu_pipeline.publishing.postgres.problems import PostgresError
from sosu_pipeline.publishing.postgres.session import (
    Session,
    is_locked,
    literal,
    quoted,
)

MARK = "SOSU-publicering "
LOADING = "under indlæsning"
TOO_LATE = "databasen var for længe om det; kør natten igen"
_RELATIONS = "('r', 'p', 'v', 'm', 'f', 'S')"


def held_publication(session: Session, skema: str) -> str | None:
    """Return the id of the publication that a schema holds, or None where it holds none."""
    comment = _comment(session, skema) or ""
    return comment.removeprefix(MARK) if comment.startswith(MARK) else None


def schema_exists(session: Session, skema: str) -> bool:
    """Tell whether there is such a schema."""
    return bool(session.ask(f"select 1 from pg_namespace where nspname = {literal(skema)}"))


def tables_in(session: Session, skema: str) -> list[str]:
    """Return the names of a schema's tables, in order."""
    rows = session.ask(
        "select relname::text from pg_class where relkind = 'r' "
        f"and relnamespace = {_oid(skema)} order by relname"
    )
    return [name for (name,) in rows]


def count_rows(session: Session, skema: str) -> dict[str, int]:
    """Return the number of rows of each of a schema's tables."""
    counts = [
        f"select {literal(name)}, count(*) from {quoted(skema, name)}"
        for name in tables_in(session, skema)
    ]
    return dict(session.ask(" union all ".join(counts))) if counts else {}


def make_schema(session: Session, skema: str) -> None:
    """Make a schema that says it is ours and not complete."""
    session.run(f"create schema {quoted(skema)}")
    mark_schema(session, skema, LOADING)


def mark_schema(session: Session, skema: str, publicering_id: str) -> None:
    """Say in a schema's comment which publication it holds."""
    session.run(f"comment on schema {quoted(skema)} is {literal(MARK + publicering_id)}")


def refuse_strangers(session: Session, skema: str) -> None:
    """Stop where a schema is not ours, or has or carries something that is not.

    A swap would take a stranger's table along and leave a view behind with yesterday's figures.

    Raises:
        PostgresError: there is such a thing; it is named.
    """
    found = [
        name
        for (name,) in session.ask(
            "select oid::regclass::text from pg_class where "
            f"relnamespace = {_oid(skema)} and relkind in {_RELATIONS} and (relkind <> 'r' "
            "or relowner <> (select oid from pg_roles where rolname = current_user)) "
            "union select regel.ev_class::regclass::text from pg_depend as bundet "
            "inner join pg_rewrite as regel on regel.oid = bundet.objid "
            "inner join pg_class as tabel on tabel.oid = bundet.refobjid "
            "where bundet.classid = 'pg_rewrite'::regclass "
            "and bundet.refclassid = 'pg_class'::regclass and regel.ev_class <> tabel.oid "
            f"and tabel.relnamespace = {_oid(skema)} order by 1"
        )
    ]
    if not found and (held_publication(session, skema) or not tables_in(session, skema)):
        return
    things = ", ".join(found) or f"skemaet {skema}"
    msg = (
        f"PostgreSQL ({session.target.shown}): {things} er ikke lavet af denne pipeline, og "
        f"{skema} udskiftes ved hver publicering; flyt det, eller vælg et andet SOSU_POSTGRES_SKEMA"
    )
    raise PostgresError(msg)


def drop_schema(session: Session, skema: str) -> None:
    """Remove a schema of ours, where there is one, without keeping its readers waiting.

    Raises:
        PostgresError: it is not ours, or somebody holds it.
    """
    if not schema_exists(session, skema):
        return
    refuse_strangers(session, skema)

    def drop() -> None:
        if tables := tables_in(session, skema):
            session.run(f"drop table {', '.join(quoted(skema, name) for name in tables)}")
        session.run(f"drop schema {quoted(skema)}")

    alone_in(session, skema, drop)


def alone_in(session: Session, skema: str, act: Callable[[], None]) -> None:
    """Do something in one transaction while nobody reads a schema's tables.

    All tables are locked or none. An attempt waits half of the server's ``deadlock_timeout`` at
    most, since a reader that had waited the whole of it in a ring with us could be the one to be
    thrown out. Between attempts the readers go on.

    Raises:
        PostgresError: somebody held a table all the time; the text says who.
    """
    patience = session.patience
    until, pause = time.monotonic() + patience.swap_seconds, patience.first_pause_seconds
    wait = max(1, min(patience.lock_milliseconds, _deadlock_milliseconds(session) // 2))
    while True:
        if time.monotonic() > session.late:
            raise PostgresError(TOO_LATE)
        try:
            with session.transaction():
                _lock_tables(session, skema, milliseconds=wait)
                session.run(f"set local statement_timeout = '{patience.statement_seconds}s'")
                act()
        except PostgresError as error:
            if not is_locked(error):
                raise
            if time.monotonic() + pause >= until:
                raise PostgresError(_held_text(session, skema), error.state) from error
        else:
            return
        time.sleep(pause)
        pause = min(2 * pause, patience.longest_pause_seconds)


def _lock_tables(session: Session, skema: str, *, milliseconds: int) -> None:
    tables = tables_in(session, skema)
    session.run(f"set local lock_timeout = {milliseconds}")
    session.run(f"set local statement_timeout = {milliseconds}")
    if tables:
        names = ", ".join(quoted(skema, name) for name in tables)
        session.run(f"lock table {names} in access exclusive mode")


def _held_text(session: Session, skema: str) -> str:
    holders = session.ask(
        "select distinct usename::text, application_name, "
        "(xact_start at time zone 'Europe/Copenhagen')::timestamp(0) "
        "from pg_locks inner join pg_stat_activity using (pid) "
        "where granted and pid <> pg_backend_pid() and relation in "
        f"(select oid from pg_class where relnamespace = {_oid(skema)}) limit 3"
    )
    who = ", ".join(map(_holder_text, holders)) or "nogen, der lige er gået"
    return (
        f"PostgreSQL ({session.target.shown}): skemaet {skema} kan ikke udskiftes, fordi det læses "
        f"af {who}; luk forespørgslen, og kør natten igen"
    )


def _holder_text(holder: Sequence[Any]) -> str:
    user, program, since = holder
    through = f" med {program}" if program else ""
    begun = f" siden {since:%d-%m-%Y kl. %H.%M}" if since else ""
    return f"{user}{through}{begun}"


def _deadlock_milliseconds(session: Session) -> int:
    query = "select setting::int from pg_settings where name = 'deadlock_timeout'"
    return int(session.ask(query)[0][0])


def _comment(session: Session, skema: str) -> str | None:
    rows = session.ask(f"select obj_description({_oid(skema)}, 'pg_namespace')")
    return None if rows[0][0] is None else str(rows[0][0])


def _oid(skema: str) -> str:
    return f"(select oid from pg_namespace where nspname = {literal(skema)})"
