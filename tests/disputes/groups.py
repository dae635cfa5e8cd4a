"""Short ways to a group case: several buyers with one telephone bomb Bob's store, and Bob contests one review."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from disputes.jobs.gather_findings import gather_findings
from disputes.models import GroupCase, RemovalRequest
from policy.gathered import Coordination, Link
from tenants.actions.ensure_member import ensure_member
from tenants.actions.leave_fingerprints import leave_fingerprints
from tenants.models import PolicyVersion
from tests.cast import NOW, Cast
from tests.disputes.acts import filed, review_of

WORDS = (
    "Never got anything, stay away from here.",
    "The worst seller of all, my gold is gone.",
    "Two days of silence and then nothing at all.",
    "Do not buy, they took the money.",
    "Horrible, the account was empty.",
    "A scam from the first minute on.",
    "No answer, no item, no refund.",
    "Avoid. I waited a week in vain.",
    "They laughed at me when I asked.",
    "It was stolen, I am sure of it.",
    "Everything about this was wrong.",
    "My friend warned me, and was right.",
)
FILED = NOW + timedelta(hours=3)


def attack(cast: Cast, size: int = 4, *, device: str = "telephone 1", begins: datetime = NOW) -> list[Any]:
    """One negative review each by so many buyers who use the same device, a minute apart."""
    reviews = []
    for number in range(size):
        name = f"{device} {number}".replace(" ", "-")
        at = begins + timedelta(minutes=number)
        buyer = ensure_member(
            tenant=cast.tenant, user=None, external_id=name, name=f"Buyer {name}", roles=("buyer",), now=at
        )
        leave_fingerprints(tenant=cast.tenant, member=buyer, seen=[("device", device)], now=at)
        closed_at = at - timedelta(days=2)
        reviews.append(review_of(cast, WORDS[number % len(WORDS)], at=at, buyer=buyer, closed_at=closed_at))
    return reviews


def contested(cast: Cast, review: Any, at: datetime = FILED, *grounds: str) -> RemovalRequest:
    """Bob's case about it, at which programs have looked."""
    case = filed(cast, review, *(grounds or ("feedback_bombing",)), at=at)
    gather_findings(tenant=cast.tenant, request_id=case.pk, now=at)
    return case


def grouped(cast: Cast, size: int = 4) -> tuple[GroupCase, list[Any], RemovalRequest]:
    """The group case of an attack, its reviews, and the case about the first of them."""
    reviews = attack(cast, size)
    case = contested(cast, reviews[0])
    return GroupCase.objects.get(), reviews, case


def found_with(*others: Any, by: str = "device", to: Any = None) -> Coordination:
    """A set with these reviews; each shares `by` with the review `to`."""
    ids = tuple(str(each.pk) for each in others)
    links = tuple(Link(str(to.pk), each, by) for each in ids) if to is not None else ()
    return Coordination(cluster_size=len(ids) + 1, other_reviews=ids, linked_accounts=len(ids) + 1, links=links)


def published(cast: Cast, document: dict[str, Any], at: datetime) -> PolicyVersion:
    """The policy from then on."""
    return PolicyVersion.objects.create(
        tenant=cast.tenant,
        number=PolicyVersion.objects.count() + 1,
        document=document,
        effective_from=at,
        published_at=at,
        published_by=cast.laura,
    )
