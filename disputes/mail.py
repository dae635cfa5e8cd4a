"""Letters as e-mail: the words of each kind, and an identity that stays the same however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from disputes.models import Letter
from disputes.refusals import moment
from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Dress:
    """What surrounds the words of one kind of letter; `path` is the page it speaks of."""

    subject: str
    path: str
    action_label: str
    why: str


_ABOUT_YOUR_REVIEW = "You get this because you wrote the review."
_ABOUT_YOUR_REQUEST = "You get this because you asked for the removal of a review."
_ABOUT_YOUR_APPEAL = "You get this because you appealed against a decision."

_DRESSES = {
    Letter.Kind.CASE_RECEIVED: Dress(
        "We received your request about the review of order {order}",
        "/cases/{case}",
        "Follow the case",
        _ABOUT_YOUR_REQUEST,
    ),
    Letter.Kind.REPLY_INVITED: Dress(
        "Your side is asked for: your review of order {order}",
        "/cases/{case}",
        "Read and reply",
        _ABOUT_YOUR_REVIEW,
    ),
    Letter.Kind.INFORMATION_ASKED: Dress(
        "A question about your request on order {order}",
        "/cases/{case}",
        "Answer the question",
        _ABOUT_YOUR_REQUEST,
    ),
    Letter.Kind.STATEMENT: Dress(
        "What was decided about your review of order {order}, and why",
        "/statements/{statement}",
        "Read the statement of reasons",
        _ABOUT_YOUR_REVIEW,
    ),
    Letter.Kind.NOTICE: Dress(
        "What was decided about the review of order {order}, and why",
        "/statements/{statement}",
        "Read the decision notice",
        _ABOUT_YOUR_REQUEST,
    ),
    Letter.Kind.APPEAL_RECEIVED: Dress(
        "We received your appeal about the review of order {order}",
        "/cases/{case}",
        "Follow the case",
        _ABOUT_YOUR_APPEAL,
    ),
    Letter.Kind.APPEAL_REJECTED: Dress(
        "Your appeal about the review of order {order} was decided",
        "/cases/{case}",
        "Read the case",
        _ABOUT_YOUR_APPEAL,
    ),
}


def message_of(letter: Letter, *, tenant: Tenant) -> EmailMultiAlternatives:
    """The same letter gives the same Message-ID, so that mail programs show a repeated one once."""
    dress = _DRESSES[Letter.Kind(letter.kind)]
    case = letter.request
    named = {"order": case.review.order.external_id, "case": case.pk, "statement": letter.statement_id}
    context = {
        "marketplace_name": tenant.name,
        "recipient_name": letter.addressee.name,
        "subject": dress.subject.format(**named),
        "action_url": f"{address_of(tenant)}{dress.path.format(**named)}",
        "action_label": dress.action_label,
        "why": dress.why,
        "case": case,
        "statement": letter.statement,
        "appeal": letter.appeal,
        "order": named["order"],
        "reply_until": _until(case.buyer_reply_due_at, tenant),
        "answer_until": _until(case.more_information_due_at, tenant),
        "question": _question(letter),
        "appeal_due": _until(letter.appeal.due_at if letter.appeal else None, tenant),
    }
    message = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string(f"emails/{letter.kind}.txt", context),
        to=[letter.addressee.email],
        headers={"Message-ID": message_id(letter, tenant), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"emails/{letter.kind}.html", context), "text/html")
    return message


def message_id(letter: Letter, tenant: Tenant) -> str:
    return f"<letter-{letter.pk}@{tenant.host}>"


def address_of(tenant: Tenant) -> str:
    """Where the marketplace answers; PUBLIC_PORT names a port that is not the scheme's own."""
    scheme = "https" if settings.HTTPS else "http"
    port = settings.PUBLIC_PORT
    return f"{scheme}://{tenant.host}{f':{port}' if port else ''}"


def _until(at, tenant: Tenant) -> str:
    return moment(at, tenant) if at is not None else ""


def _question(letter: Letter) -> str:
    if letter.kind != Letter.Kind.INFORMATION_ASKED:
        return ""
    asked = letter.request.information_requests.filter(asked_at=letter.created_at).first()
    return asked.question if asked else ""
