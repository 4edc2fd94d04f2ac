"""What a browser on this machine is sent back with after somebody signed in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

PAGE = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Goodstanding</title>
<p style="font: 16px/1.5 system-ui; margin: 4rem">This window can be closed. The terminal says the
rest.</p></html>
"""


class Loopback(HTTPServer):
    """Listens on 127.0.0.1 alone, on this port or a free one; logs nothing of what comes."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Visit)
        self.queries: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def visits(self, patience: float) -> Iterator[str]:
        """The query of each visit, until the patience is over."""
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0:
            self.timeout = left
            self.handle_request()
            while self.queries:
                yield self.queries.pop(0)


class _Visit(BaseHTTPRequestHandler):
    timeout = 10
    server: Loopback

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        found = parts.path == "/"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE) if found else 0))
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if found:
            self.wfile.write(PAGE)
            self.server.queries.append(parts.query)

    def log_message(self, format: str, *args: object) -> None:
        """The address holds a code."""
