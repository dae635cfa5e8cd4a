"""Makes the names that sellers and partners have in addresses."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.utils.text import slugify

LONGEST = 100


def slug_candidates(name: str, external_id: str, otherwise: str) -> Iterator[str]:
    """Slugs to try in turn, the plainest first; without end, so that a free one is always found."""
    base = slugify(name)[:LONGEST].strip("-_") or slugify(external_id)[:LONGEST].strip("-_") or otherwise
    yield base
    for number in (2, 3):
        yield f"{base}-{number}"
    while True:
        yield f"{base}-{secrets.token_hex(4)}"
