"""The embedded Valkey: broker and cache, kept in memory only, for losing it loses nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import redis

from . import ports
from .binaries import valkey_server
from .keys import keep_key
from .processes import Child, Pause

READY_SECONDS = 20

SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
save ""
appendonly no
loglevel notice
databases 4
maxmemory-policy noeviction
"""


class Valkey:
    """One Valkey for `data_dir`."""

    def __init__(self, data_dir: Path, *, show: Callable[[str], None] | None = None) -> None:
        self.port = ports.keep(data_dir / "ports.json", "valkey")
        password = keep_key(data_dir, "valkey")
        self.url = f"redis://:{password}@127.0.0.1:{self.port}/0"
        self.child = Child(
            name="valkey",
            # Settings come over standard input, so that neither a file nor a process list holds the password.
            argv=[valkey_server(), "-"],
            env={"PATH": os.defpath, "DATA_DIR": str(data_dir)},
            stdin=SETTINGS.format(port=self.port, password=password),
            cwd=Path("/"),
            log=data_dir / "logs" / "valkey.log",
            show=show,
        )

    def start(self, pause: Pause = time.sleep) -> Child:
        """Start it and wait until it answers. Raises UnableToStart with the end of its log if it does not."""
        self.child.start()
        try:
            self.wait_until_ready(pause)
        except BaseException:
            self.child.stop()
            raise
        return self.child

    def wait_until_ready(self, pause: Pause = time.sleep) -> None:
        """Return once it answers a ping."""
        deadline = time.monotonic() + READY_SECONDS
        with redis.Redis.from_url(self.url, socket_connect_timeout=1, socket_timeout=1) as client:
            while True:
                if self.child.has_ended():
                    raise self.child.trouble("Valkey did not start.")
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    pass
                if time.monotonic() > deadline:
                    raise self.child.trouble(f"Valkey did not answer within {READY_SECONDS} seconds.")
                pause(0.05)
