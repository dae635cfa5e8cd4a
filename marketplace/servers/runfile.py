"""`run.json` names what runs, so that tools can find, pause or kill a part, and settings find the servers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .keys import read_keys, write_private

FILE = "run.json"
ORDER = ("web", "worker", "beat", "postgres", "valkey")


class RunFile:
    """`{"web": {"pid", "port"}, "worker": {"pid"}, "beat": {"pid"}, "postgres": {"pid", "url", "owner_url"},
    "valkey": {"pid", "url"}}`. A server that is not ours (DATABASE_URL, REDIS_URL given) has the pid null.
    """

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE

    def read(self) -> dict[str, dict[str, Any]]:
        """What the file says; empty where there is none, or where it cannot be read."""
        try:
            parts = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        return parts if isinstance(parts, dict) else {}

    def write(self, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file at once; only its owner reads it, for the addresses hold passwords."""
        ordered = {name: dict(parts[name]) for name in ORDER if name in parts}
        write_private(self.path, json.dumps(ordered, indent=2) + "\n")

    def remove(self) -> None:
        """Nothing runs any more."""
        self.path.unlink(missing_ok=True)


def discover(data_dir: Path | str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL and SECRET_KEY of what runs on `data_dir`, or nothing.

    Where the environment names a database of its own, the running one's owner is left out: else migrations
    would go to another server than the data.
    """
    data_dir, environ = Path(data_dir), os.environ if environ is None else environ
    parts = RunFile(data_dir).read()
    if not parts:
        return {}
    found = {
        "DATABASE_URL": parts.get("postgres", {}).get("url"),
        "DATABASE_OWNER_URL": parts.get("postgres", {}).get("owner_url"),
        "REDIS_URL": parts.get("valkey", {}).get("url"),
        "SECRET_KEY": read_keys(data_dir).get("secret_key"),
    }
    if environ.get("DATABASE_URL"):
        found["DATABASE_OWNER_URL"] = None
    return {name: value for name, value in found.items() if value}
