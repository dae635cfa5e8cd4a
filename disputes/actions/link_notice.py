"""An agent finds which review a notice means, and the case about it begins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import Notice, RemovalRequest
from disputes.notices.noticing import offered, open_case
from disputes.notices.triage import open_notice
from disputes.permissions import check_may_triage
from disputes.refusals import UnableToAct, coded, invalid
from feedback.queries import visible_review
from policy.terms import ProblemCode, ReviewStatus
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import NotThere


class UnableToLinkNotice(UnableToAct):
    """There is no such review, nothing of it is shown, or the policy knows no such ground."""


@transaction.atomic
def link_notice(
    *, tenant: Tenant, by: Member | None, notice: Notice, review_id: UUID, version: int | None, now: datetime
) -> RemovalRequest:
    """The case, as if the notice had named the review; its deadline counts from now.

    Raises NotThere, NotPermitted; UnableToAct (`conflict` where it was answered, `stale_version`);
    UnableToLinkNotice (`validation_failed` at /review, `ground_not_offered`); UnableToOpenCase (`conflict`).
    """
    check_may_triage(by, notice)
    held = open_notice(notice, version, tenant=tenant)
    try:
        review = visible_review(by, review_id)
    except NotThere:
        raise UnableToLinkNotice(invalid("/review", "There is no such review.")) from None
    check_may_triage(by, held, review)
    if review.status in (ReviewStatus.REMOVED, ReviewStatus.WITHDRAWN):
        raise UnableToLinkNotice(invalid("/review", f"This review is {review.status}: there is nothing to hide."))
    policy = policy_in_force(at=now)
    if not offered(policy, held.about):
        detail = "The policy in force offers no such ground. Answer the notice without a case."
        raise UnableToLinkNotice(coded(ProblemCode.GROUND_NOT_OFFERED, detail))
    held.review, held.status, held.version = review, Notice.Status.CASE, held.version + 1
    held.save(update_fields=["review", "status", "version"])
    data = {"number": held.number, "review": str(review.pk)}
    record_entry(tenant=tenant, by=by, action="notice.linked", subject=held, now=now, data=data)
    return open_case(held, review=review, version=policy, tenant=tenant, by=by, now=now)
