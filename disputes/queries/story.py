"""All of one case for the page that shows it: what was claimed, found, shown, said and decided, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch

from disputes.models import (
    Appeal,
    Claim,
    Decision,
    DocumentRequest,
    Evidence,
    Finding,
    InformationRequest,
    RemovalRequest,
    Reply,
    Statement,
)
from policy.terms import RequestStatus


@dataclass(frozen=True, slots=True)
class ClaimWithFinding:
    """`finding` is the newest; None while a worker has not looked yet, which means UNKNOWN."""

    claim: Claim
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened. `by` is None for the system."""

    at: datetime
    what: str
    by: object | None = None


@dataclass(frozen=True, slots=True)
class CaseStory:
    """A case in full; who may read which part of it is for the page to choose by the reader's side."""

    case: RemovalRequest
    claims: list[ClaimWithFinding]
    evidence: list[Evidence]
    reply: Reply | None
    questions: list[InformationRequest]
    decisions: list[Decision]
    appeals: list[Appeal]
    statements: list[Statement]
    # What the fulfilment partner was asked to show about the review, oldest first.
    documents: list[DocumentRequest] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @property
    def standing(self) -> Decision | None:
        """The decision that holds."""
        in_effect = [each for each in self.decisions if not each.held or _approved(each)]
        return in_effect[-1] if in_effect else None

    @property
    def held(self) -> Decision | None:
        """The decision that waits for a lead."""
        waits = self.case.status == RequestStatus.AWAITING_APPROVAL
        return self.decisions[-1] if waits and self.decisions else None


def findings_of(case: RemovalRequest) -> list[ClaimWithFinding]:
    """Each claim with its newest finding, in the order of filing."""
    newest_first = Prefetch("findings", queryset=Finding.objects.order_by("-found_at", "-id"))
    claims = Claim.objects.filter(request=case).order_by("id").prefetch_related(newest_first)
    return [ClaimWithFinding(claim, next(iter(claim.findings.all()), None)) for claim in claims]


def story_of(case: RemovalRequest) -> CaseStory:
    story = CaseStory(
        case=case,
        claims=findings_of(case),
        evidence=list(
            Evidence.objects.filter(request=case)
            .select_related("message__author", "upload", "order", "review__order", "added_by")
            .order_by("added_at", "id")
        ),
        reply=Reply.objects.filter(request=case).select_related("by").first(),
        questions=list(
            InformationRequest.objects.filter(request=case)
            .select_related("asked_by", "answered_by")
            .order_by("asked_at", "id")
        ),
        decisions=list(
            Decision.objects.filter(request=case)
            .select_related("decided_by", "policy_version")
            .prefetch_related("approval__by")
            .order_by("decided_at", "id")
        ),
        appeals=list(
            Appeal.objects.filter(decision__request=case)
            .select_related("lodged_by", "decided_by", "claimed_by")
            .order_by("lodged_at", "id")
        ),
        statements=list(
            Statement.objects.filter(decision__request=case)
            .select_related("addressee")
            .prefetch_related("letters")
            .order_by("created_at", "id")
        ),
    )
    if case.review.order.partner_id is not None:
        asked = DocumentRequest.objects.filter(review=case.review).select_related("asked_by", "given_by", "judged_by")
        story.documents.extend(asked.order_by("asked_at", "id"))
    story.events.extend(sorted(_events(story), key=lambda event: event.at))
    return story


def _events(story: CaseStory) -> list[Event]:
    case = story.case
    events = [Event(case.filed_at, "The request was filed", case.filed_by)]
    if story.reply:
        events.append(Event(story.reply.at, "The author replied", story.reply.by))
    for question in story.questions:
        events.append(Event(question.asked_at, "More information was asked for", question.asked_by))
        if question.answered_at:
            events.append(Event(question.answered_at, "The requester answered", question.answered_by))
    for asked in story.documents:
        events.append(Event(asked.asked_at, "The partner was asked for documents", asked.asked_by))
        if asked.given_at:
            late = ", late" if asked.given_late else ""
            events.append(Event(asked.given_at, f"The partner answered{late}", asked.given_by))
        if asked.judged_at:
            events.append(Event(asked.judged_at, "The partner's documents were judged", asked.judged_by))
    for decision in story.decisions:
        what = f"Decided: {decision.outcome}" + (", held for a lead's approval" if decision.held else "")
        events.append(Event(decision.decided_at, what, decision.decided_by))
        if approval := getattr(decision, "approval", None):
            events.append(Event(approval.at, f"The decision was {approval}", approval.by))
    for appeal in story.appeals:
        events.append(Event(appeal.lodged_at, f"The {appeal.party} appealed", appeal.lodged_by))
        if appeal.decided_at:
            events.append(Event(appeal.decided_at, f"The appeal was {appeal.status}", appeal.decided_by))
    if case.status == RequestStatus.WITHDRAWN and case.closed_at:
        events.append(Event(case.closed_at, "The requester withdrew the request", None))
    return events


def _approved(decision: Decision) -> bool:
    approval = getattr(decision, "approval", None)
    return approval is not None and approval.approved
