"""What surrounds the words of each kind of letter: its subject, the page that it speaks of, why it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from disputes.models import Letter, Origin


@dataclass(frozen=True, slots=True)
class Dress:
    """`subject` and `path` may name {order}, {case}, {statement}, {notice}, {token}, {step}, {kind}, {documents}."""

    subject: str
    path: str
    action_label: str
    why: str


_ABOUT_YOUR_REVIEW = "You get this because you wrote the review."
_ABOUT_YOUR_REQUEST = "You get this because you asked for the removal of a review."
_ABOUT_YOUR_APPEAL = "You get this because you appealed against a decision."
_ABOUT_YOUR_SHIPMENT = "You get this because you run the fulfilment partner that shipped this order."
_ABOUT_A_STEP = "You get this because it is about you, or about a seller that you run."
_ABOUT_YOUR_NOTICE = "You get this because you reported a review and gave this address. Your name is not passed on."

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
    Letter.Kind.DOCUMENTS_ASKED: Dress(
        "Documents are asked for: order {order}",
        "/partner/requests/{documents}",
        "Answer the request",
        _ABOUT_YOUR_SHIPMENT,
    ),
    Letter.Kind.STEP_CONFIRMED: Dress(
        "You were given a {kind}, and why", "/misuse/{step}", "Read it, and how to appeal", _ABOUT_A_STEP
    ),
    Letter.Kind.STEP_LIFTED: Dress("The {kind} is lifted", "/misuse/{step}", "Read why", _ABOUT_A_STEP),
    Letter.Kind.STEP_APPEAL_REJECTED: Dress(
        "Your appeal against the {kind} was decided", "/misuse/{step}", "Read why", _ABOUT_A_STEP
    ),
}

# Whoever sent a notice has no account: every letter to them leads to their own link, and names no order.
_TO_A_NOTICE_AUTHOR = {
    Letter.Kind.NOTICE_RECEIVED: Dress(
        "We received your notice {notice}", "/notices/{token}", "Follow your notice", _ABOUT_YOUR_NOTICE
    ),
    Letter.Kind.NOTICE_DISMISSED: Dress(
        "What became of your notice {notice}", "/notices/{token}", "Read the answer", _ABOUT_YOUR_NOTICE
    ),
    Letter.Kind.INFORMATION_ASKED: Dress(
        "A question about your notice {notice}", "/notices/{token}", "Answer the question", _ABOUT_YOUR_NOTICE
    ),
    Letter.Kind.NOTICE: Dress(
        "What was decided about your notice {notice}, and why", "/notices/{token}", "Read it all", _ABOUT_YOUR_NOTICE
    ),
    Letter.Kind.APPEAL_RECEIVED: Dress(
        "We received your appeal about your notice {notice}", "/notices/{token}", "Follow it", _ABOUT_YOUR_APPEAL
    ),
    Letter.Kind.APPEAL_REJECTED: Dress(
        "Your appeal about your notice {notice} was decided", "/notices/{token}", "Read it all", _ABOUT_YOUR_APPEAL
    ),
    Letter.Kind.STEP_CONFIRMED: Dress(
        "You were given a {kind}, and why", "/notices/{token}#step-{step}", "Read it, and how to appeal", _ABOUT_A_STEP
    ),
    Letter.Kind.STEP_LIFTED: Dress("The {kind} is lifted", "/notices/{token}#step-{step}", "Read why", _ABOUT_A_STEP),
    Letter.Kind.STEP_APPEAL_REJECTED: Dress(
        "Your appeal against the {kind} was decided", "/notices/{token}#step-{step}", "Read why", _ABOUT_A_STEP
    ),
}


_AFTER_A_SETTLEMENT = Dress(
    "A settlement was not kept: the review of order {order}",
    "/cases/{case}",
    "Follow the case",
    "You get this because you proposed the settlement.",
)


_BESIDE_A_GROUP = Dress(
    "One more case, beside the one you asked for: the review of order {order}",
    "/cases/{case}",
    "Follow the case",
    "You get this because you contested a review that this one may belong to.",
)


def dress_of(letter: Letter) -> Dress:
    case = letter.request
    if letter.kind == Letter.Kind.CASE_RECEIVED and case is not None and case.origin == Origin.GROUP:
        return _BESIDE_A_GROUP
    if letter.kind == Letter.Kind.CASE_RECEIVED and case is not None and case.origin == Origin.SETTLEMENT:
        return _AFTER_A_SETTLEMENT
    dresses = _DRESSES if letter.notice_id is None else _TO_A_NOTICE_AUTHOR
    return dresses[Letter.Kind(letter.kind)]
