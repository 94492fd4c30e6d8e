"""The auditors' servers under test: the webserver and nginx as ``deploy/`` ships them."""

import base64
import hashlib
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.factories import ROOT
from tests.nights import Home

UNIT = ROOT / "deploy" / "systemd" / "sosu-revisor.service"
NGINX = ROOT / "deploy" / "nginx"
WEBSERVER = "from dagster_webserver.cli import main; main()"
PATIENCE_SECONDS = 120
AUDITOR, PASSWORD = "revisor", "kun til afprøvning"
COOKIE = "_oauth2_proxy=opfundet"
JSON = {"Content-Type": "application/json"}
MAIN = """
{user}
worker_processes 1;
pid nginx.pid;
error_log stderr;
events {{ }}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include revisor.conf;
}}
"""
PLACE = """
listen 127.0.0.1:{port} ssl;
server_name localhost;
ssl_certificate certificate.pem;
ssl_certificate_key certificate.key;
set $sosu_webserver http://127.0.0.1:{behind};
set $sosu_oauth2_proxy http://127.0.0.1:{asks};
"""


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Server:
    """A server on this machine, and how it is asked."""

    port: int
    trusts: Path | None = None
    headers: Mapping[str, str] | None = None

    def send(
        self,
        method: str,
        path: str,
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request and return the whole answer."""
        connection = self._connection()
        try:
            connection.request(method, path, body, {**(self.headers or {}), **(headers or {})})
            found = connection.getresponse()
            told = {name.lower(): value for name, value in found.getheaders()}
            text = "" if found.status == http.client.SWITCHING_PROTOCOLS else found.read().decode()
            return Answer(found.status, told, text)
        finally:
            connection.close()

    def ask(self, query: str) -> dict[str, Any]:
        """Ask GraphQL and return its whole answer, errors too."""
        answer = self.send("POST", "/graphql", json.dumps({"query": query}), JSON)
        return dict(json.loads(answer.text))

    def logged_in(self, name: str = AUDITOR, password: str = PASSWORD) -> "Server":
        """Return the same server asked by somebody with a name and a password."""
        login = base64.b64encode(f"{name}:{password}".encode()).decode()
        return replace(self, headers={"Authorization": f"Basic {login}"})

    def _connection(self) -> http.client.HTTPConnection:
        if self.trusts is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        context = ssl.create_default_context(cafile=str(self.trusts))
        return http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE_SECONDS, context=context
        )


def unit_command() -> list[str]:
    """Return what the auditors' unit starts, with its arguments."""
    (line,) = (
        line for line in UNIT.read_text("utf-8").splitlines() if line.startswith("ExecStart")
    )
    return line.removeprefix("ExecStart=").split()


@contextmanager
def started_webserver(home: Home) -> Iterator[Server]:
    """Start the webserver as the unit does, on a home's instance and a free port."""
    port = free_port()
    own = {"--port": str(port), "--workspace": str(ROOT / "workspace.yaml")}
    _, *arguments = unit_command()
    before = ["", *arguments]
    placed = [own.get(name, text) for name, text in zip(before, arguments, strict=False)]
    with _running(home.python(WEBSERVER, *placed), port):
        yield Server(port)


@contextmanager
def started_nginx(
    program: str, folder: Path, behind: Server, *, asks: int | None = None
) -> Iterator[Server]:
    """Start nginx with the shipped configuration, but for the place, which is the test's own.

    Where a port is given, it asks there who is logged in, as it would ask oauth2-proxy.
    """
    port = free_port()
    _lay_out(folder, PLACE.format(port=port, behind=behind.port, asks=asks or port))
    if asks:
        (folder / "sosu" / "login-oidc.conf").replace(folder / "sosu" / "login.conf")
    command = [program, "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    with _running(process, port):
        yield Server(port, trusts=folder / "certificate.pem")


def find_nginx() -> str | None:
    """Return nginx, which Debian lays where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _lay_out(folder: Path, place: str) -> None:
    """Write the shipped configuration into a folder with a certificate and one auditor."""
    shutil.copytree(NGINX, folder, dirs_exist_ok=True)
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(user=user), encoding="utf-8")
    (folder / "sosu" / "sted.conf").write_text(place, encoding="utf-8")
    salt = b"salt"
    digest = hashlib.sha1(PASSWORD.encode() + salt, usedforsecurity=False).digest()
    line = f"{AUDITOR}:{{SSHA}}{base64.b64encode(digest + salt).decode()}\n"
    (folder / "sosu" / "revisorer").write_text(line, encoding="utf-8")
    _write_certificate(folder)


@contextmanager
def started_accounts() -> Iterator[int]:
    """Start what stands in for oauth2-proxy: it knows whoever comes with its cookie."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Accounts)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Accounts(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_known = self.path == "/oauth2/auth" and self.headers["Cookie"] == COOKIE
        is_sign_in = self.path.startswith("/oauth2/start")
        self.send_response(202 if is_known else 200 if is_sign_in else 401)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _running(process: "subprocess.Popen[str]", port: int) -> Iterator[None]:
    """Wait until a server answers, and stop it in the end."""
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _listens(port):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, "the server does not listen"
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "certificate.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
