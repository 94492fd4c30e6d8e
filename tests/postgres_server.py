"""A real PostgreSQL of the tests' own: on a free port, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

OWNER = "ejer"
PASSWORD = "helt-hemmeligt"  # noqa: S105 - of nobody
STARTS_WITHIN_SECONDS = 60
QUICK = ("fsync=off",)
"""Nobody wants the data after the tests."""
NUMBERS = count()


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server; ``as_owner`` is how its user runs a command."""

    binaries: Path
    port: int
    pid: int
    as_owner: Sequence[str]

    def database(self, *, options: str = "") -> "Database":
        """Make an empty database for one test."""
        name = f"db{next(NUMBERS)}"
        Database(self, "postgres").run(f"create database {name} {options}")
        return Database(self, name)

    def limit_files(self, size: int | None) -> None:
        """Let no file grow past a size, as on a full disk; None lifts it again."""
        limit = "unlimited" if size is None else str(size)
        arguments = ["prlimit", "--pid", str(self.pid), f"--fsize={limit}:"]
        subprocess.run([*self.as_owner, *arguments], check=True)

    def signal(self, name: str, pid: int) -> None:
        """Send a signal to one of the server's own processes."""
        subprocess.run([*self.as_owner, "kill", f"-{name}", str(pid)], check=True)


@dataclass(frozen=True)
class Database:
    """A database of the server, and the address it is reached at."""

    server: Server
    name: str

    def url(self, user: str = OWNER, password: str = PASSWORD) -> str:
        """Return the address, password and all."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.server.port}/{self.name}"

    def run(self, *statements: str, user: str = OWNER) -> None:
        """Run statements by psql, one after the other."""
        self._psql(user, *statements)

    def ask(self, query: str, user: str = OWNER) -> list[tuple[str, ...]]:
        """Return the rows of a query as psql writes them; NULL is ``∅``."""
        lines = self._psql(user, query).splitlines()
        return [tuple(line.split("\x1f")) for line in lines]

    def _psql(self, user: str, *statements: str) -> str:
        options = ["-X", "-q", "-A", "-t", "-F", "\x1f", "-P", "null=∅", "-v", "ON_ERROR_STOP=1"]
        asked = subprocess.run(
            [
                str(self.server.binaries / "psql"),
                *options,
                *(part for each in statements for part in ("-c", each)),
                self.url(user),
            ],
            env={**os.environ, "PGCLIENTENCODING": "UTF8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert asked.returncode == 0, asked.stderr
        return asked.stdout


def find_binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest where there are several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextmanager
def started_server(binaries: Path, settings: Sequence[str] = QUICK) -> Iterator[Server]:
    """Run a server with these settings while the block lasts."""
    as_owner = _as_owner()
    with tempfile.TemporaryDirectory(prefix="sosu_pg_", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data, secret, log = folder / "data", folder / "kode", folder / "log"
        secret.write_text(PASSWORD, encoding="utf-8")
        data.mkdir()
        if as_owner:
            folder.chmod(0o755)
            secret.chmod(0o644)
            shutil.chown(data, "postgres")
        options = ["-U", OWNER, "-A", "scram-sha-256", f"--pwfile={secret}", "-N", "-E", "UTF8"]
        made = [
            str(binaries / "initdb"),
            "-D",
            str(data),
            *options,
            "--locale=C",
            "--wal-segsize=1",
        ]
        subprocess.run([*as_owner, *made], cwd="/", check=True, stdout=subprocess.DEVNULL)
        port = _free_port()
        arguments = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", str(data)]
        chosen = [part for setting in settings for part in ("-c", setting)]
        with log.open("wb") as said:
            process = subprocess.Popen(
                [*as_owner, str(binaries / "postgres"), *arguments, *chosen],
                cwd="/",
                stdout=said,
                stderr=said,
            )
        try:
            _await(binaries, port, process, log)
            yield Server(binaries=binaries, port=port, pid=process.pid, as_owner=as_owner)
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nobody wants the data
            process.wait(timeout=STARTS_WITHIN_SECONDS)


def _as_owner() -> list[str]:
    """Return what makes a command run as somebody PostgreSQL accepts: anybody but root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _await(binaries: Path, port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    asked = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while subprocess.run(asked, check=False).returncode:
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.05)
