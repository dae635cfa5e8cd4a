"""Passwords and keys made once on this machine and kept where only their owner reads them."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

FILE = "keys.json"


def new_password() -> str:
    """32 random bytes, safe in a URL as it is."""
    return secrets.token_urlsafe(32)


def write_private(path: Path, text: str) -> None:
    """Replace `path` at once by a file that only its owner reads (0600)."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_keys(data_dir: Path) -> dict[str, str]:
    """The keys kept in `data_dir`; empty before the first start, or for someone who may not read them."""
    try:
        kept = json.loads((data_dir / FILE).read_text())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep_key(data_dir: Path, name: str) -> str:
    """The key called `name`, made on first use."""
    kept = read_keys(data_dir)
    if name not in kept:
        kept[name] = new_password()
        write_private(data_dir / FILE, json.dumps(kept, indent=2))
    return kept[name]
