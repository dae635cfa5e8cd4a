"""Writes the rows that say that a letter must go out; a worker sends them."""

from __future__ import annotations

from datetime import datetime

from disputes.models import Appeal, Letter, RemovalRequest, Statement
from tenants.models import Member


def write_letter(
    kind: Letter.Kind,
    *,
    to: Member,
    case: RemovalRequest,
    now: datetime,
    about: object | None = None,
    statement: Statement | None = None,
    appeal: Appeal | None = None,
) -> Letter:
    """One letter to one addressee. `about` is what makes it another letter than the last of its kind."""
    subject = about or statement or appeal or case
    return Letter.objects.create(
        tenant_id=case.tenant_id,
        kind=kind,
        key=f"{kind.value}:{subject.pk}:{to.pk}",
        addressee=to,
        request=case,
        statement=statement,
        appeal=appeal,
        next_attempt_at=now,
        created_at=now,
    )
