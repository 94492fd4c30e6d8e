"""The star: dimensions with their stable keys and the facts that refer to them, built in order."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.contract import BUSINESS_KEY, KEY_SUFFIX, surrogate_of
from sosu_pipeline.publishing.keys import LABELS, NOT_DIVIDED, UNKNOWN, KeyMap
from sosu_pipeline.warehouse.models import Model

MEMBER_SEPARATOR = "/"
NOT_DIVIDED_TOO = "ikke_opdelt"


def build_star(
    connection: duckdb.DuckDBPyConnection, models: Sequence[Model], keys: KeyMap
) -> None:
    """Build every published table in its own schema, each after those it reads.

    A dimension gets the keys of its members, and the members that facts refer to where they know
    no better: ``Ukendt``, and ``Ikke opdelt`` where its header says that it may not apply.
    """
    connection.execute(f"drop schema if exists {Layer.PUBLISHED} cascade")
    connection.execute(f"create schema {Layer.PUBLISHED}")
    for model in models:
        if surrogate_of(model.name):
            _build_dimension(connection, model, keys)
        else:
            connection.execute(f"create table {model.table} as {model.sql}")
    keys.save()


def _build_dimension(connection: duckdb.DuckDBPyConnection, model: Model, keys: KeyMap) -> None:
    surrogate = surrogate_of(model.name)
    business = model.listed(BUSINESS_KEY)
    if business:
        member = f"concat_ws('{MEMBER_SEPARATOR}', {', '.join(business)})"
        select = f"select {member} as medlem, medlemmer.* from ({model.sql}) as medlemmer"
        connection.execute(f"create or replace temp table medlemmer as {select}")
        names = connection.execute("select medlem from medlemmer").fetchall()
        connection.register("noegler", keys.assign(model.name, (name for (name,) in names)))
        connection.execute(
            f"create table {model.table} as select noegler.noegle as {surrogate}, "
            "medlemmer.* exclude (medlem) from medlemmer inner join noegler using (medlem)"
        )
        connection.unregister("noegler")
    else:
        connection.execute(f"create table {model.table} as {model.sql}")
    for key in (UNKNOWN, NOT_DIVIDED) if model.header.get(NOT_DIVIDED_TOO) else (UNKNOWN,):
        _add_member(connection, model, str(surrogate), key)


def _add_member(
    connection: duckdb.DuckDBPyConnection, model: Model, surrogate: str, key: int
) -> None:
    """Add a member that is nobody: its texts say so, and so do the members it refers to."""
    described = connection.execute(f"describe {model.table}").fetchall()
    texts = {name: LABELS[key] for name, kind, *_ in described if kind == "VARCHAR"}
    others = {name: UNKNOWN for name, *_ in described if name.endswith(KEY_SUFFIX)}
    row = pa.Table.from_pylist([{**others, surrogate: key, **texts}])
    connection.register("medlem", row)
    connection.execute(f"insert into {model.table} by name from medlem")
    connection.unregister("medlem")
