"""The seller answers a review in public, once; the answer can be changed and keeps what it said before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from feedback.actions.rate_review import plain_comment
from feedback.actions.record_change import locked
from feedback.models import Response, ResponseRevision, Review
from feedback.permissions import check_may_respond
from feedback.queries.sight import READABLE
from feedback.telling import tell_response
from notifications.actions.announce import announce
from policy.phrases import review_is
from policy.problems import Problem
from policy.review_content import comment_problems
from policy.saying import say
from policy.terms import ProblemCode, ReviewStatus
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused


class UnableToRespond(Refused):
    """`validation_failed` at /body, or `conflict` where nobody reads the review any more."""


@transaction.atomic
def put_response(
    *, tenant: Tenant, by: Member | None, review: Review, body: str, warned_of: str = "", now: datetime
) -> tuple[Response, bool]:
    """The response, and whether it is the first: a later one takes its place, also after it was withdrawn.

    `warned_of` is the rule about offers and pressure that the seller was shown and sent it all the same.
    """
    review = locked(review)
    check_may_respond(by, review)
    if review.status not in READABLE:
        detail = say(
            "This review is {status}, so there is nothing to respond to.", status=review_is(ReviewStatus(review.status))
        )
        raise UnableToRespond(Problem(ProblemCode.CONFLICT, "", detail))
    body = plain_comment(body)
    limit = policy_in_force(at=now).policy.feedback.comment_max_length
    if problem := _problem(body, limit):
        raise UnableToRespond(Problem(ProblemCode.VALIDATION_FAILED, "/body", problem))
    response = Response.objects.select_for_update(of=("self",), no_key=True).filter(review=review).first()
    if response is None:
        response = Response.objects.create(tenant=tenant, review=review, body=body, by=by, published_at=now)
        _record(tenant, by, response, "response.posted", warned_of, now)
        announce(tenant=tenant, kind="response.published", subject=review, now=now)
        tell_response(response, review, tenant=tenant, now=now)
        return response, True
    if response.body == body and response.withdrawn_at is None:
        return response, False
    response.body, response.by, response.edited_at, response.withdrawn_at = body, by, now, None
    response.version += 1
    response.save()
    _record(tenant, by, response, "response.edited", warned_of, now)
    announce(tenant=tenant, kind="response.published", subject=review, now=now)
    return response, False


def _record(tenant: Tenant, by: Member | None, response: Response, action: str, warned_of: str, now: datetime) -> None:
    ResponseRevision.objects.create(
        tenant=tenant, response=response, number=response.version, body=response.body, at=now, by=by
    )
    data = {"review": str(response.review_id), "version": response.version}
    if warned_of:
        data["warned_of"] = warned_of
    record_entry(tenant=tenant, by=by, action=action, subject=response, now=now, data=data)


def _problem(body: str, limit: int) -> str:
    if not body:
        return say("Please write your response.")
    if len(body) > limit:
        return say(
            "A response can have up to {limit} characters; this one has {given}.",
            limit=str(limit),
            given=str(len(body)),
        )
    if comment_problems(body, limit):
        return say("The response holds control characters that cannot be shown; please remove them.")
    return ""
