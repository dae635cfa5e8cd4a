"""What is kept of an API key, and how it is told apart."""

from __future__ import annotations

import hashlib

# Lets people and scanners of leaked secrets tell what they found.
MARK = "tsk_"
SHOWN = 12


def digest_of(plain_key: str) -> str:
    """What is kept of a key. Keys are 256 random bits, so one round of a plain hash is enough."""
    return hashlib.sha256(plain_key.encode()).hexdigest()
