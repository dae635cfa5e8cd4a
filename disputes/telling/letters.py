"""Writes the rows that say that a letter must go out; a worker sends them."""

from __future__ import annotations

from datetime import datetime

from disputes.models import Appeal, DocumentRequest, Letter, MisuseStep, Notice, RemovalRequest, Statement
from tenants.models import Member


def write_letter(
    kind: Letter.Kind,
    *,
    to: Member,
    now: datetime,
    case: RemovalRequest | None = None,
    notice: Notice | None = None,
    step: MisuseStep | None = None,
    documents: DocumentRequest | None = None,
    about: object | None = None,
    statement: Statement | None = None,
    appeal: Appeal | None = None,
) -> Letter:
    """One letter to one addressee, about at least one of `case`, `notice`, `step` and `documents`.

    `about` is what makes it another letter than the last of its kind. A letter of a case to whoever sent the
    notice that it came from speaks of that notice, so that it carries their own link.
    """
    if notice is None and case is not None and case.notice is not None and case.notice.author_id == to.pk:
        notice = case.notice
    subject = about or statement or appeal or step or documents or case or notice
    return Letter.objects.create(
        tenant_id=to.tenant_id,
        kind=kind,
        key=f"{kind.value}:{subject.pk}:{to.pk}",
        addressee=to,
        request=case,
        notice=notice,
        step=step,
        documents=documents,
        statement=statement,
        appeal=appeal,
        next_attempt_at=now,
        created_at=now,
    )
