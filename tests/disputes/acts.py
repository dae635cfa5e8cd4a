"""Short ways to bring a case to where a test begins. Alice wrote the review, Bob contests it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from disputes.actions.claim_request import claim_request
from disputes.actions.decide_request import decide_request
from disputes.actions.file_request import file_request
from disputes.models import Decision, RemovalRequest
from feedback.actions.post_review import post_review
from policy.eligibility import Claim, Evidence
from policy.terms import Criterion
from tests.cast import NOW, Cast, finished_order

WHY = "The buyer demanded a free item and threatened a bad review otherwise."
REPLY_OVER = timedelta(hours=72)
# No program here reads Finnish, so what it says is left to people.
UNREAD = "Ei kiitos, ei enää ikinä."
TEXT = (Evidence("text", text="See the chat of 3 June, where the threat was made."),)


def review_of(cast: Cast, comment: str = "Slow, and rude to me.", stars: int = 1, at: datetime = NOW, **order: Any):
    """Alice's review of an order at Bob's. Call it inside the marketplace."""
    return post_review(
        tenant=cast.tenant,
        by=order.get("buyer", cast.alice),
        order=finished_order(cast, **order),
        stars=dict.fromkeys(Criterion, stars),
        comment=comment,
        now=at,
    )


def filed(cast: Cast, review=None, *grounds: str, at: datetime = NOW, evidence=TEXT, **claim: Any) -> RemovalRequest:
    """Bob's case about the review, by default for being unrelated."""
    return file_request(
        tenant=cast.tenant,
        by=cast.bob,
        review=review or review_of(cast),
        claims=[Claim(ground, WHY, **claim) for ground in grounds or ("unrelated",)],
        evidence=evidence,
        now=at,
    )


def ready(cast: Cast, review=None, *grounds: str, by=None, **filing: Any) -> tuple[RemovalRequest, datetime]:
    """A case whose time to reply is over, held by Carol, and the moment at which she may decide."""
    case = filed(cast, review, *grounds, **filing)
    now = case.filed_at + REPLY_OVER
    return claim_request(tenant=cast.tenant, by=by or cast.carol, request=case, now=now), now


def decide(cast: Cast, case: RemovalRequest, now: datetime, outcome: str = "remove", **words: Any) -> Decision:
    """Carol's decision; by default every claimed ground is met, whatever the programs found."""
    met = "not_met" if outcome == "keep" else "met"
    given = {
        "by": cast.carol,
        "version": case.version,
        "findings": {claim.ground: met for claim in case.claims.all()},
        "reason": "The chat shows it plainly.",
        "departure_reason": "I read the chat beside it.",
        **words,
    }
    return decide_request(tenant=cast.tenant, request=case, outcome=outcome, now=now, **given)


def codes(refusal) -> list[str]:
    return [str(problem.code) for problem in refusal.value.problems]


def pointers(refusal) -> list[str]:
    return [problem.pointer for problem in refusal.value.problems]
