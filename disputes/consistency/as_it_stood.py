"""A decided case as it stood just before its first decision: what the second agent may see, and nothing later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.finding.facts import from_snapshot
from disputes.models import (
    Claim,
    Decision,
    DocumentRequest,
    Evidence,
    Finding,
    InformationRequest,
    RemovalRequest,
    Reply,
    SecondLook,
)
from disputes.progress import RELATED
from disputes.queries import CaseStory, ClaimWithFinding, Event
from policy.facts import RemovalFacts

_OF_THE_ORDER = (
    *("fulfilled_by", "placed_at", "promised_start_at", "started_at", "promised_completion_at", "promised_ship_at"),
    *("shipped_at", "delivered_at", "closed_at", "tracking_number"),
)
_OF_THE_REVIEW = (
    *("fulfilment", "start_time", "communication", "overall", "stars", "sentiment"),
    *("status", "ground", "struck_criteria"),
)


def as_it_stood(look: SecondLook) -> CaseStory:
    """The case with the findings and facts that the first decision was taken on. It has no decision, no appeal and
    no statement; nobody of the desk is named. Its rows are for reading only: they differ from what is kept.
    """
    first = look.decision
    facts, until = from_snapshot(first.facts), first.decided_at
    case = RemovalRequest.objects.select_related(*RELATED).get(pk=first.request_id)
    _put_back_order(case.review.order, facts)
    _put_back_review(case.review, first, facts)
    evidence = Evidence.objects.filter(request=case, added_at__lte=until)
    story = CaseStory(
        case=case,
        claims=_claims(case, first),
        evidence=list(
            evidence.select_related("message", "upload", "order", "review__order", "added_by").order_by(
                "added_at", "id"
            )
        ),
        reply=Reply.objects.filter(request=case, at__lte=until).select_related("by").first(),
        questions=_questions(case, until),
        decisions=[],
        appeals=[],
        statements=[],
        documents=_documents(case, until),
    )
    story.events.extend(sorted(_events(story), key=lambda event: event.at))
    return story


def _put_back_order(order: Any, facts: RemovalFacts) -> None:
    for name in _OF_THE_ORDER:
        setattr(order, name, getattr(facts.order, name))
    order.status = facts.order.status


def _put_back_review(review: Any, first: Decision, facts: RemovalFacts) -> None:
    """Stars, words and status as of its last change before the decision."""
    changes = list(review.revisions.filter(at__lt=first.decided_at).order_by("number"))
    if changes:
        for name in _OF_THE_REVIEW:
            setattr(review, name, getattr(changes[-1], name))
    undone = {each.undoes for each in changes}
    review.redactions = sorted(
        list(span) for each in changes if each.spans and each.number not in undone for span in each.spans
    )
    review.comment, review.hidden_at = facts.comment, None
    if review.edited_at is not None and review.edited_at >= first.decided_at:
        review.edited_at = None


def _claims(case: RemovalRequest, first: Decision) -> list[ClaimWithFinding]:
    """Each claim with what was proposed for it when it was decided."""
    claims = Claim.objects.filter(request=case, ground__in=list(first.proposed)).order_by("id")
    return [ClaimWithFinding(claim, _finding(claim, first)) for claim in claims]


def _finding(claim: Claim, first: Decision) -> Finding:
    proposed = first.proposed[claim.ground]
    return Finding(
        tenant_id=first.tenant_id,
        claim=claim,
        revision=proposed["revision"],
        verdict=proposed["verdict"],
        confidence=proposed["confidence"],
        explanation=proposed["explanation"],
        references=proposed["references"],
        facts=first.facts,
        found_at=first.decided_at,
    )


def _questions(case: RemovalRequest, until: datetime) -> list[InformationRequest]:
    questions = list(
        InformationRequest.objects.filter(request=case, asked_at__lte=until)
        .select_related("answered_by")
        .order_by("asked_at", "id")
    )
    for each in questions:
        if each.answered_at is not None and each.answered_at > until:
            each.answered_at, each.answered_by, each.answer = None, None, ""
    return questions


def _documents(case: RemovalRequest, until: datetime) -> list[DocumentRequest]:
    """What the fulfilment partner had been asked for, and had given."""
    if case.review.order.partner_id is None:
        return []
    asked = DocumentRequest.objects.filter(review=case.review, asked_at__lte=until)
    return [
        each
        for each in asked.prefetch_related("documents__upload").order_by("asked_at", "id")
        if each.given_at is None or each.given_at <= until
    ]


def _events(story: CaseStory) -> list[Event]:
    """What both sides had done; acts of the desk name nobody."""
    case = story.case
    events = [Event(case.filed_at, "The request was filed", None if case.filed_by.at_the_desk else case.filed_by)]
    if story.reply:
        events.append(Event(story.reply.at, "The author replied", story.reply.by))
    for question in story.questions:
        events.append(Event(question.asked_at, "More information was asked for"))
        if question.answered_at:
            events.append(Event(question.answered_at, "The requester answered", question.answered_by))
    for asked in story.documents:
        events.append(Event(asked.asked_at, "The partner was asked for documents"))
        if asked.given_at:
            events.append(Event(asked.given_at, "The partner answered"))
    return events
