"""Where the publication goes: the address, which is never shown, the schema and its readers."""

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

from sosu_pipeline.publishing.postgres.problems import PostgresError
from sosu_pipeline.settings import Settings

SCHEMES = {"postgresql", "postgres"}
HOSTS = re.compile(r"([\w.-]+|\[[0-9a-fA-F:.]+\])?(:\d+)?(,([\w.-]+|\[[0-9a-fA-F:.]+\])?(:\d+)?)*")
PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
PRESET = {
    "connect_timeout": "10",
    "application_name": "sosu_pipeline",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
"""What the address may set otherwise; a connection that is gone is noticed within a minute."""

UNREADABLE = (
    "SOSU_POSTGRES_URL kan ikke læses; skriv den som postgresql://bruger:kode@vært:5432/database, "
    "med tegn som / @ : # ? % i koden skrevet som %2F %40 %3A %23 %3F %25"
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """A schema of a database; ``shown`` is the address without password."""

    uri: str = field(repr=False)
    shown: str
    skema: str
    laeserolle: str | None

    @property
    def next(self) -> str:
        """Return the schema that a publication is loaded into."""
        return f"{self.skema}_next"

    @property
    def old(self) -> str:
        """Return the schema that readers had before."""
        return f"{self.skema}_gammel"

    @classmethod
    def of(cls, url: str, *, skema: str, laeserolle: str | None) -> Self:
        """Read an address.

        It is held against what it may be before the driver sees it, since the driver's own words
        about a wrong one can hold pieces of a password.

        Raises:
            PostgresError: it is none; the text has nothing of it.
        """
        user, hosts, database, options = _parts(url)
        given = {**PRESET, **options, "client_encoding": "UTF8"}
        query = "&".join(f"{name}={value}" for name, value in given.items())
        return cls(
            uri=f"{url.partition('?')[0]}?{query}",
            shown=f"{user}@{hosts}/{database}",
            skema=skema,
            laeserolle=laeserolle,
        )


def target_of(settings: Settings) -> Target | None:
    """Return where the settings say the publication goes; None where no address is set.

    Raises:
        PostgresError: the address cannot be read.
    """
    if settings.postgres_url is None:
        return None
    url = settings.postgres_url.get_secret_value()
    role = settings.postgres_laeserolle
    return Target.of(url.strip(), skema=settings.postgres_skema, laeserolle=role)


def _parts(url: str) -> tuple[str, str, str, dict[str, str]]:
    try:
        parts = urlsplit(url)
        options = dict(each.split("=", 1) for each in parts.query.split("&") if each)
    except ValueError:
        raise PostgresError(UNREADABLE) from None
    user, _, hosts = parts.netloc.rpartition("@")
    database = parts.path.removeprefix("/")
    if (
        parts.scheme not in SCHEMES
        or "@" in user + database + parts.query + parts.fragment
        or parts.fragment
        or "/" in database
        or PERCENT.search(url)
        or not HOSTS.fullmatch(hosts)
    ):
        raise PostgresError(UNREADABLE)
    name = user.partition(":")[0] or options.get("user", "")
    return unquote(name), hosts or unquote(options.get("host", "")), unquote(database), options
