"""dbt in an environment of its own, made when it is needed and thrown away with the folder."""

from pathlib import Path

from benchmarks.measuring import measure, python

PACKAGES = ("dbt-core==1.10.*", "dbt-duckdb==1.10.*")


def make_environment(folder: Path) -> Path:
    """Install dbt from the registry that pip is set to use; return its command.

    Raises:
        ProcessFailedError: pip cannot get it.
    """
    measure(python("-m", "venv", str(folder)), folder=folder.parent)
    install = [str(folder / "bin" / "pip"), "install", "--quiet", *PACKAGES]
    measure(install, folder=folder)
    return folder / "bin" / "dbt"
