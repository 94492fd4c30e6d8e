"""A publication opened as any other reader would: its tables by name, over its files alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sosu_pipeline.publishing.publication import Publication


@contextmanager
def open_publication(root: Path, publication: Publication) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection that has each of a publication's tables as a view of its name."""
    with duckdb.connect() as connection:
        for name, path in publication.paths(root).items():
            place = str(path).replace("'", "''")
            connection.execute(f"create view {name} as select * from read_parquet('{place}')")
        yield connection
