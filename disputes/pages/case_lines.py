"""What a review's own page tells of its cases and statements; feedback, below, knows it by a setting."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from disputes.models import Origin, Statement
from disputes.queries import cases_visible_to, causes_of, statements_of
from orders.queries import runs_seller
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType
from tenants.models import Member


def case_lines(review: Any, member: Member | None) -> list[dict[str, Any]]:
    """Lines of the timeline, each leading to a page that the member may read; five queries at most."""
    cases = [
        {
            "kind": "case",
            "title": _BEGINNINGS[case.origin],
            "body": "",
            "at": case.filed_at,
            "href": _href("request_page", case.pk),
            "tone": "info",
        }
        for case in cases_visible_to(member).filter(review=review)
    ]
    statements = [
        {
            "kind": "statement",
            "title": _TITLES[statement.kind],
            "body": statement.measure,
            "at": statement.created_at,
            "href": _href("statement_page", statement.pk),
            "tone": "accent",
        }
        for statement in statements_of(member).filter(review=review)
    ]
    return cases + statements + _causes(review, member)


def _causes(review: Any, member: Member | None) -> list[dict[str, Any]]:
    """What the review was typed as, to its seller and the desk, with what that means for the seller."""
    if member is None or not (member.at_the_desk or runs_seller(member, review.seller_id)):
        return []
    return [
        {
            "kind": "cause",
            "title": f"Typed as: {duty.name.lower()}",
            "body": f"By {'an agent' if cause.side == cause.Side.AGENT else 'the seller'}. {duty.seller}".strip(),
            "at": cause.typed_at,
            "href": "",
            "tone": "info",
        }
        for cause in causes_of(review)
        for duty in (RESPONSIBILITIES[FeedbackType(cause.feedback_type)],)
    ]


_BEGINNINGS = {
    Origin.SELLER: "The seller asked for removal",
    Origin.NOTICE: "Somebody reported it as unlawful",
    Origin.SETTLEMENT: "The time of a settlement had passed",
    Origin.GROUP: "It was taken up with others of one set",
}
_TITLES = {
    Statement.Kind.STATEMENT: "You were given a statement of reasons",
    Statement.Kind.NOTICE: "The decision was notified to the seller",
}


def _href(name: str, key: Any) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
