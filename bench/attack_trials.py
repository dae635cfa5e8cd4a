"""One simulated seller's reviews put before the gatherer and the ground, as a case would put them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random

from bench.attack_sellers import Seller
from evidence.coordination import group_of, read
from evidence.material import Material, SellerReview
from policy.facts import Finding, OrderFacts, RemovalFacts
from policy.grounds import find
from policy.terms import GroundKey, OrderStatus, Verdict


@dataclass(frozen=True)
class Trial:
    """What was found of a seller; `size` is 0 where nothing was planted."""

    kind: str
    size: int
    likelihood: float
    """The least of those measured; 1 where none was."""
    met: bool
    planted_inside: int
    honest_inside: int


def trial(seller: Seller, seed: int, times: list[float]) -> Trial:
    """Contest three planted reviews, or three of a natural seller's worst week."""
    draw = Random(f"{seed}{seller.kind}{len(seller.reviews)}")
    planted = [each for each in seller.reviews if each.review_id in seller.planted]
    suspected = planted or seller.worst_days()
    contested = draw.sample(suspected, min(3, len(suspected)))
    likelihoods, groups = [1.0], [()]
    for review in contested:
        began = time.perf_counter()
        facts, finding = look(seller, review)
        times.append(time.perf_counter() - began)
        found = facts.coordination
        if found is not None and found.burst_likelihood is not None:
            likelihoods.append(found.burst_likelihood)
        groups.append(group_of(facts, finding))
    group = max(groups, key=len)
    inside = len(seller.planted.intersection(group))
    return Trial(seller.kind, seller.size, min(likelihoods), bool(group), inside, len(group) - inside)


def look(seller: Seller, review: SellerReview) -> tuple[RemovalFacts, Finding]:
    """What the worker does when the seller contests this review."""
    facts = RemovalFacts(
        review_id=review.review_id,
        comment=review.text,
        published_at=review.posted_at,
        gathered_at=review.posted_at,
        order=OrderFacts(review.order_id, OrderStatus.FINISHED),
    )
    facts = read(Material(facts, history=seller.history_around(review)))
    finding = find(GroundKey.FEEDBACK_BOMBING, facts)
    assert (finding.verdict is Verdict.MET) == bool(group_of(facts, finding))
    return facts, finding
