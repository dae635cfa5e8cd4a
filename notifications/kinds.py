"""The kinds of things that members are told, whom each concerns, and how it is told unless a member says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tenants.models import Member, Role

Email = Literal["never", "soon", "daily"]

BUYERS = frozenset({Role.BUYER})
SELLERS = frozenset({Role.SELLER})
BOTH = BUYERS | SELLERS


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
        "Messages", "Somebody wrote to you about an order. At most once an hour for each order.", "soon", BOTH
    ),
    "order_moved": Kind("Orders", "An order was started, delivered, canceled or refunded.", "soon", BOTH),
    "payment": Kind("Payments", "A payment arrived, failed, or was paid back.", "soon", BOTH),
    "review_published": Kind("New reviews", "A buyer left a review at your store.", "daily", SELLERS),
    "review_changed": Kind("Changed reviews", "A buyer edited or withdrew a review at your store.", "daily", SELLERS),
    "response_published": Kind("Responses", "A seller responded to your review.", "daily", BUYERS),
    "settlement_proposed": Kind("Settlements", "The other side proposed how to settle a problem.", "soon", BOTH),
    "settlement_answered": Kind(
        "Answers to settlements", "A settlement was accepted, declined, withdrawn or carried out.", "soon", BOTH
    ),
    "compensation_given": Kind("Compensations", "A seller gave you something for what went wrong.", "soon", BUYERS),
    "custom_order_made": Kind("Custom offers", "A seller made an offer for you alone.", "soon", BUYERS),
    "custom_order_ended": Kind(
        "Ends of custom offers", "A custom offer was bought, or its time ran out.", "daily", BOTH
    ),
    "request_decided": Kind(
        "Decided requests",
        "A request to remove a review was decided. The statement of reasons always comes as a letter.",
        "never",
        BOTH,
        by_letter=True,
    ),
    "rate_alert": Kind("Rate alerts", "Your rate of good feedback came near your target, or left it.", "soon", SELLERS),
    "stock_low": Kind("Low stock", "An offer is nearly sold out, or sold out.", "daily", SELLERS),
    "report_answered": Kind("Answers to reports", "What came of your report about a seller.", "soon", BUYERS),
    "team_changed": Kind("Team", "Somebody joined or left the team of your store.", "soon", SELLERS),
}


def kinds_for(member: Member) -> dict[str, Kind]:
    """The kinds that concern one of the member's roles, in their order."""
    return {key: kind for key, kind in KINDS.items() if member.has_role(*kind.audience)}
