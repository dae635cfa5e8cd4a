"""The kinds of things that members are told, whom each concerns, and how it is told unless a member says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policy.saying import say
from tenants.models import Member, Role

Email = Literal["never", "soon", "daily"]

BUYERS = frozenset({Role.BUYER})
SELLERS = frozenset({Role.SELLER})
BOTH = BUYERS | SELLERS
CONNECTING = frozenset({Role.LEAD, Role.INTEGRATOR})


@dataclass(frozen=True, slots=True)
class Kind:
    """`default` is how often an e-mail goes out. Of a kind told `by_letter` none does: the law's letter goes anyway."""

    label: str
    explanation: str
    default: Email
    audience: frozenset[Role]
    by_letter: bool = False


KINDS: dict[str, Kind] = {
    "message_received": Kind(
        say("Messages"), say("Somebody wrote to you about an order. At most once an hour for each order."), "soon", BOTH
    ),
    "order_moved": Kind(say("Orders"), say("An order was started, delivered, canceled or refunded."), "soon", BOTH),
    "payment": Kind(say("Payments"), say("A payment arrived, failed, or was paid back."), "soon", BOTH),
    "review_published": Kind(say("New reviews"), say("A buyer left a review at your store."), "daily", SELLERS),
    "review_changed": Kind(
        say("Changed reviews"), say("A buyer edited or withdrew a review at your store."), "daily", SELLERS
    ),
    "response_published": Kind(say("Responses"), say("A seller responded to your review."), "daily", BUYERS),
    "settlement_proposed": Kind(
        say("Settlements"), say("The other side proposed how to settle a problem."), "soon", BOTH
    ),
    "settlement_answered": Kind(
        say("Answers to settlements"),
        say("A settlement was accepted, declined, withdrawn or carried out."),
        "soon",
        BOTH,
    ),
    "compensation_given": Kind(
        say("Compensations"), say("A seller gave you something for what went wrong."), "soon", BUYERS
    ),
    "custom_order_made": Kind(say("Custom offers"), say("A seller made an offer for you alone."), "soon", BUYERS),
    "custom_order_ended": Kind(
        say("Ends of custom offers"), say("A custom offer was bought, or its time ran out."), "daily", BOTH
    ),
    "request_decided": Kind(
        say("Decided requests"),
        say("A request to remove a review was decided. The statement of reasons always comes as a letter."),
        "never",
        BOTH,
        by_letter=True,
    ),
    "rate_alert": Kind(
        say("Rate alerts"), say("Your rate of good feedback came near your target, or left it."), "soon", SELLERS
    ),
    "stock_low": Kind(say("Low stock"), say("An offer is nearly sold out, or sold out."), "daily", SELLERS),
    "report_answered": Kind(say("Answers to reports"), say("What came of your report about a seller."), "soon", BUYERS),
    "webhook_disabled": Kind(
        say("Stopped webhooks"),
        say("An address outside took nothing for three days, or is gone, and hears of events no more."),
        "soon",
        CONNECTING,
    ),
    "team_changed": Kind(say("Team"), say("Somebody joined or left the team of your store."), "soon", SELLERS),
}


def kinds_for(member: Member) -> dict[str, Kind]:
    """The kinds that concern one of the member's roles, in their order."""
    return {key: kind for key, kind in KINDS.items() if member.has_role(*kind.audience)}
