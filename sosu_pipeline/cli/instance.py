"""The Dagster instance under ``SOSU_HOME``, made by one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from filelock import FileLock

from sosu_pipeline.settings import Settings


@contextmanager
def open_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Open the instance; two that make its databases at once would be in each other's way."""
    with FileLock(settings.dagster_home / "aabnes.laas"):
        instance = dg.DagsterInstance.get()
    with instance:
        yield instance
