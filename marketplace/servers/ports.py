"""TCP ports: which are free, and which a server had last time."""

from __future__ import annotations

import errno
import json
import random
import socket
from pathlib import Path

from .trouble import UnableToStart

# Below the ports that systems give to outgoing connections, so that a port stays ours between runs.
CANDIDATES = range(20_000, 32_000)


def is_free(port: int, *, host: str = "127.0.0.1") -> bool:
    """True if a server could listen on `port` now; one in TIME_WAIT is free, as it is for servers."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose() -> int:
    """A free port of the local machine."""
    for port in random.sample(CANDIDATES, 200):
        if is_free(port):
            return port
    raise UnableToStart(f"No free port was found between {CANDIDATES.start} and {CANDIDATES.stop}.")


def keep(memory: Path, name: str) -> int:
    """The port that `name` had last time, as the file `memory` says, if it is still free; else a new one."""
    try:
        known = json.loads(memory.read_text())
    except (OSError, ValueError):
        known = {}
    port = known.get(name) if isinstance(known, dict) else None
    if isinstance(port, int) and is_free(port):
        return port
    known = {**(known if isinstance(known, dict) else {}), name: choose()}
    memory.write_text(json.dumps(known))
    return known[name]


def require_free(port: int) -> None:
    """Refuse a web port that something else listens on.

    Raises UnableToStart with a sentence that names the port.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104 the web listens on every address too
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise UnableToStart(
                    f"Port {port} is taken by another program; choose another with ./run --port N."
                ) from error
            raise UnableToStart(f"Port {port} cannot be used: {error.strerror}.") from error
