"""Great Expectations, imported when first needed: quiet, offline and without a project folder."""

import logging
import os
import warnings
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition


@cache
def great_expectations() -> ModuleType:
    """Return the library; the first call takes seconds.

    It must not report its use to anyone, and its log may quote values, so it is silenced.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx  # noqa: PLC0415 - takes seconds
        import great_expectations.expectations  # noqa: PLC0415
    return gx


@cache
def whole_frame() -> "BatchDefinition[Any]":
    """Return the one batch definition of the process: a DataFrame, judged as a whole."""
    context = great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("distinkte").add_dataframe_asset("vaerdier")
    definition: BatchDefinition[Any] = asset.add_batch_definition_whole_dataframe("alle")
    return definition
