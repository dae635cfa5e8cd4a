"""Starts a private PostgreSQL and Valkey before Django's settings are read; the tests run as the application's role."""

from __future__ import annotations

import atexit
import contextlib
import os
import tempfile
from pathlib import Path

from marketplace.servers.ephemeral import ephemeral

_stack = contextlib.ExitStack()
SERVERS = _stack.enter_context(ephemeral())
atexit.register(_stack.close)

_data = _stack.enter_context(tempfile.TemporaryDirectory(prefix="touchstone-data-"))
(Path(_data) / "static").mkdir()  # where WhiteNoise looks for collected files, and warns where nothing is
os.environ.update(
    DATA_DIR=_data,
    DATABASE_URL=SERVERS.app_url,
    DATABASE_OWNER_URL=SERVERS.owner_url,
    REDIS_URL=SERVERS.redis_url,
    SECRET_KEY="only-for-tests-" + "x" * 50,
    BASE_DOMAIN="localhost",
    LOG_LEVEL="WARNING",
)
