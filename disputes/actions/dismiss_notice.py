"""An agent answers a notice that no case can come of."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.misuse.watch import look_at
from disputes.models import Letter, Notice
from disputes.notices.triage import open_notice
from disputes.permissions import check_may_triage
from disputes.queries import Whose
from disputes.refusals import UnableToAct, text_problems
from disputes.tasks import deliver_letters
from disputes.telling.letters import write_letter
from policy.terms import MisuseSubject
from tenants.models import Member, Tenant
from tenants.nudge import nudge


class UnableToDismissNotice(UnableToAct):
    """The answer is missing."""


@transaction.atomic
def dismiss_notice(
    *,
    tenant: Tenant,
    by: Member | None,
    notice: Notice,
    answer: str,
    version: int | None,
    now: datetime,
    manifestly_unfounded: bool = False,
) -> Notice:
    """The answered notice; its author is written to.

    `manifestly_unfounded` says that no honest person could have meant it, and counts as misuse (DSA Art. 23).
    Raises NotThere, NotPermitted; UnableToAct (`conflict`, `stale_version`); UnableToDismissNotice
    (`validation_failed` at /answer).
    """
    check_may_triage(by, notice)
    held = open_notice(notice, version, tenant=tenant)
    if problems := text_problems(answer, "/answer", "Please write why nothing comes of it: the author is told this."):
        raise UnableToDismissNotice(*problems)
    held.status, held.version = Notice.Status.DISMISSED, held.version + 1
    held.answer, held.answered_by, held.answered_at = answer.strip(), by, now
    held.manifestly_unfounded = manifestly_unfounded
    held.save(update_fields=["status", "version", "answer", "answered_by", "answered_at", "manifestly_unfounded"])
    data = {"number": held.number, "manifestly_unfounded": manifestly_unfounded}
    record_entry(tenant=tenant, by=by, action="notice.dismissed", subject=held, now=now, data=data)
    write_letter(Letter.Kind.NOTICE_DISMISSED, to=held.author, notice=held, now=now)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
    if manifestly_unfounded:
        look_at([Whose(MisuseSubject.NOTICE_AUTHOR, held.author_id)], tenant=tenant)
    return held
