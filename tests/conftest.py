"""What tests share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.nights import Home


def pytest_configure(config: pytest.Config) -> None:
    """Let Dagster and its storage use what their own libraries have deprecated."""
    for module in ("dagster.*", "sqlalchemy.*"):
        config.addinivalue_line("filterwarnings", f"ignore::DeprecationWarning:{module}")


@pytest.fixture
def home(tmp_path: Path) -> Iterator["Home"]:
    """Give a home for nights; after them every line of every file is accounted for."""
    from tests.nights import Home  # noqa: PLC0415 - Dagster takes seconds to import

    home = Home(tmp_path)
    yield home
    if home.has_run:
        assert home.astray() == []
