"""What can be chosen from, in words: every value of the document's enumerations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.document.feedback import REVIEWABLE
from policy.grounds import GROUNDS
from policy.saying import say
from policy.terms import (
    CompensationKind,
    DsaTier,
    EvidenceKind,
    GroundKey,
    OneStarCaps,
    OrderStatus,
    Outcome,
    RateFormula,
)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    help: str = ""


_ORDER_STATUS: Final = tuple(
    Option(status.value, label)
    for status, label in (
        (OrderStatus.FINISHED, say("Finished orders")),
        (OrderStatus.REFUND, say("Refunded orders")),
        (OrderStatus.CANCELED, say("Canceled orders")),
    )
    if status in REVIEWABLE
)
_KEEP: Final = Option(Outcome.KEEP.value, say("Keep"), "The review stays as it is.")
_OUTCOME: Final = (
    Option(Outcome.REDACT.value, say("Redact"), "Marked words are hidden; the rest stays and counts."),
    Option(Outcome.ATTRIBUTE.value, say("Attribute to the partner"), "It counts for the fulfilment partner instead."),
    Option(Outcome.STRIKE.value, say("Strike through"), "It stays readable and no longer counts."),
    Option(Outcome.REMOVE.value, say("Remove"), "Nobody but its author reads it, and it no longer counts."),
)
_TABLES: Final = {
    "OrderStatus": _ORDER_STATUS,
    "Outcome": _OUTCOME,
    "GroundKey": tuple(Option(key.value, GROUNDS[key].text.name) for key in GroundKey),
    "OneStarCaps": (
        Option(OneStarCaps.NONE.value, say("It may still be positive")),
        Option(OneStarCaps.NEUTRAL.value, say("It is neutral at best")),
    ),
    "RateFormula": (
        Option(RateFormula.POSITIVE_SHARE.value, say("Positive out of positive and negative")),
        Option(RateFormula.POSITIVE_OF_ALL.value, say("Positive out of all, neutral among them")),
    ),
    "EvidenceKind": (
        Option(EvidenceKind.MESSAGE.value, say("A message of the order's chat")),
        Option(EvidenceKind.FILE.value, say("A file")),
        Option(EvidenceKind.ORDER.value, say("An order")),
        Option(EvidenceKind.REVIEW.value, say("Another review")),
        Option(EvidenceKind.TEXT.value, say("An explanation in words")),
    ),
    "CompensationKind": (
        Option(CompensationKind.SERVICE.value, say("An added service")),
        Option(CompensationKind.ITEM.value, say("An added item")),
        Option(CompensationKind.DISCOUNT.value, say("A discount on a later purchase")),
        Option(CompensationKind.REPLACEMENT.value, say("A replacement")),
        Option(CompensationKind.PARTIAL_REFUND.value, say("A partial refund")),
    ),
    "DsaTier": (
        Option(DsaTier.NONE.value, say("Not held to it")),
        Option(DsaTier.SMALL.value, say("As a small enterprise")),
        Option(DsaTier.FULL.value, say("In full")),
    ),
}


def options_for(enumeration: str, path: tuple[str, ...]) -> tuple[Option, ...]:
    """What may be chosen at `path`, in the order of the enumeration."""
    if path[:2] == ("removal", "second_approval"):
        return (_KEEP, *_OUTCOME)
    return _TABLES[enumeration]
