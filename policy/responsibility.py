"""Who answers for each of the thirteen types of feedback, and what the fulfilment partner must show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from policy.saying import say
from policy.terms import FeedbackType

if TYPE_CHECKING:
    from policy.document import PolicyDocument
    from policy.time_limits import TimeLimit


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One row of the fulfilment network's table. Empty text: that side has nothing to do."""

    name: str
    called: str
    """The name as it stands within a sentence."""
    documents: str = ""
    """What the partner must show on request."""
    at_fault_if: str = ""
    """When the partner is at fault: its rating suffers and a penalty applies."""
    seller: str = ""
    """What holds for the seller, as a sentence."""
    depends_on_real_type: bool = False
    """The type that the comment really has decides, not this one."""

    @property
    def penalty(self) -> bool:
        """Whether the partner's fault carries a penalty."""
        return bool(self.at_fault_if)

    @property
    def partner_may_answer(self) -> bool:
        """Whether the partner can be responsible at all."""
        return bool(self.documents)


_CONTENTS_INCOMPLETE = say("the package did not hold the right contents")
_WAREHOUSE_DAMAGE = say("the warehouse caused the damage")

RESPONSIBILITIES: Final[Mapping[FeedbackType, Responsibility]] = MappingProxyType(
    {
        FeedbackType.POOR_CUSTOMER_SERVICE: Responsibility(
            say("Poor customer service"),
            say("poor customer service"),
            seller=say("No fault for the partner: the seller's own published policies decide."),
        ),
        FeedbackType.LATE_OR_NOT_RECEIVED: Responsibility(
            say("Late delivery or order not received"),
            say("late delivery or order not received"),
            documents=say("proof that the package shipped on time"),
        ),
        FeedbackType.MISSING_CONTENTS: Responsibility(
            say("Missing contents"),
            say("missing contents"),
            documents=say("proof that the package shipped on time with the right contents"),
        ),
        FeedbackType.WRONG_ITEM: Responsibility(
            say("Wrong item, size or quantity"),
            say("wrong item, size or quantity"),
            documents=say("proof that the package shipped with the right contents"),
            at_fault_if=_CONTENTS_INCOMPLETE,
        ),
        FeedbackType.POOR_PACKAGING: Responsibility(
            say("Poor packaging"),
            say("poor packaging"),
            documents=say("proof that the order shipped in sound, protective packaging"),
            at_fault_if=_WAREHOUSE_DAMAGE,
        ),
        FeedbackType.DAMAGED_OR_EXPIRED: Responsibility(
            say("Item damaged, defective, expired, opened or recalled"),
            say("item damaged, defective, expired, opened or recalled"),
            documents=say("proof that a new, unblemished item shipped in sound, protective packaging"),
            at_fault_if=_WAREHOUSE_DAMAGE,
        ),
        FeedbackType.INACCURATE_DESCRIPTION: Responsibility(
            say("Inaccurate item description"),
            say("inaccurate item description"),
            documents=say("proof that the package shipped with the right contents"),
            at_fault_if=_CONTENTS_INCOMPLETE,
            seller=say("No fault otherwise: it is treated as a product review."),
        ),
        FeedbackType.CANCELED_STILL_RECEIVED: Responsibility(
            say("Canceled order still received"),
            say("canceled order still received"),
            seller=say("No fault if the cancellation came after assignment: it is treated as a return."),
        ),
        FeedbackType.MISTAKE: Responsibility(
            say("Mistake"), say("mistake"), seller=say("Ask the customer to bring the rating in line with the comment.")
        ),
        FeedbackType.PRODUCT_REVIEW: Responsibility(
            say("Product review"),
            say("product review"),
            seller=say("Ask the customer to withdraw it first, then request its removal."),
        ),
        FeedbackType.WANTS_ANSWER: Responsibility(
            say("To get an answer from the seller or manufacturer"),
            say("to get an answer from the seller or manufacturer"),
            documents=say("documents that help the inquiry"),
            seller=say("The type that the comment really has decides."),
            depends_on_real_type=True,
        ),
        FeedbackType.WARNING_OF_SCAM: Responsibility(
            say("To warn others of scams or bad experiences"),
            say("to warn others of scams or bad experiences"),
            documents=say("documents that help the inquiry"),
            seller=say("The type that the comment really has decides."),
            depends_on_real_type=True,
        ),
        FeedbackType.OTHER: Responsibility(say("Other"), say("other")),
    }
)


def penalty_points(feedback_type: FeedbackType, policy: "PolicyDocument") -> int:
    """Points off the partner's rating when it is at fault for feedback of that type; 0 where there are none."""
    if not policy.fulfilment.partners_allowed:
        return 0
    return policy.fulfilment.penalties.get(feedback_type, 0)


def documents_due(feedback_type: FeedbackType, asked_at: datetime, policy: "PolicyDocument") -> "TimeLimit | None":
    """Until when the partner must give what it was asked for; None where it owes nothing for that type."""
    # Here and not above: the document that time limits are read from is checked against this table.
    from policy import time_limits

    if not RESPONSIBILITIES[feedback_type].partner_may_answer:
        return None
    return time_limits.documents(asked_at, policy)
