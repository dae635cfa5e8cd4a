"""A seller is bombed: fresh accounts on two devices, one case of the seller, and the group that programs found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from disputes.actions.file_request import file_request
from disputes.actions.look_at_case import look_at_case
from disputes.actions.open_group_cases import open_group_cases
from disputes.actions.reply_to_request import reply_to_request
from disputes.queries import group_about
from feedback.actions.post_review import post_review
from marketplace.demo.cases import CaseWriter
from marketplace.demo.catalog import buyer_name
from orders.queries import seller_of_external_id
from policy.eligibility import Claim, Evidence

if TYPE_CHECKING:
    from feedback.models import Review

# Orders of attacks are numbered apart from those of cases, settlements and notices.
FIRST = 900
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def write_attack(writer: CaseWriter, told: dict[str, Any]) -> None:
    """The seller contests the first review, an agent has cases opened for the others; the last one comes later."""
    begun = writer.now - timedelta(days=told["days_ago"])
    *early, late = enumerate(told["reviews"], FIRST + 1)
    reviews = [_post(writer, number, each, begun + number % FIRST * 2 * HOUR) for number, each in early]
    filed_at = begun + DAY
    case = file_request(
        tenant=writer.tenant,
        by=writer.people["seller"],
        review=reviews[0],
        claims=[Claim("feedback_bombing", told["statement"])],
        evidence=[Evidence("text", text=told["evidence"])],
        now=filed_at,
    )
    look_at_case(tenant=writer.tenant, request=case, now=filed_at + HOUR / 60)
    agent = writer.people["agent"]
    group, opened_at = group_about(agent, reviews[0].pk), filed_at + 6 * HOUR
    opened = open_group_cases(tenant=writer.tenant, by=agent, group=group, now=opened_at).cases
    for each in opened:
        look_at_case(tenant=writer.tenant, request=each, now=opened_at + HOUR / 60)
    reply_to_request(
        tenant=writer.tenant, by=opened[0].review.buyer, request=opened[0], body=told["reply"], now=opened_at + DAY
    )
    _post(writer, *late, writer.now - DAY)
    look_at_case(tenant=writer.tenant, request=case, now=writer.now - DAY / 2)


def _post(writer: CaseWriter, number: int, told: dict[str, Any], at: datetime) -> Review:
    """A review of an order of its own, by an account that was made for it."""
    account = told["account"]
    buyer = {
        "external_id": f"fresh-{account}",
        "name": buyer_name(41 + 11 * account),
        "email": f"fresh{account}@{writer.catalog.host_name}",
        "account_created_at": at - 11 * DAY,
        "fingerprints": [{"kind": "device", "value": f"demo device {told['device']}"}],
    }
    seller = seller_of_external_id(writer.catalog.seller_id(writer.catalog.texts["sellers"][0]["name"]))
    order = writer.order_of(number, {"buyer": buyer, "shipped_on_time": True}, seller, at + DAY)
    stars = dict.fromkeys(("fulfilment", "start_time", "communication"), 1)
    return post_review(tenant=writer.tenant, by=order.buyer, order=order, stars=stars, comment=told["comment"], now=at)
