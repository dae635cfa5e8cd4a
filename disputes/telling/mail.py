"""Letters as e-mail: the words of each kind, and an identity that stays the same however often it is sent."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from disputes.misuse.step_words import kind_in_words, letter_words
from disputes.models import Letter
from disputes.notices.receipts import token_of
from disputes.refusals import moment
from disputes.telling.asked import documents_asked
from disputes.telling.dresses import Named, dress_of
from policy.saying import say
from tenants.address import address_of
from tenants.languages import language_of
from tenants.look import accents_of
from tenants.models import Tenant
from wire.speaking import speaking


def message_of(letter: Letter, *, tenant: Tenant) -> EmailMultiAlternatives:
    """In the addressee's language. The same letter gives the same Message-ID: mail programs show a repeat once."""
    with speaking(language_of(letter.addressee, tenant)):
        return _message_of(letter, tenant)


def _message_of(letter: Letter, tenant: Tenant) -> EmailMultiAlternatives:
    dress = dress_of(letter)
    case = letter.request
    named = _named(letter)
    context = {
        "marketplace_name": tenant.name,
        "accent": accents_of(tenant)[0],
        "recipient_name": letter.addressee.name,
        "subject": str(dress.subject(named)),
        "action_url": f"{address_of(tenant)}{dress.path.format(**_places(letter))}",
        "action_label": dress.action_label,
        "why": dress.why,
        "case": case,
        "notice": letter.notice,
        "step": letter.step,
        "step_words": letter_words(letter.step, tenant),
        "documents_asked": documents_asked(letter.documents) if letter.documents else "",
        "statement": letter.statement,
        "appeal": letter.appeal,
        "order": named.order,
        "subject_of_it": _subject_of(letter, named),
        "reply_until": _until(case and case.buyer_reply_due_at, tenant),
        "answer_until": _until(case and case.more_information_due_at, tenant),
        "decided_until": _until(case and case.due_at, tenant),
        "question": _question(letter),
        "appeal_due": _until(letter.appeal and letter.appeal.due_at, tenant),
        "step_ends": _until(letter.step and letter.step.ends_at, tenant),
        "documents_due": _until(letter.documents and letter.documents.due_at, tenant),
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


def _named(letter: Letter) -> Named:
    return Named(
        order=_order(letter),
        notice=letter.notice.number if letter.notice else "",
        kind=kind_in_words(letter.step) if letter.step else "",
    )


def _places(letter: Letter) -> dict[str, object]:
    """What addresses of pages may name; empty where the letter speaks of no such thing."""
    return {
        "case": letter.request_id or "",
        "statement": letter.statement_id or "",
        "step": letter.step_id or "",
        "documents": letter.documents_id or "",
        "token": token_of(letter.notice) if letter.notice else "",
    }


def _order(letter: Letter) -> str:
    """Strangers who sent a notice are not told whose order it was."""
    if letter.notice_id is not None:
        return ""
    if letter.documents is not None:
        return letter.documents.order.external_id
    return letter.request.review.order.external_id if letter.request is not None else ""


def _subject_of(letter: Letter, named: Named) -> str:
    if letter.notice_id is not None:
        return say("the review that you reported (notice {notice})", notice=named.notice)
    return say("the review of order {order}", order=named.order) if named.order else ""


def _until(at, tenant: Tenant) -> str:
    return moment(at, tenant) if at is not None else ""


def _question(letter: Letter) -> str:
    if letter.kind != Letter.Kind.INFORMATION_ASKED:
        return ""
    asked = letter.request.information_requests.filter(asked_at=letter.created_at).first()
    return asked.question if asked else ""
