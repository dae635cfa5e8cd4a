"""What a seller can choose in a form: the grounds of the policy, and the evidence that is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from disputes.intake.outlook import Chance, Outlook
from disputes.pages.chat_lines import ChatAsked, chat_choices
from disputes.pages.contested import titled
from disputes.pages.typed import Errors, TypedEvidence, TypedRequest
from feedback.queries import Sight, reviews_visible_to, shown_comment
from orders.queries import visible_upload
from policy.document import PolicyDocument
from policy.filing import needs_any_evidence
from policy.grounds import GROUNDS
from policy.responsibility import RESPONSIBILITIES
from policy.saying import say, say_list
from policy.terms import GroundKey
from tenants.models import Member
from wire.ids import read_id
from wire.refusals import NotThere

REVIEWS_SHOWN = 10
_NEEDS = {
    "message": say("a message of the chat"),
    "file": say("a file"),
    "order": say("the order"),
    "review": say("another review"),
    "text": say("an explanation in your words"),
}


_LABELS = {
    "ground": say("Ground"),
    "evidence": say("Evidence"),
    "upload": say("Files"),
    "text": say("In your own words"),
    "message": say("Messages"),
    "order": say("Order"),
    "review": say("Other reviews"),
    "file": say("Files"),
}
_CHANCES = {
    Chance.LIKELY: (say("Speaks for it"), "success"),
    Chance.POSSIBLE: (say("Possible"), "neutral"),
    Chance.UNLIKELY: (say("Speaks against it"), "warning"),
    Chance.CLOSED: (say("Not possible"), "danger"),
}


def grounds_of(
    outlooks: Sequence[Outlook], policy: PolicyDocument, typed: TypedRequest, errors: Errors
) -> list[dict[str, Any]]:
    """Each offered ground as it looks: its meaning, what it asks for, what is known, and what was typed for it."""
    return [_ground(each, policy, typed, errors) for each in outlooks]


def _ground(looks: Outlook, policy: PolicyDocument, typed: TypedRequest, errors: Errors) -> dict[str, Any]:
    key = looks.ground
    label, tone = _CHANCES[looks.chance]
    return {
        "key": key.value,
        "name": GROUNDS[key].text.name,
        "meaning": GROUNDS[key].text.meaning,
        "not_this": GROUNDS[key].text.not_this,
        "needs": _needs(key, policy),
        "chance": label,
        "tone": tone,
        "closed": looks.chance is Chance.CLOSED,
        "why_not": [problem.detail for problem in looks.against],
        "known": looks.known.explanation if looks.known else "",
        "checked": key.value in typed.grounds,
        "error": errors.beside.get(f"ground_{key.value}", ""),
        "statement": typed.statements.get(key.value, ""),
        "statement_error": errors.beside.get(f"statement_{key.value}", ""),
        "least": policy.removal.grounds[key].statement_min_length,
        "types": _types() if key is GroundKey.PARTNER_AT_FAULT else [],
        "type": typed.feedback_types.get(key.value, ""),
        "type_error": errors.beside.get(f"feedback_type_{key.value}", ""),
    }


def labels_of(policy: PolicyDocument) -> dict[str, str]:
    """The fields of the form by their names, for the summary of what is wrong."""
    labels: dict[str, str] = dict(_LABELS)
    for key in policy.removal.offered:
        name = GROUNDS[key].text.name
        labels |= {f"ground_{key}": name, f"statement_{key}": name, f"feedback_type_{key}": name}
    return labels


def _needs(key: GroundKey, policy: PolicyDocument) -> str:
    kinds = policy.removal.grounds[key].required_evidence
    if kinds:
        return say("Needs {things}.", things=say_list([_NEEDS[kind] for kind in kinds], "and"))
    if needs_any_evidence(key, policy.removal):
        return say("Needs at least one piece of evidence.")
    if GROUNDS[key].comment_is_evidence:
        return say("Needs no evidence: the comment speaks for itself.")
    return say("Needs no evidence; what you have helps.")


def _types() -> list[dict[str, str]]:
    named = [{"value": key.value, "label": each.name} for key, each in RESPONSIBILITIES.items()]
    return [{"value": "", "label": say("Choose what it is about")}, *named]


def evidence_choices(review, member: Member, typed: TypedEvidence, asked: ChatAsked, *, here: str) -> dict[str, Any]:
    """The order's chat, the order, that buyer's other reviews and the attached files, ticked as typed."""
    order = review.order
    return {
        "chat": chat_choices(review, typed, asked, here=here),
        "orders": [
            {
                "value": str(order.pk),
                "label": say("Order {number}", number=order.external_id),
                "help": say("Its promised and actual times, parties and shipment, as the marketplace keeps them."),
                "checked": str(order.pk) in typed.ids["order"],
            }
        ],
        "reviews": [_review(other, typed) for other in _others(review, member)],
        "files": [file for ref in typed.ids["file"] if (file := _file(member, ref))],
        "text": typed.text,
    }


def _others(review, member: Member) -> Any:
    same = reviews_visible_to(member).filter(buyer=review.buyer_id, seller=review.seller_id)
    return same.exclude(pk=review.pk).order_by("-published_at", "-id")[:REVIEWS_SHOWN]


def _review(other, typed: TypedEvidence) -> dict[str, Any]:
    day = timezone.localdate(other.published_at)
    words = shown_comment(other, Sight.PUBLIC if other.hidden_at is None else Sight.TOMBSTONE)
    return {
        "value": str(other.pk),
        "label": say("{review}, {day}", review=capfirst(str(titled(other))), day=day),
        "help": words[:160] or str(say("Stars and no words.")),
        "checked": str(other.pk) in typed.ids["review"],
    }


def _file(member: Member, ref: str) -> dict[str, Any] | None:
    try:
        upload = visible_upload(member, read_id(ref))
    except NotThere:
        return None
    return {"value": ref, "label": upload.name, "href": reverse("file", args=[upload.pk]), "checked": True}
