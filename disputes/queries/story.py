"""All of one case for the page that shows it: what was claimed, found, shown, said and decided, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from disputes.models import (
    Appeal,
    Claim,
    Decision,
    DocumentRequest,
    Evidence,
    Finding,
    GroupReview,
    HandOver,
    InformationRequest,
    RemovalRequest,
    Reply,
    Statement,
)
from disputes.queries.responsibility import documents_about
from orders.queries import number_of_purchases
from orders.talking.conduct import confirmed_reports_of, warnings_of_order
from policy.phrases import criteria_in_words
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


def in_full(cases: QuerySet[RemovalRequest]) -> QuerySet[RemovalRequest]:
    """Each case with all that its page reads of single rows, and whether there is more to ask for."""
    asked = InformationRequest.objects.filter(request=OuterRef("pk"))
    asked_for = DocumentRequest.objects.filter(review=OuterRef("review"))
    return cases.select_related(
        "notice",
        "prepared__by",
        "reply__by",
        "review__attributed_to",
        "review__order__partner",
        "review__order__seller",
        "review__response",
        "review__seller__rate__policy_version",
        "review__seller__tenant",
        "review__tenant",
    ).annotate(
        has_decisions=Exists(Decision.objects.filter(request=OuterRef("pk"))),
        has_questions=Exists(asked),
        has_documents=Exists(asked_for),
        was_handed_over=Exists(HandOver.objects.filter(request=OuterRef("pk"))),
        was_warned=Exists(warnings_of_order(OuterRef("review__order"))),
        was_reported=Exists(confirmed_reports_of(OuterRef("review__order"))),
        is_in_group=Exists(GroupReview.objects.filter(review=OuterRef("review"))),
        purchases=number_of_purchases(OuterRef("review__buyer")),
    )


def findings_of(case: RemovalRequest, *, with_facts: bool = True) -> list[ClaimWithFinding]:
    """Each claim with its newest finding, in the order of filing. Facts are large: leave out what nobody reads."""
    claims = sorted(case.claims.all(), key=lambda claim: claim.pk)
    newest = Finding.objects.filter(claim__in=claims).distinct("claim").order_by("claim", "-found_at", "-id")
    if not with_facts:
        newest = newest.defer("facts")
    found = {finding.claim_id: finding for finding in newest} if claims else {}
    for claim in claims:
        if claim.pk in found:
            found[claim.pk].claim = claim
    return [ClaimWithFinding(claim, found.get(claim.pk)) for claim in claims]


def story_of(case: RemovalRequest, *, with_letters: bool = True, with_facts: bool = True) -> CaseStory:
    """All of it. Of a case that was read `in_full` nothing is asked for that is known not to be there."""
    decisions = list(_decisions(case)) if getattr(case, "has_decisions", True) else []
    told = [each for each in decisions if not each.held or _approved(each)]
    story = CaseStory(
        case=case,
        claims=findings_of(case, with_facts=with_facts),
        evidence=list(
            Evidence.objects.filter(request=case)
            .select_related("message__author", "upload__uploaded_by", "order", "review__order", "added_by")
            .order_by("added_at", "id")
        ),
        reply=getattr(case, "reply", None),
        questions=list(_questions(case)) if getattr(case, "has_questions", True) else [],
        decisions=decisions,
        appeals=list(_appeals(case)) if told else [],
        statements=list(_statements(case, with_letters)) if told else [],
    )
    if case.review.order.partner_id is not None and getattr(case, "has_documents", True):
        story.documents.extend(list(documents_about(case.review))[::-1])
    story.events.extend(sorted(_events(story), key=lambda event: event.at))
    return story


def _decisions(case: RemovalRequest) -> QuerySet[Decision]:
    found = Decision.objects.filter(request=case).select_related("decided_by", "policy_version", "approval__by")
    return found.order_by("decided_at", "id")


def _questions(case: RemovalRequest) -> QuerySet[InformationRequest]:
    found = InformationRequest.objects.filter(request=case).select_related("asked_by", "answered_by")
    return found.order_by("asked_at", "id")


def _appeals(case: RemovalRequest) -> QuerySet[Appeal]:
    found = Appeal.objects.filter(decision__request=case).select_related("lodged_by", "decided_by", "claimed_by")
    return found.order_by("lodged_at", "id")


def _statements(case: RemovalRequest, with_letters: bool) -> QuerySet[Statement]:
    found = Statement.objects.filter(decision__request=case).select_related("addressee").order_by("created_at", "id")
    return found.prefetch_related("letters") if with_letters else found


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
        part = f" of {criteria_in_words(decision.criteria)} only" if decision.criteria else ""
        what = f"Decided: {decision.outcome}{part}" + (", held for a lead's approval" if decision.held else "")
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
