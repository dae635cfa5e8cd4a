"""Which decisions are looked at a second time: by their ids alone, so that nobody foresees or steers it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from audit.actions.record_entry import record_entry
from disputes.models import Decision, SecondLook
from tenants.models import Tenant


def is_drawn(percent: int, *ids: UUID) -> bool:
    """Whether these ids are among the `percent` of a hundred that are drawn.

    The first eight bytes of SHA-256 over the ids' sixteen bytes each, read as a whole number, most significant byte
    first, modulo 100, is less than `percent`. Whoever knows the ids finds the same again; ids end in 74 random bits
    that are drawn as the row is written, so that nobody knows them before.
    """
    digest = sha256(b"".join(each.bytes for each in ids)).digest()
    return int.from_bytes(digest[:8], "big") % 100 < percent


def draw(decision: Decision, *, tenant: Tenant, now: datetime) -> SecondLook | None:
    """The second look at a decision that takes effect now, the first of its case; None where it is not drawn.

    Origin, outcome and people do not matter. The id of a held decision is known before it takes effect, so with it
    counts that of the approval which brings it into effect. The caller's transaction brings the decision into effect.
    """
    ids = [decision.pk, decision.approval.pk] if decision.held else [decision.pk]
    if not is_drawn(tenant.second_look_percent, *ids):
        return None
    look = SecondLook.objects.create(tenant=tenant, decision=decision, drawn_at=now)
    data = {"percent": tenant.second_look_percent}
    record_entry(tenant=tenant, by=None, action="second_look.drawn", subject=look, now=now, data=data)
    return look
