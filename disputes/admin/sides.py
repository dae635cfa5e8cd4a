"""The two sides of a case as its page shows them: what they did before, counted with its base, and their last few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from disputes.admin.rows import ground_name
from disputes.models import MisuseStep, RemovalRequest
from disputes.queries import Histories, PastCase, PastCases, histories_of, status_at
from feedback.queries import reviews_given_by
from policy.terms import Sentiment
from tenants.models import Member

MOST_REVIEWS = 200
LAST = 3
RELATED = 5
ENDS = {
    "keep": "kept",
    "redact": "redacted",
    "attribute": "attributed",
    "strike": "struck",
    "remove": "removed",
    "withdrawn": "withdrawn",
    "open": "open",
}


def sides_context(case: RemovalRequest, *, member: Member, now: datetime) -> dict[str, Any]:
    found = histories_of(case, member=member, now=now)
    grounds = {claim.ground for claim in case.claims.all()}
    about_it = [each for each in found.about_buyer.cases if each.review_id == case.review_id]
    about_others = [each for each in found.about_buyer.cases if each.review_id != case.review_id]
    told = {each.id for each in found.about_buyer.cases}
    alike = [each for each in found.of_seller.cases if grounds & set(each.grounds) and each.id not in told]
    return {
        "fair_use": found.fair_use,
        "others": [_line(each) for each in about_it],
        "related": [
            _related("About other reviews of this buyer", about_others),
            _related("Of this seller on the same ground, in a year", alike),
        ],
        "buyer": _buyer(case, found, len(about_others), now),
        "seller": _seller(found, now),
    }


def _buyer(case: RemovalRequest, found: Histories, others: int, now: datetime) -> dict[str, Any]:
    given = reviews_given_by(case.review.buyer_id, limit=MOST_REVIEWS + 1)
    counted = given[:MOST_REVIEWS]
    felt = Counter(each.sentiment for each in counted)
    rest = [each for each in counted if each.pk != case.review_id]
    return {
        "purchases": getattr(case, "purchases", None),
        "reviews": len(counted),
        "reviews_capped": len(given) > MOST_REVIEWS,
        "sentiments": [(each.value, felt[each.value]) for each in Sentiment],
        "last": [
            {
                "href": f"/reviews/{each.pk}",
                "label": f"Order {each.order.external_id}",
                "seller": each.seller.name,
                "stars": each.stars,
                "status": each.status,
                "at": each.published_at,
            }
            for each in rest[:LAST]
        ],
        "contested": others,
        "ends": _ends(PastCases(tuple(c for c in found.about_buyer.cases if c.review_id != case.review_id), False)),
        "ends_capped": found.about_buyer.capped,
        "steps": [_step(each, now) for each in found.buyer_steps],
    }


def _seller(found: Histories, now: datetime) -> dict[str, Any]:
    return {
        "requests": len(found.of_seller.cases),
        "requests_capped": found.of_seller.capped,
        "ends": _ends(found.of_seller),
        "last": [_line(each) for each in found.of_seller.cases[:LAST]],
        "steps": [_step(each, now) for each in found.seller_steps],
    }


def _ends(cases: PastCases) -> list[dict[str, Any]]:
    return [{"name": ENDS[end], "number": number} for end, number in cases.by_end().items()]


def _related(title: str, cases: Iterable[PastCase]) -> dict[str, Any]:
    found = list(cases)
    return {"title": title, "cases": [_line(each) for each in found[:RELATED]], "more": max(0, len(found) - RELATED)}


def _line(each: PastCase) -> dict[str, Any]:
    return {
        "href": reverse("admin:disputes_removalrequest_change", args=[each.id]),
        "order": each.order,
        "seller": each.seller,
        "grounds": [ground_name(ground) for ground in each.grounds],
        "ended": ENDS[each.ended],
        "outcome": each.outcome,
        "at": each.filed_at,
    }


def _step(step: MisuseStep, now: datetime) -> Mapping[str, Any]:
    return {
        "kind": step.kind,
        "status": status_at(step, now).value,
        "at": step.confirmed_at,
        "until": step.ends_at,
        "href": reverse("admin:disputes_misusestep_change", args=[step.pk]),
    }
