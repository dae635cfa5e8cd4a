"""What is known about a contested review at one moment, and its snapshot, to find from it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from disputes.models import Claim
from disputes.queries.responsibility import documents_for, type_in_force
from orders.agreeing.agreements import settlements_of
from orders.agreeing.settling import status_at
from policy.facts import ChatLine, NoticeFacts, OrderFacts, OtherReview, PartnerDocuments, RemovalFacts, SettlementFacts
from policy.terms import FeedbackType, FulfilledBy, GroundKey, OrderStatus, ReviewStatus, Sentiment

_STARS = ("fulfilment", "start_time", "communication", "overall")
_SNAPSHOT = TypeAdapter(RemovalFacts)


def facts_of(review, *, claims: Iterable[Claim], at: datetime, with_chat: bool = True) -> RemovalFacts:
    """The facts as the database holds them; gatherers read more from the texts (`disputes.finding.findings`).

    A long chat is left out where nobody reads it.
    """
    claims = list(claims)
    feedback_type = type_in_force(review, claims)
    return RemovalFacts(
        review_id=str(review.pk),
        comment=review.comment,
        published_at=review.published_at,
        gathered_at=at,
        order=_order(review.order),
        negative=review.sentiment == Sentiment.NEGATIVE,
        other_reviews=_other_reviews(review),
        settlements=_settlements(review.order, at),
        chat=_chat(review.order) if with_chat else (),
        feedback_type=feedback_type,
        partner_documents=_partner_documents(review, feedback_type),
        notice=_notice(claims),
    )


def to_snapshot(facts: RemovalFacts) -> dict[str, Any]:
    """Plain data that JSON can hold."""
    return _SNAPSHOT.dump_python(facts, mode="json")


def from_snapshot(data: dict[str, Any]) -> RemovalFacts:
    """The facts that `to_snapshot` wrote, equal to those it was given."""
    return _SNAPSHOT.validate_python(data)


def _order(order) -> OrderFacts:
    return OrderFacts(
        order_id=order.external_id,
        status=OrderStatus(order.status),
        fulfilled_by=FulfilledBy(order.fulfilled_by),
        placed_at=order.placed_at,
        promised_start_at=order.promised_start_at,
        started_at=order.started_at,
        promised_completion_at=order.promised_completion_at,
        promised_ship_at=order.promised_ship_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        closed_at=order.closed_at,
        tracking_number=order.tracking_number,
    )


def _chat(order) -> tuple[ChatLine, ...]:
    lines = order.messages.order_by("sent_at", "id").values_list("id", "sender", "body", "sent_at")
    return tuple(ChatLine(str(pk), sender == "buyer", body, sent_at) for pk, sender, body, sent_at in lines)


def _other_reviews(review) -> tuple[OtherReview, ...]:
    others = (
        review.buyer.reviews.filter(seller_id=review.seller_id)
        .exclude(pk=review.pk)
        .select_related("order")
        .order_by("published_at", "id")
    )
    return tuple(
        OtherReview(
            review_id=str(other.pk),
            order_id=other.order.external_id,
            text=other.comment,
            published_at=other.published_at,
            same_stars=all(getattr(other, name) == getattr(review, name) for name in _STARS),
            likeness=None,
            stands=other.status == ReviewStatus.PUBLISHED,
        )
        for other in others
    )


def _settlements(order, at: datetime) -> tuple[SettlementFacts, ...]:
    """Each names the withdrawal of the feedback: that is what a settlement is, and what its form says."""
    return tuple(
        SettlementFacts(
            settlement_id=str(each.pk),
            status=status_at(each, at),
            names_withdrawal=True,
            perform_by=each.perform_by,
            withdraw_by=each.withdraw_by,
            accepted_at=each.accepted_at,
            performed_at=each.performed_at,
            proposed_at=each.proposed_at,
        )
        for each in settlements_of(order).reverse()
    )


def _partner_documents(review, feedback_type: FeedbackType | None) -> PartnerDocuments | None:
    """What the partner was asked for, for that type, and what came of it."""
    asked = documents_for(review, feedback_type) if feedback_type else None
    if asked is None:
        return None
    return PartnerDocuments(asked.asked_at, asked.due_at, asked.given_at, asked.proves_it_right)


def _notice(claims: list[Claim]) -> NoticeFacts | None:
    for claim in claims:
        if claim.ground == GroundKey.ILLEGAL_CONTENT:
            notice = claim.request.notice
            if notice is not None:
                return NoticeFacts(notice_id=str(notice.pk), explanation=notice.explanation, law=notice.law)
            return NoticeFacts(notice_id=str(claim.pk), explanation=claim.statement)
    return None
