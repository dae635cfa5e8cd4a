"""Who answers for a review: what it was typed as, and what its partner was asked to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from disputes.models import Claim, DocumentRequest, FeedbackCause, PartnerDocument
from orders.queries import partners_run_by
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType
from tenants.models import Member
from wire.refusals import NotThere


def causes_of(review) -> QuerySet[FeedbackCause]:
    """What the review was typed as, the latest first."""
    return FeedbackCause.objects.filter(review=review).select_related("typed_by").order_by("-typed_at", "-id")


def cause_in_force(review) -> FeedbackCause | None:
    """The latest that an agent typed, else the latest of the seller."""
    # "agent" sorts before "seller".
    return causes_of(review).order_by("side", "-typed_at", "-id").first()


def type_in_force(
    review, claims: Iterable[Claim] = (), *, causes: Sequence[FeedbackCause] | None = None
) -> FeedbackType | None:
    """What the review counts as being about; where nobody typed it, what the request's claim names.

    `causes` are what it was typed as, the latest first, where they are known.
    """
    if causes is None:
        cause = cause_in_force(review)
    else:
        of_agents = (each for each in causes if each.side == FeedbackCause.Side.AGENT)
        cause = next(of_agents, causes[0] if causes else None)
    if cause:
        return FeedbackType(cause.feedback_type)
    named = (claim.feedback_type for claim in claims if claim.feedback_type)
    return next((FeedbackType(each) for each in named), None)


def documents_about(review) -> QuerySet[DocumentRequest]:
    """What the partner was asked about the review, the latest first."""
    return _documents().filter(review=review).order_by("-asked_at", "-id")


def documents_for(review, feedback_type: FeedbackType) -> DocumentRequest | None:
    """The latest request for what that type makes due; other papers prove nothing about it."""
    due = RESPONSIBILITIES[feedback_type].documents
    asked = documents_about(review)
    return next((each for each in asked if RESPONSIBILITIES[FeedbackType(each.feedback_type)].documents == due), None)


def document_requests_visible_to(member: Member | None) -> QuerySet[DocumentRequest]:
    """All for agents and leads; those to the partners that the member runs. Nobody else reads them."""
    if member is None:
        return DocumentRequest.objects.none()
    if member.at_the_desk:
        return _documents()
    return _documents().filter(partner__in=partners_run_by(member))


def requests_to_partners_of(member: Member | None) -> QuerySet[DocumentRequest]:
    """What the partners that the member runs were asked for."""
    return _documents().filter(partner__in=partners_run_by(member))


def visible_document_request(member: Member | None, request_id: UUID) -> DocumentRequest:
    """The request of that id; NotThere where there is none that the member may see."""
    found = document_requests_visible_to(member).filter(pk=request_id).first()
    if found is None:
        raise NotThere
    return found


def waiting_documents(requests: QuerySet[DocumentRequest]) -> QuerySet[DocumentRequest]:
    """Those without an answer."""
    return requests.filter(given_at__isnull=True)


def _documents() -> QuerySet[DocumentRequest]:
    """Requests ready to be shown, their files in one more query."""
    files = Prefetch("documents", queryset=PartnerDocument.objects.select_related("upload").order_by("id"))
    return DocumentRequest.objects.select_related(
        "partner",
        "order__offer",
        "order__seller",
        "order__partner",
        "review__buyer",
        "asked_by",
        "given_by",
        "judged_by",
    ).prefetch_related(files)
