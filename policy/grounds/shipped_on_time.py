"""Ground: the whole comment is about delay or non-receipt, and the seller shipped by the promised time."""

from typing import Final

from policy.facts import Finding, OrderFacts, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.grounds.whole_comment import asides_in_words, sentences_inside, sentences_outside, whole_comment_about
from policy.phrases import recorded_moment
from policy.saying import Said, joined, say
from policy.terms import EvidenceKind, GroundKey, Outcome, Subject, Verdict

KEY: Final = GroundKey.SHIPPED_ON_TIME
REVISION: Final = 2
"""2: says where sentences without a subject of their own are left out."""

SUBJECTS: Final = frozenset({Subject.DELIVERY})
CONFIDENCE: Final = 0.8
"""What a sentence is about is read by a program; the times of the order are known."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """NOT_MET for a late or missing shipment or a sentence about something else; MET when both sides hold."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    times = _times(facts.order)
    on_time = _shipped_on_time(facts)
    if on_time is False:
        return answer(KEY, REVISION, Verdict.NOT_MET, _shipment_in_words(facts.order), *times)
    whole = whole_comment_about(facts, SUBJECTS)
    if whole is Verdict.NOT_MET:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            say("The comment also speaks of something other than delay or non-receipt."),
            *sentences_outside(facts, SUBJECTS),
            confidence=CONFIDENCE,
        )
    if on_time is None:
        told = joined(_shipment_in_words(facts.order), say("An agent must check the tracking."))
        return unknown(KEY, REVISION, told, *times)
    if whole is Verdict.UNKNOWN:
        return unknown(
            KEY,
            REVISION,
            joined(
                _shipment_in_words(facts.order),
                say(
                    "What each sentence is about is not known; an agent must read whether the whole comment is "
                    "about delay or non-receipt."
                ),
            ),
            *times,
        )
    return answer(
        KEY,
        REVISION,
        Verdict.MET,
        joined(
            _shipment_in_words(facts.order),
            say("Every sentence of the comment is about delay or non-receipt."),
            asides_in_words(facts),
        ),
        *times,
        *sentences_inside(facts),
        confidence=CONFIDENCE,
    )


def _shipped_on_time(facts: RemovalFacts) -> bool | None:
    """Whether it shipped by the promised time; None where a time is missing and nothing is certain yet."""
    order = facts.order
    if order.promised_ship_at is None:
        return None
    if order.shipped_at is None:
        return None if order.tracking_number or facts.gathered_at <= order.promised_ship_at else False
    return order.shipped_at <= order.promised_ship_at


def _shipment_in_words(order: OrderFacts) -> Said:
    if order.promised_ship_at is None:
        return say("The order holds no time by which it should have shipped.")
    promised = recorded_moment(order.promised_ship_at)
    if order.shipped_at is None:
        return say("The order should have shipped by {promised}; no shipment is recorded.", promised=promised)
    shipped = recorded_moment(order.shipped_at)
    if order.tracking_number:
        shipped = say("{moment} (tracking {number})", moment=shipped, number=order.tracking_number)
    if order.shipped_at <= order.promised_ship_at:
        return say(
            "The order shipped in time: on {shipped}, promised by {promised}.", shipped=shipped, promised=promised
        )
    return say("The order shipped late: on {shipped}, promised by {promised}.", shipped=shipped, promised=promised)


def _times(order: OrderFacts) -> tuple[Reference, ...]:
    return tuple(
        Reference(EvidenceKind.ORDER, order.order_id, note=name)
        for name in ("promised_ship_at", "shipped_at", "tracking_number")
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Shipped on time"),
        called=say("shipped on time"),
        meaning=say("The whole comment is about delay or non-receipt, and the seller shipped by the promised time."),
        not_this=say("A comment that also speaks of something else, or a late shipment, is not covered."),
        asks_for=say("the tracking, where the marketplace does not hold it"),
    ),
    outcome=Outcome.STRIKE,
    find=find,
    about_comment=True,
)
