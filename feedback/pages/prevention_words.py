"""Words of the prevention desk: why something is at risk, what can be done, and what a seller might write."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from policy.phrases import moment_in_words
from policy.prevention import AtRisk, OfferOnSale, OrderAtWork, RemedyKind, Risk
from policy.saying import joined, say, say_number
from policy.terms import CompensationKind

if TYPE_CHECKING:
    from orders.models import Order

_PILLS = {
    Risk.LATE_START: (say("Late start"), say("Start is near")),
    Risk.LATE_COMPLETION: (say("Late"), say("Due soon")),
    Risk.UNANSWERED: (say("No answer"), say("No answer")),
    Risk.PAUSED: (say("Paused"), say("Paused")),
    Risk.SOLD_OUT: (say("Sold out"), say("Sold out")),
    Risk.OVERSOLD: (say("Oversold"), say("Oversold")),
    Risk.OVERBOOKED: (say("Too much at once"), say("Too much at once")),
}
_GRAVE = frozenset({Risk.LATE_START, Risk.LATE_COMPLETION, Risk.UNANSWERED, Risk.OVERSOLD})

REMEDIES = {
    RemedyKind.DELAY_NOTICE: say("Tell the buyer about the delay"),
    RemedyKind.ANSWER: say("Answer the buyer"),
    RemedyKind.NO_ANSWER: say("It needs no answer"),
    RemedyKind.EXTEND_DELIVERY: say("Promise a later time"),
    RemedyKind.COMPENSATION: say("Give something for the wait"),
    RemedyKind.SET_STOCK: say("Say how many are left"),
    RemedyKind.PAUSE_OFFER: say("Pause the offer"),
    RemedyKind.PAUSE_ALL: say("Pause all offers"),
}
BUTTONS = {
    RemedyKind.DELAY_NOTICE: say("Send it"),
    RemedyKind.ANSWER: say("Send it"),
    RemedyKind.NO_ANSWER: say("It needs no answer"),
    RemedyKind.EXTEND_DELIVERY: say("Promise the new time"),
    RemedyKind.COMPENSATION: say("Give it"),
    RemedyKind.SET_STOCK: say("Keep the number"),
    RemedyKind.PAUSE_OFFER: say("Pause it"),
    RemedyKind.PAUSE_ALL: say("Pause them all"),
}
DONE = {
    RemedyKind.DELAY_NOTICE: say("The buyer has your message."),
    RemedyKind.ANSWER: say("The buyer has your answer."),
    RemedyKind.NO_ANSWER: say("It is off the list."),
    RemedyKind.EXTEND_DELIVERY: say("The new time is promised, and the buyer has your message."),
    RemedyKind.COMPENSATION: say("The compensation is noted, and the buyer sees it."),
    RemedyKind.SET_STOCK: say("The number is kept."),
    RemedyKind.PAUSE_OFFER: say("The offer is paused for that time."),
    RemedyKind.PAUSE_ALL: say("Your offers are paused for that time. Orders that run go on."),
}
# As a list of the past names them.
TAKEN = {
    RemedyKind.DELAY_NOTICE: say("Delay told in the chat"),
    RemedyKind.ANSWER: say("Message answered"),
    RemedyKind.NO_ANSWER: say("Nothing to answer"),
    RemedyKind.EXTEND_DELIVERY: say("Later time promised"),
    RemedyKind.COMPENSATION: say("Compensation given"),
    RemedyKind.SET_STOCK: say("Stock set"),
    RemedyKind.PAUSE_OFFER: say("Offer paused"),
    RemedyKind.PAUSE_ALL: say("All offers paused"),
}
COMPENSATIONS = {
    CompensationKind.SERVICE: say("Service"),
    CompensationKind.ITEM: say("Item"),
    CompensationKind.DISCOUNT: say("Discount"),
    CompensationKind.REPLACEMENT: say("Replacement"),
    CompensationKind.PARTIAL_REFUND: say("Partial refund"),
}


def reason_shown(reason: AtRisk, why: str, now: datetime) -> dict[str, Any]:
    late, near = _PILLS[reason.risk]
    grave = reason.is_late(now) and reason.risk in _GRAVE
    return {
        "label": late if reason.is_late(now) else near,
        "tone": "danger" if grave else "warning",
        "why": why,
        "since": reason.since,
    }


def why_of_order(reason: AtRisk, facts: OrderAtWork, now: datetime, zone: tzinfo) -> str:
    due = moment_in_words(reason.due, zone)
    match reason.risk, reason.is_late(now):
        case Risk.LATE_START, True:
            return say("Work was to start by {moment}, and has not started.", moment=due)
        case Risk.LATE_START, False:
            return say("Work is to start by {moment}, and has not started.", moment=due)
        case Risk.LATE_COMPLETION, True:
            return say("It was promised by {moment}, and is not delivered.", moment=due)
        case Risk.LATE_COMPLETION, False:
            return say("It is promised by {moment}, and is not delivered.", moment=due)
        case Risk.UNANSWERED, _:
            return say("The buyer wrote on {moment}, and has no answer.", moment=moment_in_words(reason.since, zone))
    if facts.paused_until is None:
        return say("Its offer is paused until you go on, while this order waits.")
    until = moment_in_words(facts.paused_until, zone)
    return say("Its offer is paused until {moment}, and this order is promised before that.", moment=until)


def why_of_offer(reason: AtRisk, facts: OfferOnSale, zone: tzinfo) -> str:
    match reason.risk:
        case Risk.SOLD_OUT:
            return say("It shows to buyers, and none is left.")
        case Risk.OVERSOLD:
            return joined(
                say_number(
                    "{number} was ordered elsewhere since you last said how many are left.",
                    "{number} were ordered elsewhere since you last said how many are left.",
                    facts.uncounted,
                ),
                say_number("There is {number} left.", "There are {number} left.", facts.stock or 0),
            )
        case Risk.OVERBOOKED:
            return joined(
                say_number(
                    "{number} order is due by tomorrow at this time, or was due before.",
                    "{number} orders are due by tomorrow at this time, or were due before.",
                    facts.due_soon,
                ),
                say_number(
                    "Of {delivered} delivered in 90 days, at most {number} was done on one day.",
                    "Of {delivered} delivered in 90 days, at most {number} were done on one day.",
                    facts.best_day,
                    delivered=facts.delivered,
                ),
            )
    waiting = say_number(
        "{number} order is still to be worked on.", "{number} orders are still to be worked on.", facts.waiting
    )
    if facts.paused_until is None:
        return joined(say("It is paused until you go on."), waiting)
    return joined(say("It is paused until {moment}.", moment=moment_in_words(facts.paused_until, zone)), waiting)


def words_to_send(kind: RemedyKind, reasons: list[AtRisk], order: Order, now: datetime, zone: tzinfo) -> str:
    """What the message's field begins with. The seller changes it as they like; it never speaks of feedback."""
    name = order.buyer.name
    hello = say("Hello {name},", name=name) if name else say("Hello,")
    if kind is RemedyKind.ANSWER:
        return _letter(hello, say("I am sorry that you had to wait for my answer."), "")
    if kind is RemedyKind.EXTEND_DELIVERY:
        return str(say("I am sorry for the delay. If you would rather not wait, tell me, and we will find a solution."))
    told = next((each for each in reasons if each.risk is not Risk.UNANSWERED), None)
    return _letter(
        hello,
        _news(told, now, zone),
        say("I am sorry for the wait. If this is too late for you, tell me, and we will find a solution together."),
    )


def _news(reason: AtRisk | None, now: datetime, zone: tzinfo) -> str:
    if reason is None or reason.risk is Risk.PAUSED:
        return say("I want to tell you in good time that your order will take longer than usual.")
    due, late = moment_in_words(reason.due, zone), reason.is_late(now)
    if reason.risk is Risk.LATE_START:
        if late:
            return say("I promised to start on your order by {moment}, and I have not yet.", moment=due)
        return say("I may start on your order a little later than promised ({moment}).", moment=due)
    if late:
        return say("I promised your order by {moment}, and it is not ready yet.", moment=due)
    return say("Your order may take a little longer than promised ({moment}).", moment=due)


def _letter(*parts: str) -> str:
    return "\n\n".join(str(part) for part in parts)
