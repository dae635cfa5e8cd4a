"""Ids as they travel: opaque strings, of which a malformed one is simply one that nothing has."""

from __future__ import annotations

from uuid import UUID

# Version 7 ids are never nil, so looking it up finds nothing: malformed and made-up ids answer alike.
NOBODYS_ID = UUID(int=0)


def read_id(text: object) -> UUID:
    """The id that `text` writes in its one canonical form, or an id that nothing has."""
    if not isinstance(text, str):
        return NOBODYS_ID
    try:
        found = UUID(text)
    except ValueError:
        return NOBODYS_ID
    return found if str(found) == text else NOBODYS_ID
