"""A server between client and marketplace that fails on purpose: it drops answers, or gives its own."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

DROP = "drop"
"""Passes the call on, waits until it is done, and hangs up without an answer."""


class Proxy(ThreadingHTTPServer):
    def __init__(self, target: str, faults: list[Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target, self.faults, self.seen = urlsplit(target), faults, []

    @property
    def url(self) -> str:
        return f"http://{self.target.hostname}:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.headers.get("Idempotency-Key")))
        fault = self.server.faults.pop(0) if self.server.faults else None
        if isinstance(fault, tuple):
            status, headers = fault
            self.reply(status, b"{}", headers)
            return
        passed = http.client.HTTPConnection("127.0.0.1", self.server.target.port, timeout=30)
        headers = {**dict(self.headers), "Host": self.server.target.netloc}
        passed.request(self.command, self.path, body, headers)
        response = passed.getresponse()
        content = response.read()
        passed.close()
        if fault != DROP:
            self.reply(response.status, content, {"Content-Type": response.headers["Content-Type"] or ""})

    def reply(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def faulty(target: str, *faults: Any) -> Iterator[Proxy]:
    """A proxy to `target` whose first calls meet these faults: DROP, or (status, headers) instead of an answer."""
    proxy = Proxy(target, list(faults))
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
