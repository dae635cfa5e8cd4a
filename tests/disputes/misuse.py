"""Short ways to groundless requests, found blackmail, and the steps that follow. Bob misuses, Laura leads."""

from __future__ import annotations

from datetime import datetime, timedelta

from disputes.actions.claim_request import claim_request
from disputes.actions.confirm_step import confirm_step
from disputes.jobs.propose_steps import propose_step, who_to_look_at
from disputes.models import Decision, MisuseStep
from disputes.queries import Whose
from policy.eligibility import Evidence
from policy.terms import MisuseSubject
from tests.cast import NOW, Cast, make_member
from tests.disputes.acts import REPLY_OVER, decide, filed, ready, review_of

DAY = timedelta(days=1)


def groundless(
    cast: Cast, number: int = 1, *, at: datetime = NOW, review=None, good_faith: bool = False
) -> list[Decision]:
    """So many requests of Bob's that Carol keeps, each decided three days after `at`."""
    decisions = []
    for _ in range(number):
        case, now = ready(cast, review or review_of(cast, at=at, closed_at=at - DAY), at=at)
        decisions.append(decide(cast, case, now, "keep", good_faith=good_faith))
    return decisions


def blackmail(cast: Cast, *, at: datetime = NOW) -> Decision:
    """A review of Alice's that is removed because she made demands under threat of it."""
    review = review_of(cast, at=at, closed_at=at - DAY)
    message = _message(cast, review, at)
    case = filed(cast, review, "blackmail", at=at, evidence=(Evidence("message", ref=str(message.pk)),))
    now = case.filed_at + REPLY_OVER
    claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
    return decide(cast, case, now, "remove", departure_reason="The chat leaves no doubt.")


def _message(cast: Cast, review, at: datetime):
    from orders.models import Message

    return Message.objects.create(
        tenant=cast.tenant,
        order=review.order,
        author=cast.alice,
        sender="buyer",
        body="Give me the second blade for free or you get one star.",
        sent_at=at - DAY,
    )


def seller(cast: Cast) -> Whose:
    return Whose(MisuseSubject.SELLER, cast.seller.pk)


def buyer(cast: Cast) -> Whose:
    return Whose(MisuseSubject.BUYER, cast.alice.pk)


def proposed(cast: Cast, who: Whose | None = None, *, at: datetime) -> MisuseStep | None:
    return propose_step(tenant=cast.tenant, who=who or seller(cast), now=at)


def swept(cast: Cast, at: datetime) -> list[MisuseStep]:
    """What the sweep proposes."""
    found = [propose_step(tenant=cast.tenant, who=who, now=at) for who in who_to_look_at(now=at)]
    return [step for step in found if step is not None]


def confirmed(cast: Cast, step: MisuseStep, *, at: datetime, **given) -> MisuseStep:
    words = {"by": cast.laura, "version": step.version, "reason": "Three requests had nothing to them.", **given}
    return confirm_step(tenant=cast.tenant, step=step, now=at, **words)


def cautioned(cast: Cast, *, at: datetime = NOW) -> MisuseStep:
    """Bob's seller under a caution, confirmed the moment the third groundless request was decided."""
    groundless(cast, 3, at=at)
    now = at + REPLY_OVER
    return confirmed(cast, proposed(cast, at=now), at=now)


def suspended(cast: Cast, *, at: datetime = NOW) -> MisuseStep:
    """Bob's seller suspended: a caution first, then two more groundless requests. Confirmed 4 days after `at`."""
    cautioned(cast, at=at)
    groundless(cast, 2, at=at + DAY)
    now = at + DAY + REPLY_OVER
    return confirmed(cast, proposed(cast, at=now), at=now)


def second_lead(cast: Cast):
    return make_member(cast.tenant, "Lionel", "lead")
