"""What a form makes, it makes once: the id of the row comes from the form, so that sending it twice finds the row."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from uuid6 import uuid7

from tenants.models import Member, Tenant

LONGEST_KEY = 64


def new_key() -> str:
    """What a form carries in a hidden field."""
    return uuid4().hex


def row_id(*, tenant: Tenant, by: Member | None, key: str, said: tuple[object, ...]) -> UUID:
    """The id of what `by` makes with the form `key` and these words; a new one where there is no key.

    Other words under the same key are another thing: whoever comes back to a sent form and writes anew means it.
    """
    if not key:
        return uuid7()
    words = "\x1f".join(str(each) for each in (tenant.pk, by and by.pk, key[:LONGEST_KEY], *said))
    return uuid5(NAMESPACE_URL, words)
