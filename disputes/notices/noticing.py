"""What a notice of illegal content sets going: its case about a review, hidden meanwhile (DSA Art. 16)."""

from __future__ import annotations

from datetime import datetime

from disputes.intake import opening
from disputes.models import Notice, Origin, RemovalRequest
from disputes.queries import open_notice_case
from disputes.refusals import conflict
from policy.filing import Claim
from policy.problems import Problem
from policy.saying import say
from policy.terms import GroundKey
from tenants.models import Member, PolicyVersion, Tenant
from wire.refusals import Refused

ASK_EXPLANATION = say("Please explain why you think that this is unlawful.")


class UnableToOpenCase(Refused):
    """The same person has reported the same review already, and that case still runs."""


def offered(version: PolicyVersion, about: str) -> bool:
    """Whether the policy lets anything be decided on that ground."""
    return GroundKey(about) in version.policy.removal.offered


def already_open(author: Member, review) -> Problem | None:
    """What keeps that person from reporting the review once more."""
    if not open_notice_case(author, review):
        return None
    return conflict(
        say("You have reported this review already, and the case still runs. Your link shows where it stands.")
    )


def open_case(
    notice: Notice, *, review, version: PolicyVersion, tenant: Tenant, by: Member, now: datetime
) -> RemovalRequest:
    """The case about `review` that the notice asks for, in the agents' hands at once.

    There is no cut-off: what is unlawful stays so. The caller has seen that the ground is offered.
    Raises UnableToOpenCase (`conflict`).
    """
    ground = GroundKey(notice.about)
    if problem := already_open(notice.author, review):
        raise UnableToOpenCase(problem)
    return opening.open_case(
        tenant=tenant,
        by=by,
        filed_by=notice.author,
        review=review,
        claims=[Claim(ground, notice.explanation)],
        pieces=(),
        version=version,
        now=now,
        origin=Origin.NOTICE,
        notice=notice,
    )
