"""The seller takes the response back; its row stays, so that there is never a second first one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from feedback.actions.record_change import locked
from feedback.models import Response, ResponseRevision, Review
from feedback.permissions import check_may_respond
from notifications.actions.announce import announce
from tenants.models import Member, Tenant
from wire.refusals import NotThere


@transaction.atomic
def withdraw_response(*, tenant: Tenant, by: Member | None, review: Review, now: datetime) -> Response:
    """The response, which nobody reads from now on. Raises NotThere where none stands."""
    review = locked(review)
    check_may_respond(by, review)
    response = Response.objects.filter(review=review, withdrawn_at__isnull=True).first()
    if response is None:
        raise NotThere
    response.withdrawn_at = now
    response.version += 1
    response.save()
    ResponseRevision.objects.create(tenant=tenant, response=response, number=response.version, body="", at=now, by=by)
    data = {"review": str(review.pk), "version": response.version}
    record_entry(tenant=tenant, by=by, action="response.withdrawn", subject=response, now=now, data=data)
    announce(tenant=tenant, kind="response.withdrawn", subject=review, now=now)
    return response
