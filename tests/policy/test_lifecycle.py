"""Statuses move along the arrows of the domain and nowhere else."""

from enum import StrEnum
from itertools import product

import pytest

from policy import lifecycle
from policy.lifecycle import MoveRefused, StatusTable, move, order_may_become
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

ARROWS = {
    "order": """awaiting_payment in_progress, awaiting_payment canceled, in_progress delivered,
        in_progress refund, in_progress canceled, delivered finished, delivered refund, delivered canceled,
        finished refund""",
    "review": """published withdrawn, published struck, published removed, published attributed,
        struck removed""",
    "removal request": """submitted awaiting_buyer, submitted in_review, submitted withdrawn,
        awaiting_buyer in_review, awaiting_buyer withdrawn, in_review decided, in_review more_information,
        in_review awaiting_approval, more_information in_review, more_information withdrawn,
        awaiting_approval decided, awaiting_approval in_review""",
    "appeal": "lodged in_review, in_review upheld, in_review rejected",
    "settlement": """proposed accepted, proposed declined, proposed expired, proposed withdrawn,
        accepted performed, accepted failed, performed honoured, performed breached""",
    "custom order": "open paid, open expired, open revoked",
    "suspension": "proposed active, proposed dismissed, active ended, active lifted",
}
TABLES = [
    (lifecycle.ORDER, OrderStatus),
    (lifecycle.REVIEW, ReviewStatus),
    (lifecycle.REQUEST, RequestStatus),
    (lifecycle.APPEAL, AppealStatus),
    (lifecycle.SETTLEMENT, SettlementStatus),
    (lifecycle.CUSTOM_ORDER, CustomOrderStatus),
    (lifecycle.SUSPENSION, SuspensionStatus),
]


@pytest.mark.parametrize(("table", "statuses"), TABLES, ids=[table.name for table, _ in TABLES])
def test_exactly_the_arrows_of_the_domain_are_moves(table: StatusTable[StrEnum], statuses: type[StrEnum]) -> None:
    arrows = {tuple(arrow.split()) for arrow in ARROWS[table.name].split(",")}
    for old, new in product(statuses, statuses):
        if (old.value, new.value) in arrows:
            assert move(table, old, new) is new
        else:
            with pytest.raises(MoveRefused):
                move(table, old, new)


def test_a_refusal_names_the_move() -> None:
    with pytest.raises(MoveRefused, match="review: removed -> withdrawn") as caught:
        move(lifecycle.REVIEW, ReviewStatus.REMOVED, ReviewStatus.WITHDRAWN)
    assert caught.value.name == "review: removed -> withdrawn"


class TestSupersedingDecision:
    @pytest.mark.parametrize("old", [ReviewStatus.STRUCK, ReviewStatus.REMOVED, ReviewStatus.ATTRIBUTED])
    def test_brings_a_review_back(self, old: ReviewStatus) -> None:
        assert move(lifecycle.REVIEW_SUPERSEDED, old, ReviewStatus.PUBLISHED) is ReviewStatus.PUBLISHED

    def test_may_be_milder_without_bringing_it_back(self) -> None:
        milder = move(lifecycle.REVIEW_SUPERSEDED, ReviewStatus.REMOVED, ReviewStatus.STRUCK)
        assert milder is ReviewStatus.STRUCK

    @pytest.mark.parametrize("new", [status for status in ReviewStatus if status is not ReviewStatus.WITHDRAWN])
    def test_never_brings_back_what_the_author_withdrew(self, new: ReviewStatus) -> None:
        with pytest.raises(MoveRefused):
            move(lifecycle.REVIEW_SUPERSEDED, ReviewStatus.WITHDRAWN, new)


class TestImportOfAnOrder:
    def test_may_skip_forward_along_the_arrows(self) -> None:
        assert order_may_become(OrderStatus.IN_PROGRESS, OrderStatus.FINISHED)
        assert order_may_become(OrderStatus.AWAITING_PAYMENT, OrderStatus.REFUND)

    def test_may_repeat_what_is_known(self) -> None:
        assert all(order_may_become(status, status) for status in OrderStatus)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (OrderStatus.FINISHED, OrderStatus.IN_PROGRESS),
            (OrderStatus.REFUND, OrderStatus.FINISHED),
            (OrderStatus.CANCELED, OrderStatus.REFUND),
            (OrderStatus.FINISHED, OrderStatus.CANCELED),
        ],
    )
    def test_may_not_go_against_them(self, old: OrderStatus, new: OrderStatus) -> None:
        assert not order_may_become(old, new)


class TestUrgentCases:
    def test_skip_the_buyer_only_when_every_ground_is_urgent(self) -> None:
        after = lifecycle.first_status_after_filing
        urgent, other = GroundKey.PERSONAL_INFORMATION, GroundKey.BLACKMAIL
        assert after(frozenset({urgent})) is RequestStatus.IN_REVIEW
        assert after(frozenset({urgent, other})) is RequestStatus.AWAITING_BUYER
        assert after(frozenset({other})) is RequestStatus.AWAITING_BUYER

    def test_hide_the_review_when_any_ground_is_urgent(self) -> None:
        assert lifecycle.hidden_while_open(frozenset({GroundKey.ILLEGAL_CONTENT, GroundKey.BLACKMAIL}))
        assert not lifecycle.hidden_while_open(frozenset({GroundKey.BLACKMAIL}))
