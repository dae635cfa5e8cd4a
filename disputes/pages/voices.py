"""Who did something in a case, in sentences for one reader: "You replied", "The buyer replied"."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from policy.saying import Said, say


class Who(Enum):
    YOU = auto()
    BUYER = auto()
    SELLER = auto()
    SENDER = auto()
    """Of a notice; they have no name here."""
    OTHER = auto()
    """The side across from the reader."""


Sentences = Mapping[Who, Said]

ASKED: Final[Sentences] = {
    Who.YOU: say("You asked for the removal of the review"),
    Who.SELLER: say("The seller asked for the removal of the review"),
}
REPORTED: Final[Sentences] = {
    Who.YOU: say("You reported the review as unlawful"),
    Who.SENDER: say("Whoever reported it reported the review as unlawful"),
}
REPLIED: Final[Sentences] = {Who.YOU: say("You replied"), Who.BUYER: say("The buyer replied")}
REPLIED_TO_IT: Final[Sentences] = {Who.YOU: say("You replied to it"), Who.BUYER: say("The buyer replied to it")}
MISSED_THE_REPLY: Final[Sentences] = {
    Who.YOU: say("You did not reply in time"),
    Who.BUYER: say("The buyer did not reply in time"),
}
CAN_REPLY: Final[Sentences] = {
    Who.YOU: say("You can reply until then"),
    Who.BUYER: say("The buyer can reply until then"),
}
ANSWERED: Final[Sentences] = {
    Who.YOU: say("You answered"),
    Who.SELLER: say("The seller answered"),
    Who.SENDER: say("Whoever reported it answered"),
}
APPEALED: Final[Sentences] = {
    Who.YOU: say("You appealed"),
    Who.BUYER: say("The buyer appealed"),
    Who.SELLER: say("The seller appealed"),
    Who.SENDER: say("Whoever reported it appealed"),
}
APPEALED_AGAINST: Final[Sentences] = {
    Who.YOU: say("You appealed against the decision"),
    Who.BUYER: say("The buyer appealed against the decision"),
    Who.SELLER: say("The seller appealed against the decision"),
    Who.OTHER: say("The other side appealed against the decision"),
}
TOOK_BACK: Final[Sentences] = {
    Who.YOU: say("You took the request back"),
    Who.SELLER: say("The seller took the request back"),
    Who.SENDER: say("Whoever reported it took the request back"),
}
APPEAL_WAS: Final[Mapping[str, Said]] = {
    "upheld": say("The appeal was upheld"),
    "rejected": say("The appeal was rejected"),
}
"""By what became of it."""
