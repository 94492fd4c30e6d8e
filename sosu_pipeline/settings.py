"""Settings from the environment or ``.env``: the only place that reads them."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from sosu_pipeline.errors import UserError

INVENTED_KEY = b"opfundet skole"
SHORTEST_KEY = 16
LEFT_OVER_AFTER_SECONDS = 24 * 60 * 60
KEY_NAMES = {"PSEUDONYM": "pseudonymnøglen", "ARCHIVE": "arkivnøglen"}
DAGSTER_YAML = """\
telemetry:
  enabled: false
nux:
  enabled: false
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
event_log_storage:
  module: sosu_pipeline.event_log
  class: EventLog
  config:
    base_dir:
      env: DAGSTER_HOME
"""
PROJECT_ROOT = Path(__file__).resolve().parent.parent
POWERBI_FOLDER = PROJECT_ROOT / "powerbi"


class SettingsError(UserError):
    """A setting is wrong; the text is a Danish sentence with the remedy."""


class Settings(BaseSettings):
    """Where things lie, the keys of pseudonyms and archive, and who is told of the nights.

    ``SOSU_HOME`` holds warehouse, archive, Dagster's own storage and, unless set apart, landing
    and published. Without a pseudonym key only the invented school's files are taken, and without
    an archive key delivered files are archived as they came. ``personspor`` says whether
    ``sosu trace`` may show rows of persons, under their pseudonyms. ``besked_til`` and
    ``postgres_url`` are secrets too, since an address can hold a password.
    """

    model_config = SettingsConfigDict(
        env_prefix="SOSU_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    home: Path = Path("var")
    landing: Path | None = None
    published: Path | None = None
    data: Path = PROJECT_ROOT / "data"
    pseudonym_key: SecretStr | None = None
    pseudonym_key_file: Path | None = None
    archive_key: SecretStr | None = None
    archive_key_file: Path | None = None
    besked_til: SecretStr | None = None
    postgres_url: SecretStr | None = None
    postgres_skema: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,50}$")] = "marts"
    postgres_laeserolle: str | None = None
    miljoe: Annotated[str, Field(pattern="^(udvikling|produktion)$")] = "udvikling"
    personspor: Annotated[str, Field(pattern="^(ja|nej)$")] = "nej"
    behold_publiceringer: Annotated[int, Field(ge=1)] = 30
    hukommelse: Annotated[str, Field(pattern=r"^\d+(\.\d+)? ?[MG]i?B$")] = "1GB"

    @property
    def landing_folder(self) -> Path:
        """Return the folder the schools' files are dropped in."""
        return self.landing or self.home / "landing"

    @property
    def published_folder(self) -> Path:
        """Return the folder that readers of the marts open."""
        return self.published or self.home / "published"

    @property
    def warehouse_file(self) -> Path:
        """Return the DuckDB file."""
        return self.home / "warehouse.duckdb"

    @property
    def archive_folder(self) -> Path:
        """Return the folder of delivered files, closed to others."""
        return self.home / "arkiv"

    @property
    def dagster_home(self) -> Path:
        """Return the folder of Dagster's own storage."""
        return self.home / "dagster"

    @property
    def has_key(self) -> bool:
        """Tell whether a pseudonym key is set."""
        return self.pseudonym_key is not None or self.pseudonym_key_file is not None

    def key(self) -> bytes:
        """Return the pseudonym key; the invented school's open one where none is set.

        Raises:
            SettingsError: the key file cannot be read, or the key is too short.
        """
        if not self.has_key:
            return INVENTED_KEY
        return _read_key("PSEUDONYM", self.pseudonym_key, self.pseudonym_key_file)

    def sealing_key(self) -> bytes | None:
        """Return the key that the archive is sealed with, where one is set.

        Raises:
            SettingsError: the key file cannot be read, or the key is too short.
        """
        if self.archive_key is None and self.archive_key_file is None:
            return None
        return _read_key("ARCHIVE", self.archive_key, self.archive_key_file)


def _read_key(whose: str, key: SecretStr | None, file: Path | None) -> bytes:
    text = key.get_secret_value() if key else _key_text(whose, file or Path())
    if len(text.strip()) < SHORTEST_KEY:
        msg = f"{KEY_NAMES[whose]} er under {SHORTEST_KEY} tegn; lav en længere tilfældig nøgle"
        raise SettingsError(msg)
    return text.strip().encode()


def _key_text(whose: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"nøglefilen {path} kan ikke læses; ret SOSU_{whose}_KEY_FILE"
        raise SettingsError(msg) from error


def read_settings() -> Settings:
    """Read the settings once for this process.

    Raises:
        SettingsError: a variable has a value outside what it allows.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"SOSU_{'_'.join(map(str, e['loc'])).upper()}" for e in error.errors())
        msg = f"indstillingen {names} har en ugyldig værdi; ret den i miljøet eller i .env"
        raise SettingsError(msg) from error


def prepare_home(settings: Settings) -> None:
    """Make the folders a run needs, and Dagster's settings without telemetry."""
    for folder in (settings.landing_folder, settings.published_folder, settings.dagster_home):
        folder.mkdir(parents=True, exist_ok=True)
    config = settings.dagster_home / "dagster.yaml"
    if not config.exists():
        config.write_text(DAGSTER_YAML, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home.resolve())


@contextmanager
def temporary_folder(home: Path, prefix: str) -> Iterator[Path]:
    """Yield a folder below the home, closed to others and removed at the end.

    What a process that was killed left behind is removed by the next one.
    """
    for folder in home.glob(f"{prefix}*"):
        if folder.stat().st_mtime < time.time() - LEFT_OVER_AFTER_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
    with TemporaryDirectory(prefix=prefix, dir=home) as name:
        yield Path(name)
