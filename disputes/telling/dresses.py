"""What surrounds the words of each kind of letter: its subject, the page that it speaks of, why it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from disputes.models import Letter, Origin
from policy.saying import say


@dataclass(frozen=True, slots=True)
class Named:
    """What a subject may name; empty where the letter speaks of no such thing."""

    order: str = ""
    notice: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Dress:
    """`path` may name {case}, {statement}, {token}, {step} and {documents}."""

    subject: Callable[[Named], str]
    path: str
    action_label: str
    why: str


_ABOUT_YOUR_REVIEW = say("You get this because you wrote the review.")
_ABOUT_YOUR_REQUEST = say("You get this because you asked for the removal of a review.")
_ABOUT_YOUR_APPEAL = say("You get this because you appealed against a decision.")
_ABOUT_YOUR_SHIPMENT = say("You get this because you run the fulfilment partner that shipped this order.")
_ABOUT_A_STEP = say("You get this because it is about you, or about a seller that you run.")
_ABOUT_YOUR_NOTICE = say(
    "You get this because you reported a review and gave this address. Your name is not passed on."
)

_DRESSES = {
    Letter.Kind.CASE_RECEIVED: Dress(
        lambda n: say("We received your request about the review of order {order}", order=n.order),
        "/cases/{case}",
        say("Follow the case"),
        _ABOUT_YOUR_REQUEST,
    ),
    Letter.Kind.REPLY_INVITED: Dress(
        lambda n: say("Your side is asked for: your review of order {order}", order=n.order),
        "/cases/{case}",
        say("Read and reply"),
        _ABOUT_YOUR_REVIEW,
    ),
    Letter.Kind.INFORMATION_ASKED: Dress(
        lambda n: say("A question about your request on order {order}", order=n.order),
        "/cases/{case}",
        say("Answer the question"),
        _ABOUT_YOUR_REQUEST,
    ),
    Letter.Kind.STATEMENT: Dress(
        lambda n: say("What was decided about your review of order {order}, and why", order=n.order),
        "/statements/{statement}",
        say("Read the statement of reasons"),
        _ABOUT_YOUR_REVIEW,
    ),
    Letter.Kind.NOTICE: Dress(
        lambda n: say("What was decided about the review of order {order}, and why", order=n.order),
        "/statements/{statement}",
        say("Read the decision notice"),
        _ABOUT_YOUR_REQUEST,
    ),
    Letter.Kind.APPEAL_RECEIVED: Dress(
        lambda n: say("We received your appeal about the review of order {order}", order=n.order),
        "/cases/{case}",
        say("Follow the case"),
        _ABOUT_YOUR_APPEAL,
    ),
    Letter.Kind.APPEAL_REJECTED: Dress(
        lambda n: say("Your appeal about the review of order {order} was decided", order=n.order),
        "/cases/{case}",
        say("Read the case"),
        _ABOUT_YOUR_APPEAL,
    ),
    Letter.Kind.DOCUMENTS_ASKED: Dress(
        lambda n: say("Documents are asked for: order {order}", order=n.order),
        "/partner/requests/{documents}",
        say("Answer the request"),
        _ABOUT_YOUR_SHIPMENT,
    ),
    Letter.Kind.STEP_CONFIRMED: Dress(
        lambda n: say("You were given a {kind}, and why", kind=n.kind),
        "/misuse/{step}",
        say("Read it, and how to appeal"),
        _ABOUT_A_STEP,
    ),
    Letter.Kind.STEP_LIFTED: Dress(
        lambda n: say("The {kind} is lifted", kind=n.kind), "/misuse/{step}", say("Read why"), _ABOUT_A_STEP
    ),
    Letter.Kind.STEP_APPEAL_REJECTED: Dress(
        lambda n: say("Your appeal against the {kind} was decided", kind=n.kind),
        "/misuse/{step}",
        say("Read why"),
        _ABOUT_A_STEP,
    ),
}

# Whoever sent a notice has no account: every letter to them leads to their own link, and names no order.
_TO_A_NOTICE_AUTHOR = {
    Letter.Kind.NOTICE_RECEIVED: Dress(
        lambda n: say("We received your notice {notice}", notice=n.notice),
        "/notices/{token}",
        say("Follow your notice"),
        _ABOUT_YOUR_NOTICE,
    ),
    Letter.Kind.NOTICE_DISMISSED: Dress(
        lambda n: say("What became of your notice {notice}", notice=n.notice),
        "/notices/{token}",
        say("Read the answer"),
        _ABOUT_YOUR_NOTICE,
    ),
    Letter.Kind.INFORMATION_ASKED: Dress(
        lambda n: say("A question about your notice {notice}", notice=n.notice),
        "/notices/{token}",
        say("Answer the question"),
        _ABOUT_YOUR_NOTICE,
    ),
    Letter.Kind.NOTICE: Dress(
        lambda n: say("What was decided about your notice {notice}, and why", notice=n.notice),
        "/notices/{token}",
        say("Read it all"),
        _ABOUT_YOUR_NOTICE,
    ),
    Letter.Kind.APPEAL_RECEIVED: Dress(
        lambda n: say("We received your appeal about your notice {notice}", notice=n.notice),
        "/notices/{token}",
        say("Follow it"),
        _ABOUT_YOUR_APPEAL,
    ),
    Letter.Kind.APPEAL_REJECTED: Dress(
        lambda n: say("Your appeal about your notice {notice} was decided", notice=n.notice),
        "/notices/{token}",
        say("Read it all"),
        _ABOUT_YOUR_APPEAL,
    ),
    Letter.Kind.STEP_CONFIRMED: Dress(
        lambda n: say("You were given a {kind}, and why", kind=n.kind),
        "/notices/{token}#step-{step}",
        say("Read it, and how to appeal"),
        _ABOUT_A_STEP,
    ),
    Letter.Kind.STEP_LIFTED: Dress(
        lambda n: say("The {kind} is lifted", kind=n.kind),
        "/notices/{token}#step-{step}",
        say("Read why"),
        _ABOUT_A_STEP,
    ),
    Letter.Kind.STEP_APPEAL_REJECTED: Dress(
        lambda n: say("Your appeal against the {kind} was decided", kind=n.kind),
        "/notices/{token}#step-{step}",
        say("Read why"),
        _ABOUT_A_STEP,
    ),
}


_AFTER_A_SETTLEMENT = Dress(
    lambda n: say("A settlement was not kept: the review of order {order}", order=n.order),
    "/cases/{case}",
    say("Follow the case"),
    say("You get this because you proposed the settlement."),
)


_BESIDE_A_GROUP = Dress(
    lambda n: say("One more case, beside the one you asked for: the review of order {order}", order=n.order),
    "/cases/{case}",
    say("Follow the case"),
    say("You get this because you contested a review that this one may belong to."),
)


def dress_of(letter: Letter) -> Dress:
    case = letter.request
    if letter.kind == Letter.Kind.CASE_RECEIVED and case is not None and case.origin == Origin.GROUP:
        return _BESIDE_A_GROUP
    if letter.kind == Letter.Kind.CASE_RECEIVED and case is not None and case.origin == Origin.SETTLEMENT:
        return _AFTER_A_SETTLEMENT
    dresses = _DRESSES if letter.notice_id is None else _TO_A_NOTICE_AUTHOR
    return dresses[Letter.Kind(letter.kind)]
