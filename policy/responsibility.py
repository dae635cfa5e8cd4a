"""Who answers for each of the thirteen types of feedback, and what the fulfilment partner must show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from policy.terms import FeedbackType

if TYPE_CHECKING:
    from policy.document import PolicyDocument
    from policy.time_limits import TimeLimit


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One row of the fulfilment network's table. Empty text: that side has nothing to do."""

    name: str
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


_CONTENTS_INCOMPLETE = "the package did not hold the right contents"
_WAREHOUSE_DAMAGE = "the warehouse caused the damage"

RESPONSIBILITIES: Final[Mapping[FeedbackType, Responsibility]] = MappingProxyType(
    {
        FeedbackType.POOR_CUSTOMER_SERVICE: Responsibility(
            "Poor customer service",
            seller="No fault for the partner: the seller's own published policies decide.",
        ),
        FeedbackType.LATE_OR_NOT_RECEIVED: Responsibility(
            "Late delivery or order not received", documents="proof that the package shipped on time"
        ),
        FeedbackType.MISSING_CONTENTS: Responsibility(
            "Missing contents", documents="proof that the package shipped on time with the right contents"
        ),
        FeedbackType.WRONG_ITEM: Responsibility(
            "Wrong item, size or quantity",
            documents="proof that the package shipped with the right contents",
            at_fault_if=_CONTENTS_INCOMPLETE,
        ),
        FeedbackType.POOR_PACKAGING: Responsibility(
            "Poor packaging",
            documents="proof that the order shipped in sound, protective packaging",
            at_fault_if=_WAREHOUSE_DAMAGE,
        ),
        FeedbackType.DAMAGED_OR_EXPIRED: Responsibility(
            "Item damaged, defective, expired, opened or recalled",
            documents="proof that a new, unblemished item shipped in sound, protective packaging",
            at_fault_if=_WAREHOUSE_DAMAGE,
        ),
        FeedbackType.INACCURATE_DESCRIPTION: Responsibility(
            "Inaccurate item description",
            documents="proof that the package shipped with the right contents",
            at_fault_if=_CONTENTS_INCOMPLETE,
            seller="No fault otherwise: it is treated as a product review.",
        ),
        FeedbackType.CANCELED_STILL_RECEIVED: Responsibility(
            "Canceled order still received",
            seller="No fault if the cancellation came after assignment: it is treated as a return.",
        ),
        FeedbackType.MISTAKE: Responsibility(
            "Mistake", seller="Ask the customer to bring the rating in line with the comment."
        ),
        FeedbackType.PRODUCT_REVIEW: Responsibility(
            "Product review", seller="Ask the customer to withdraw it first, then request its removal."
        ),
        FeedbackType.WANTS_ANSWER: Responsibility(
            "To get an answer from the seller or manufacturer",
            documents="documents that help the inquiry",
            seller="The type that the comment really has decides.",
            depends_on_real_type=True,
        ),
        FeedbackType.WARNING_OF_SCAM: Responsibility(
            "To warn others of scams or bad experiences",
            documents="documents that help the inquiry",
            seller="The type that the comment really has decides.",
            depends_on_real_type=True,
        ),
        FeedbackType.OTHER: Responsibility("Other"),
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
