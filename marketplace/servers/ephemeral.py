"""Private servers for tests: a PostgreSQL and a Valkey that live in a temporary folder."""

from __future__ import annotations

import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .postgres import Postgres
from .valkey import Valkey


@dataclass
class Servers:
    """Addresses by role, and the servers themselves for tests that kill and start them again."""

    postgres: Postgres
    valkey: Valkey

    @property
    def superuser_url(self) -> str:
        return self.postgres.url("superuser")

    @property
    def owner_url(self) -> str:
        return self.postgres.url("owner")

    @property
    def app_url(self) -> str:
        return self.postgres.url("app")

    @property
    def redis_url(self) -> str:
        return self.valkey.url


@contextlib.contextmanager
def ephemeral() -> Iterator[Servers]:
    """Start both, hand out their addresses, and leave nothing behind, whatever happens in between."""
    home = Path(tempfile.mkdtemp(prefix="touchstone-"))
    home.chmod(0o711)  # the database may run under another account, which has to pass
    with contextlib.ExitStack() as undo:
        undo.callback(shutil.rmtree, home, ignore_errors=True)
        # If the block is never left (a test runner that exits), this is what clears away.
        atexit.register(undo.close)
        undo.callback(atexit.unregister, undo.close)
        postgres = Postgres(home, durable=False)
        undo.callback(postgres.child.stop)
        postgres.start()
        valkey = Valkey(home)
        undo.callback(valkey.child.stop)
        valkey.start()
        yield Servers(postgres=postgres, valkey=valkey)
