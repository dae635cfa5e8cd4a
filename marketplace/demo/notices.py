"""Notices of unlawful content in their states, by the same actions that anybody and the agents use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from disputes.actions.ask_information import ask_information
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_request import decide_request
from disputes.actions.dismiss_notice import dismiss_notice
from disputes.actions.submit_notice import submit_notice
from feedback.actions.post_review import post_review
from marketplace.demo.cases import CaseWriter
from orders.queries import seller_of_external_id

# Orders of reported reviews are numbered apart from the others.
FIRST = 800
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def write_notice(writer: CaseWriter, number: int, told: dict[str, Any]) -> None:
    """Told as running, asked, kept, waiting or dismissed; the last two name a page without a review."""
    at = writer.now - timedelta(days=told["days_ago"], hours=number)
    agent = {"tenant": writer.tenant, "by": writer.people["agent"]}
    receipt = submit_notice(
        tenant=writer.tenant,
        url=_reported(writer, number, told) if "comment" in told else "/",
        explanation=told["explanation"],
        law=told.get("law", ""),
        about=told.get("about", "illegal_content"),
        name=told["name"],
        email=told["email"],
        good_faith=True,
        address=f"192.0.2.{number}",
        now=at,
    )
    if told["state"] == "dismissed":
        dismiss_notice(notice=receipt.notice, answer=told["answer"], version=1, now=at + DAY, **agent)
    if receipt.case is None or told["state"] == "running":
        return
    case = claim_request(request=receipt.case, now=at + HOUR, **agent)
    if told["state"] == "asked":
        ask_information(
            request=case, version=case.version, question=told["question"], now=at + HOUR + timedelta(minutes=5), **agent
        )
    else:
        decide_request(
            request=case,
            version=case.version,
            outcome="keep",
            findings={claim.ground: "not_met" for claim in case.claims.all()},
            reason=told["reason"],
            now=at + HOUR + timedelta(minutes=10),
            **agent,
        )


def _reported(writer: CaseWriter, number: int, told: dict[str, Any]) -> str:
    """The address of a review, posted the day before."""
    seller = seller_of_external_id(writer.catalog.seller_id(writer.catalog.texts["sellers"][0]["name"]))
    at = writer.now - timedelta(days=told["days_ago"] + 1, hours=number)
    order = writer.order_of(FIRST + number, told, seller, at)
    stars = dict(zip(("fulfilment", "start_time", "communication"), told["stars"], strict=True))
    review = post_review(
        tenant=writer.tenant, by=order.buyer, order=order, stars=stars, comment=told["comment"], now=at
    )
    return f"/reviews/{review.pk}"
