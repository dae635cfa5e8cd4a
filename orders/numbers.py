"""Makes the numbers under which people know their orders and offers: short, readable aloud, never guessed in turn."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator

# Without I, L, O and U: nothing that is mistaken for another letter or digit.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def number_candidates(prefix: str, attempt: str = "") -> Iterator[str]:
    """Numbers such as T-7K2M9QXA to try in turn, without end. The same `attempt` gives the same ones again."""
    count = 0
    while True:
        seed = hashlib.sha256(f"{attempt}\n{count}".encode()).digest() if attempt else secrets.token_bytes(_LENGTH)
        yield prefix + "".join(_LETTERS[byte % len(_LETTERS)] for byte in seed[:_LENGTH])
        count += 1
