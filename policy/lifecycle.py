"""Which moves between statuses are allowed, as data, and the one function that refuses the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from policy.terms import (
    AppealStatus,
    CustomOrderStatus,
    GroundKey,
    OrderStatus,
    RequestStatus,
    ReviewStatus,
    SettlementStatus,
    SuspensionStatus,
)

Status = TypeVar("Status", bound=StrEnum)


class MoveRefused(Exception):
    """A status may not become that other one. `name` is the move, as in "review: removed -> withdrawn"."""

    def __init__(self, table: str, old: StrEnum, new: StrEnum) -> None:
        self.table, self.old, self.new = table, old, new
        self.name = f"{table}: {old.value} -> {new.value}"
        super().__init__(f"This move is not allowed ({self.name}).")


@dataclass(frozen=True, slots=True)
class StatusTable(Generic[Status]):
    """The moves of one kind of thing; a status that is no key moves nowhere."""

    name: str
    moves: Mapping[Status, frozenset[Status]]

    def next_of(self, old: Status) -> frozenset[Status]:
        """The statuses that `old` may become in one move."""
        return self.moves.get(old, frozenset())

    def reaches(self, old: Status, new: Status) -> bool:
        """Whether a path of one or more moves leads from `old` to `new`."""
        seen: set[Status] = set()
        front = set(self.next_of(old))
        while front:
            seen |= front
            front = {after for status in front for after in self.next_of(status)} - seen
        return new in seen


ORDER: Final = StatusTable(
    "order",
    {
        OrderStatus.AWAITING_PAYMENT: frozenset({OrderStatus.IN_PROGRESS, OrderStatus.CANCELED}),
        OrderStatus.IN_PROGRESS: frozenset({OrderStatus.DELIVERED, OrderStatus.REFUND, OrderStatus.CANCELED}),
        OrderStatus.DELIVERED: frozenset({OrderStatus.FINISHED, OrderStatus.REFUND, OrderStatus.CANCELED}),
        OrderStatus.FINISHED: frozenset({OrderStatus.REFUND}),
    },
)

REVIEW: Final = StatusTable(
    "review",
    {
        ReviewStatus.PUBLISHED: frozenset(
            {ReviewStatus.WITHDRAWN, ReviewStatus.STRUCK, ReviewStatus.REMOVED, ReviewStatus.ATTRIBUTED}
        ),
        ReviewStatus.STRUCK: frozenset({ReviewStatus.REMOVED}),
    },
)

_DECIDED_REVIEW: Final = frozenset(
    {ReviewStatus.PUBLISHED, ReviewStatus.STRUCK, ReviewStatus.REMOVED, ReviewStatus.ATTRIBUTED}
)

# A superseding decision takes the place of the earlier one as if it alone had been made, so it may lead to
# every status that a decision can give. What the author withdrew stays withdrawn.
REVIEW_SUPERSEDED: Final = StatusTable(
    "review by a superseding decision", {status: _DECIDED_REVIEW - {status} for status in _DECIDED_REVIEW}
)

REQUEST: Final = StatusTable(
    "removal request",
    {
        RequestStatus.SUBMITTED: frozenset(
            {RequestStatus.AWAITING_BUYER, RequestStatus.IN_REVIEW, RequestStatus.WITHDRAWN}
        ),
        RequestStatus.AWAITING_BUYER: frozenset({RequestStatus.IN_REVIEW, RequestStatus.WITHDRAWN}),
        RequestStatus.IN_REVIEW: frozenset(
            {RequestStatus.DECIDED, RequestStatus.MORE_INFORMATION, RequestStatus.AWAITING_APPROVAL}
        ),
        RequestStatus.MORE_INFORMATION: frozenset({RequestStatus.IN_REVIEW, RequestStatus.WITHDRAWN}),
        RequestStatus.AWAITING_APPROVAL: frozenset({RequestStatus.DECIDED, RequestStatus.IN_REVIEW}),
    },
)

APPEAL: Final = StatusTable(
    "appeal",
    {
        AppealStatus.LODGED: frozenset({AppealStatus.IN_REVIEW}),
        AppealStatus.IN_REVIEW: frozenset({AppealStatus.UPHELD, AppealStatus.REJECTED}),
    },
)

SETTLEMENT: Final = StatusTable(
    "settlement",
    {
        SettlementStatus.PROPOSED: frozenset(
            {
                SettlementStatus.ACCEPTED,
                SettlementStatus.DECLINED,
                SettlementStatus.EXPIRED,
                SettlementStatus.WITHDRAWN,
            }
        ),
        SettlementStatus.ACCEPTED: frozenset({SettlementStatus.PERFORMED, SettlementStatus.FAILED}),
        SettlementStatus.PERFORMED: frozenset({SettlementStatus.HONOURED, SettlementStatus.BREACHED}),
    },
)

CUSTOM_ORDER: Final = StatusTable(
    "custom order",
    {CustomOrderStatus.OPEN: frozenset({CustomOrderStatus.PAID, CustomOrderStatus.EXPIRED, CustomOrderStatus.REVOKED})},
)

SUSPENSION: Final = StatusTable(
    "suspension",
    {
        SuspensionStatus.PROPOSED: frozenset({SuspensionStatus.ACTIVE, SuspensionStatus.DISMISSED}),
        SuspensionStatus.ACTIVE: frozenset({SuspensionStatus.ENDED, SuspensionStatus.LIFTED}),
    },
)

# Not the author's interest but that of the person named, or of the public, is at stake.
URGENT_GROUNDS: Final = frozenset({GroundKey.PERSONAL_INFORMATION, GroundKey.ILLEGAL_CONTENT})


def move(table: StatusTable[Status], old: Status, new: Status) -> Status:
    """Return `new` where one move of the table leads there from `old`; raise MoveRefused otherwise."""
    if new not in table.next_of(old):
        raise MoveRefused(table.name, old, new)
    return new


def order_may_become(old: OrderStatus, new: OrderStatus) -> bool:
    """Whether an import may set `new`: the same status, or any further one along the arrows."""
    return old == new or ORDER.reaches(old, new)


def first_status_after_filing(grounds: frozenset[GroundKey]) -> RequestStatus:
    """Where a filed request waits first: with the buyer, unless every ground is urgent.

    One urgent ground among others hides the review at once but does not take away the buyer's reply.
    """
    return RequestStatus.IN_REVIEW if grounds and grounds <= URGENT_GROUNDS else RequestStatus.AWAITING_BUYER


def hidden_while_open(grounds: frozenset[GroundKey]) -> bool:
    """Whether the review is hidden from the public while the case runs (it still counts until decided)."""
    return not grounds.isdisjoint(URGENT_GROUNDS)
