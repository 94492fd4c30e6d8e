"""Great Expectations, imported when first needed: quiet, offline and without a project folder."""

import logging
import os
from functools import cache
from threading import Event, RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition

_ALONE, _FORETOLD = RLock(), Event()


def foretell() -> None:
    """Say that the library will be needed, to whoever may import it meanwhile."""
    _FORETOLD.set()


def import_when_foretold() -> None:
    """Wait until the library will be needed, and import it; to be run in a thread of its own."""
    _FORETOLD.wait()
    whole_frame()


def great_expectations() -> ModuleType:
    """Return the library; the first call takes seconds.

    It must not report its use to anyone, and its log may quote values, so it is silenced.
    """
    with _ALONE:
        return _import()


def whole_frame() -> "BatchDefinition[Any]":
    """Return the one batch definition of the process: a DataFrame, judged as a whole."""
    with _ALONE:
        return _define()


@cache
def _import() -> ModuleType:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL + 1)
    import great_expectations as gx  # noqa: PLC0415 - takes seconds
    import great_expectations.expectations  # noqa: PLC0415

    return gx


@cache
def _define() -> "BatchDefinition[Any]":
    context = great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("distinkte").add_dataframe_asset("vaerdier")
    definition: BatchDefinition[Any] = asset.add_batch_definition_whole_dataframe("alle")
    return definition
