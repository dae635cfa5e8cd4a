"""What a review's own page tells of its cases and statements; feedback, below, knows it by a setting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from disputes.models import FeedbackCause, Origin, RemovalRequest, Statement
from disputes.pages import voices
from disputes.pages.told import effective_at
from disputes.queries import cases_visible_to, causes_of, statements_of
from disputes.telling.disclosure import status_at
from orders.queries import runs_seller
from policy.responsibility import RESPONSIBILITIES
from policy.saying import joined, say
from policy.terms import FeedbackType, Party, RequestStatus
from tenants.models import Member


def case_lines(review: Any, member: Member | None) -> list[dict[str, Any]]:
    """Lines of the timeline, what is still to come among them, each leading to a page that the member may read.

    As many queries for many cases as for one.
    """
    cases = cases_visible_to(member).filter(review=review).select_related("reply")
    lines = [
        line
        for case in cases.prefetch_related("decisions__approval", "decisions__appeals")
        for line in _of_case(case, review, member, timezone.now())
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
    return lines + statements + _causes(review, member)


def _of_case(case: RemovalRequest, review: Any, member: Member | None, now: datetime) -> list[dict[str, Any]]:
    """How it began, what both sides said, and what comes next with its date."""
    author = member is not None and review.buyer_id == member.pk
    buyer = voices.Who.YOU if author else voices.Who.BUYER
    lines = [_line(case, _BEGINNINGS[case.origin], case.filed_at, "info")]
    reply = getattr(case, "reply", None)
    if reply is not None:
        lines.append(_line(case, voices.REPLIED_TO_IT[buyer], reply.at, "info"))
    if case.status == RequestStatus.WITHDRAWN:
        lines.append(_line(case, say("The request was taken back"), case.closed_at))
    elif case.is_open:
        if status_at(case, now) is RequestStatus.AWAITING_BUYER:
            lines.append(_line(case, voices.CAN_REPLY[buyer], case.buyer_reply_due_at))
        late = "" if case.due_at > now else say("It is late; somebody looks at it next.")
        lines.append(_line(case, say("Decision due"), case.due_at, body=late))
    for decision in filter(effective_at, case.decisions.all()):
        for appeal in decision.appeals.all():
            other = voices.Who.OTHER if author else voices.Who.SELLER
            who = buyer if appeal.party == Party.AUTHOR else other
            lines.append(_line(case, voices.APPEALED_AGAINST[who], appeal.lodged_at, "info"))
            if appeal.decided_at:
                lines.append(_line(case, voices.APPEAL_WAS[appeal.status], appeal.decided_at))
            else:
                late = "" if appeal.due_at > now else say("It is late; somebody decides it next.")
                lines.append(_line(case, say("Answer to the appeal due"), appeal.due_at, body=late))
    return lines


def _line(case: RemovalRequest, title: str, at: datetime, tone: str = "neutral", body: str = "") -> dict[str, Any]:
    href = _href("request_page", case.pk)
    return {"kind": "case", "title": title, "body": body, "at": at, "href": href, "tone": tone}


def _causes(review: Any, member: Member | None) -> list[dict[str, Any]]:
    """What the review was typed as, to its seller and the desk, with what that means for the seller."""
    if member is None or not (member.at_the_desk or runs_seller(member, review.seller_id)):
        return []
    return [
        {
            "kind": "cause",
            "title": say("Typed as: {type}", type=duty.called),
            "body": joined(_BY[cause.side], duty.seller),
            "at": cause.typed_at,
            "href": "",
            "tone": "info",
        }
        for cause in causes_of(review)
        for duty in (RESPONSIBILITIES[FeedbackType(cause.feedback_type)],)
    ]


_BEGINNINGS = {
    Origin.SELLER: say("The seller asked for removal"),
    Origin.NOTICE: say("Somebody reported it as unlawful"),
    Origin.SETTLEMENT: say("The time of a settlement had passed"),
    Origin.GROUP: say("It was taken up with others of one set"),
}
_BY = {FeedbackCause.Side.AGENT: say("By an agent."), FeedbackCause.Side.SELLER: say("By the seller.")}
_TITLES = {
    Statement.Kind.STATEMENT: say("You were given a statement of reasons"),
    Statement.Kind.NOTICE: say("The decision was notified to the seller"),
}


def _href(name: str, key: Any) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
