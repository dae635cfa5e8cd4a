"""One POST to an address outside, over a connection that was checked when it was made.

The name is looked up once, every address that it leads to is checked, and the connection goes to one of exactly
these: a name that leads elsewhere a moment later (DNS rebinding) leads nowhere. TLS and `Host` keep the name.
No proxy, no redirect, no more of the answer than the log keeps, and one deadline over everything.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection

from integrations.webhooks.addresses import Address, Refused, may_reach

SECONDS = 10.0
"""For looking up, connecting, sending and the answer together."""
LONGEST_READ = 4096
LONGEST_ANSWER = 500
LONGEST_ERROR = 300
_MOST_ADDRESSES = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: a status with how the answer begins, or an error."""

    status: int | None
    error: str
    milliseconds: int
    answer: str = ""
    retry_after: str = ""

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Deadline:
    """Cuts a connection off at one moment, however slowly the other side drips."""

    def __init__(self, seconds: float) -> None:
        self.ends = monotonic() + seconds
        self.over = False
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    @property
    def left(self) -> float:
        return max(0.001, self.ends - monotonic())

    def watch(self, connected: socket.socket) -> None:
        # TLS takes the socket over; a second handle on the same connection outlives that.
        self._handle = connected.dup()
        if self.over:
            self._cut()

    def _cut(self) -> None:
        self.over = True
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
        if self._handle is not None:
            self._handle.close()


class _Checked:
    """Makes the socket of a connection: to a checked address, within the deadline."""

    port: int
    _dns_host: str
    socket_options: Any
    plain = True

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline = deadline

    def _new_conn(self) -> socket.socket:
        error: OSError = OSError("no address")
        for address in checked_addresses(self._dns_host.strip("[]"), self.port, self.deadline, plain=self.plain):
            try:
                made = socket.create_connection((str(address), self.port), timeout=self.deadline.left)
            except OSError as refused:
                error = refused
                continue
            for option in self.socket_options or ():
                made.setsockopt(*option)
            self.deadline.watch(made)
            return made
        raise error


class _PlainConnection(_Checked, HTTPConnection):
    pass


class _TlsConnection(_Checked, HTTPSConnection):
    plain = False


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


def checked_addresses(host: str, port: int, deadline: Deadline, *, plain: bool) -> list[Address]:
    """Where `host` leads now. Raises Refused if any of it may not be reached: such a name is up to something."""
    found = list(dict.fromkeys(ip_address(each[4][0].partition("%")[0]) for each in _looked_up(host, port, deadline)))
    if not found:
        raise OSError("the name leads nowhere")
    if not all(may_reach(each, plain=plain) for each in found):
        raise Refused("the address lies in a network that nothing is sent to")
    return found[:_MOST_ADDRESSES]


def _looked_up(host: str, port: int, deadline: Deadline) -> list[Any]:
    """As getaddrinfo, which itself knows no deadline."""
    box: list[Any] = []

    def look() -> None:
        try:
            box.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            box.append(error)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(deadline.left)
    if not box:
        raise TimeoutError("looking up the name took too long")
    if isinstance(box[0], Exception):
        raise OSError("the name cannot be looked up") from box[0]
    return box[0]


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Outcome:
    """Send it once; whatever goes wrong is an outcome too."""
    began = monotonic()
    deadline = Deadline(seconds)
    try:
        status, answer, retry_after = _post(url, body, headers, deadline)
    except Exception as error:  # noqa: BLE001  a stranger's server may do anything; the attempt is logged all the same
        return Outcome(None, _said(error, deadline), _milliseconds(began))
    finally:
        deadline.close()
    return Outcome(status, "", _milliseconds(began), answer, retry_after)


def _post(url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline) -> tuple[int, str, str]:
    parts = urlsplit(url)
    options: dict[str, Any] = {"timeout": Timeout(total=deadline.left), "deadline": deadline, "retries": False}
    if parts.scheme == "https":
        pool: HTTPConnectionPool = _TlsPool(parts.hostname, parts.port or 443, ssl_context=_trust(), **options)
    else:
        pool = _PlainPool(parts.hostname, parts.port or 80, **options)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with pool:
        response = pool.urlopen("POST", path, body, dict(headers), redirect=False, preload_content=False)
        try:
            begun = response.read(LONGEST_READ, decode_content=False) or b""
        finally:
            response.close()
    if deadline.over:
        raise TimeoutError
    return response.status, _shown(begun), response.headers.get("Retry-After", "")


def _trust() -> ssl.SSLContext:
    """Whom the system trusts (SSL_CERT_FILE names others), and the usual authorities where it has no list."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _shown(begun: bytes) -> str:
    text = begun.decode("utf-8", "replace")
    return "".join(each if each.isprintable() or each in "\n\t" else "\ufffd" for each in text)[:LONGEST_ANSWER]


def _said(error: Exception, deadline: Deadline) -> str:
    """In a few words; what libraries say holds addresses of objects and of networks."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Refused):
            return f"Refused: {cause}."
        cause = cause.__cause__ or cause.__context__
    if deadline.over or isinstance(error, TimeoutError) or "imeout" in type(error).__name__:
        return "No answer in time."
    return f"{type(error).__name__}: {_first_words(error)}"[:LONGEST_ERROR]


def _first_words(error: Exception) -> str:
    inner = error.args[-1] if error.args else ""
    inner = inner if isinstance(inner, str) else str(getattr(inner, "strerror", "") or inner)
    return "".join(each if each.isprintable() else " " for each in inner.partition(">: ")[2] or inner)


def _milliseconds(began: float) -> int:
    return round((monotonic() - began) * 1000)
