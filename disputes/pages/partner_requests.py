"""The partner's desk: what it is asked to show, by deadline, and the form in which it answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from disputes.actions.give_documents import give_documents
from disputes.models import DocumentRequest
from disputes.pages.attached import attach
from disputes.pages.typed import Errors, TypedEvidence, text_in
from disputes.queries import requests_to_partners_of, waiting_documents
from disputes.refusals import LONGEST_TEXT
from disputes.telling.asked import documents_asked
from feedback.queries import Sight, review_of_id, shown_comment, sight_of
from orders.queries import known_uploads, partners_run_by, visible_upload
from policy.responsibility import RESPONSIBILITIES
from policy.saying import say
from policy.terms import FeedbackType
from tenants.models import Member
from wire.entry import for_members
from wire.ids import read_id
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused

WAITING = CursorPages("due_at", "id")
ANSWERED = CursorPages("-given_at", "-id")
_TIMES = (
    (say("Placed"), "placed_at"),
    (say("Promised to ship by"), "promised_ship_at"),
    (say("Shipped"), "shipped_at"),
    (say("Promised to arrive by"), "promised_completion_at"),
    (say("Delivered"), "delivered_at"),
)


@require_safe
@for_members
def partner_requests(request: HttpRequest) -> HttpResponse:
    """For members who run a partner; for others the page is not there."""
    partners = list(partners_run_by(request.member).order_by("slug"))
    if not partners:
        raise NotThere
    here, now = reverse("partner_requests"), timezone.now()
    answered = request.GET.get("show") == "answered"
    rows = requests_to_partners_of(request.member)
    waiting = waiting_documents(rows)
    shown, pages = (rows.filter(given_at__isnull=False), ANSWERED) if answered else (waiting, WAITING)
    try:
        cut = pages.cut(shown, cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    kept = f"{here}?show=answered&" if answered else f"{here}?"
    page = {
        "partners": partners,
        "partner_names": ", ".join(each.name for each in partners),
        "answered": answered,
        "rows": [_row(each, now) for each in cut.rows],
        "tabs": [
            {"label": say("To answer"), "href": here, "current": not answered, "count": waiting.count()},
            {"label": say("Answered"), "href": f"{here}?show=answered", "current": answered},
        ],
        "newer_href": f"{kept}cursor={cut.previous}" if cut.previous else "",
        "older_href": f"{kept}cursor={cut.next}" if cut.next else "",
    }
    return render(request, "disputes/partner_requests.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def partner_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    asked = requests_to_partners_of(request.member).filter(pk=request_id).first()
    if asked is None:
        raise NotThere
    errors, now = Errors(), timezone.now()
    typed, words = TypedEvidence.from_post(request.POST), text_in(request.POST, "answer")
    if request.method == "POST":
        errors = attach(request, typed, partner=asked.partner, now=now)
    if request.method == "POST" and not errors:
        try:
            give_documents(
                tenant=request.tenant,
                by=request.member,
                request=asked,
                answer=words,
                uploads=_files(request.member, typed),
                now=now,
            )
        except Refused as refusal:
            for problem in refusal.problems:
                errors.add(problem, _field(problem.pointer))
        else:
            messages.success(request, str(say("Your answer is with the marketplace's agents.")))
            return redirect("partner_request", asked.pk)
    asked = requests_to_partners_of(request.member).get(pk=request_id)
    page = {
        **_row(asked, now),
        "asked": asked,
        "duty": RESPONSIBILITIES[FeedbackType(asked.feedback_type)],
        "facts": _facts(asked),
        "words": _words_of_the_review(asked, request.member),
        "documents": [_document(each.upload) for each in asked.documents.all()],
        "answer": words,
        "files": _choices(request.member, typed),
        "errors": errors.beside,
        "summary": errors.summary({"answer": say("Your answer"), "file": say("Files"), "upload": say("Files")}),
        "longest": LONGEST_TEXT,
    }
    return render(request, "disputes/partner_request.html", page, status=422 if errors else 200)


def _field(pointer: str) -> str:
    if pointer == "/answer":
        return "answer"
    return "file" if pointer.startswith("/files") else ""


def _row(asked: DocumentRequest, now: datetime) -> dict[str, Any]:
    """One request as list and page word it: what is due, how long is left, and what came of it."""
    over, late = asked.given_at is None and asked.due_at <= now, asked.given_late
    return {
        "href": reverse("partner_request", args=[asked.pk]),
        "order": asked.order.external_id,
        "item": asked.order.offer.title if asked.order.offer_id else "",
        "seller": asked.order.seller.name,
        "type": RESPONSIBILITIES[FeedbackType(asked.feedback_type)].name,
        "asks_for": documents_asked(asked),
        "asked_at": asked.asked_at,
        "due_at": asked.due_at,
        "given_at": asked.given_at,
        "left": asked.due_at - now if asked.given_at is None and not over else None,
        "over_by": now - asked.due_at if over else None,
        "late": late,
        "late_by": asked.given_at - asked.due_at if late else None,
        "outcome": _outcome(asked, over=over, late=late),
    }


def _outcome(asked: DocumentRequest, *, over: bool, late: bool) -> dict[str, str]:
    """A label and its tone; agents' words stand on the request's own page."""
    if over:
        return {"label": say("Overdue"), "tone": "danger"}
    if asked.given_at is None:
        return {"label": say("To answer"), "tone": "warning"}
    if late:
        return {"label": say("Given late"), "tone": "danger"}
    if asked.proves_it_right is None:
        return {"label": say("An agent reads it"), "tone": "info"}
    return (
        {"label": say("Proves it right"), "tone": "success"}
        if asked.proves_it_right
        else {"label": say("Proves nothing"), "tone": "danger"}
    )


def _facts(asked: DocumentRequest) -> list[dict[str, Any]]:
    """What the marketplace holds about the shipment."""
    order = asked.order
    facts: list[dict[str, Any]] = [
        {"key": say("Order"), "value": order.external_id, "href": reverse("order_page", args=[order.external_id])},
        {"key": say("Sold by"), "value": order.seller.name},
    ]
    if order.offer_id:
        facts.append({"key": say("Item"), "value": order.offer.title})
    facts += [{"key": label, "at": at} for label, name in _TIMES if (at := getattr(order, name))]
    if order.tracking_number:
        facts.append({"key": say("Tracking"), "value": order.tracking_number})
    return facts


def _words_of_the_review(asked: DocumentRequest, member: Member) -> dict[str, Any]:
    """The comment as everyone may read it, and nothing of its stars."""
    review = review_of_id(asked.review_id)
    sight = sight_of(member, review)
    readable = sight in (Sight.PUBLIC, Sight.WHOLE)
    return {
        "readable": readable,
        "text": shown_comment(review, Sight.PUBLIC) if readable else "",
        "href": reverse("review_page", args=[review.pk]) if readable else "",
    }


def _files(member: Member, typed: TypedEvidence) -> list:
    """The kept files that were sent along; one that cannot be seen is left to the action to miss."""
    uploads = known_uploads([read_id(ref) for ref in typed.ids["file"]])
    return [each for each in uploads if _visible(member, each.pk)]


def _choices(member: Member, typed: TypedEvidence) -> list[dict[str, Any]]:
    found = (_visible(member, read_id(ref)) for ref in typed.ids["file"])
    return [
        {"value": str(each.pk), "label": each.name, "href": reverse("file", args=[each.pk])} for each in found if each
    ]


def _visible(member: Member, upload_id: UUID) -> Any:
    try:
        return visible_upload(member, upload_id)
    except NotThere:
        return None


def _document(upload: Any) -> dict[str, str]:
    return {"name": upload.name, "href": reverse("file", args=[upload.pk]), "kind": upload.content_type}
