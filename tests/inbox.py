"""Somebody who is told of the nights: a server that takes what Apprise sends as JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

PASSWORD = "hemmeligt-kodeord"  # noqa: S105 - of nobody


@dataclass
class Inbox:
    """The messages that came, and the address they come to."""

    address: str
    messages: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def open_inbox() -> Iterator[Inbox]:
    """Take messages on a port of this machine while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inbox.messages.append(json.loads(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        inbox = Inbox(f"json://skole:{PASSWORD}@127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield inbox
        finally:
            server.shutdown()
            thread.join()
