"""What tests share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.nights import Home
    from tests.postgres_server import Server


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


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["Server"]:
    """Give a real PostgreSQL that every test of the worker shares."""
    from tests.postgres_server import find_binaries, started_server  # noqa: PLC0415

    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's programs are neither on the path nor where Debian puts them")
    with started_server(binaries) as server:
        yield server
