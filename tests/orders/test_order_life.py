"""The life of an order that was bought here: each step by its side, once, with the times that a review is judged by."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.queries import entries_of
from notifications.models import Notification
from orders.actions.extend_delivery import UnableToExtendDelivery, extend_delivery
from orders.actions.move_order import UnableToMoveOrder, move_order
from orders.models import Message, Offer, Order, Refund
from orders.queries import reviewable
from tenants.queries import policy_in_force
from tests.cast import NOW, finished_order, make_cast
from tests.disputes.acts import pointers
from tests.orders.bought import PRICE, moved, offer_on_sale, paid, placed
from wire.refusals import NotPermitted, NotThere

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


def by(cast, who, order, step, **words):
    return move_order(tenant=cast.tenant, by=who, order=order, to=step, now=NOW, **words)


def told(member, kind="order_moved"):
    return list(Notification.objects.filter(member=member, kind=kind).order_by("id").values_list("title", flat=True))


class TestAGoodOrder:
    def test_runs_to_its_end_and_can_be_reviewed(self, cast):
        order = paid(cast)
        moved(cast, order, "start", at=NOW + HOUR)
        moved(cast, order, "ship", at=NOW + 2 * HOUR, tracking_number=" 1Z 999 ")
        moved(cast, order, "deliver", at=NOW + 3 * HOUR)
        order = moved(cast, order, "finish", at=NOW + 4 * HOUR)
        assert order.status == "finished"
        times = (order.started_at, order.shipped_at, order.delivered_at, order.closed_at)
        assert times == tuple(NOW + n * HOUR for n in (1, 2, 3, 4))
        assert order.tracking_number == "1Z 999"
        policy = policy_in_force(at=NOW).policy
        assert reviewable(order, tenant=cast.tenant, policy=policy, now=NOW + 5 * HOUR)
        actions = [entry.action for entry in entries_of(order).order_by("at", "id")]
        assert actions == [
            "order.created",
            "order.moved",
            "order.started",
            "order.shipped",
            "order.moved",
            "order.moved",
        ]

    def test_tells_the_other_side_of_each_step(self, cast):
        moved(cast, paid(cast), "start", "ship", "deliver", "finish")
        assert told(cast.alice) == [
            "The seller has started: A fine blade",
            "Your order is on its way: A fine blade",
            "Delivered, please confirm: A fine blade",
        ]
        assert told(cast.bob) == ["The buyer confirmed: A fine blade"]

    def test_what_is_delivered_at_once_was_started_too(self, cast):
        order = moved(cast, paid(cast), "deliver")
        assert order.started_at == order.delivered_at == NOW


class TestSteps:
    @pytest.mark.parametrize("step", ["start", "ship", "deliver"])
    def test_of_the_seller_are_not_the_buyers(self, cast, step):
        with pytest.raises(NotPermitted):
            by(cast, cast.alice, paid(cast), step)

    def test_finishing_is_not_the_sellers(self, cast):
        with pytest.raises(NotPermitted):
            by(cast, cast.bob, moved(cast, paid(cast), "deliver"), "finish")

    @pytest.mark.parametrize("step", ["start", "ship", "deliver", "finish", "cancel"])
    def test_are_nobody_elses(self, cast, step):
        order = paid(cast)
        with pytest.raises(NotPermitted):
            by(cast, cast.carol, order, step)
        with pytest.raises(NotThere):
            by(cast, None, order, step)

    @pytest.mark.parametrize("step", ["start", "ship", "deliver"])
    def test_wait_for_the_payment(self, cast, step):
        with pytest.raises(UnableToMoveOrder):
            by(cast, cast.bob, placed(cast), step)

    @pytest.mark.parametrize("step", ["start", "ship", "deliver"])
    def test_are_taken_once_and_the_first_time_stands(self, cast, step):
        order = moved(cast, paid(cast), step)
        before = Order.objects.values().get()
        with pytest.raises(UnableToMoveOrder):
            moved(cast, order, step, at=NOW + HOUR)
        assert Order.objects.values().get() == before

    def test_of_orders_from_elsewhere_are_the_marketplaces(self, cast):
        order = finished_order(cast, status="in_progress", closed_at=None, started_at=None)
        with pytest.raises(UnableToMoveOrder, match="placed elsewhere"):
            by(cast, cast.bob, order, "start")

    def test_there_are_no_others(self, cast):
        with pytest.raises(UnableToMoveOrder):
            by(cast, cast.bob, paid(cast), "explode")

    def test_a_tracking_number_is_one_line(self, cast):
        for number in ("x" * 101, "a\nb"):
            with pytest.raises(UnableToMoveOrder) as refusal:
                by(cast, cast.bob, placed_and_paid(cast), "ship", tracking_number=number)
            assert pointers(refusal) == ["/tracking_number"]


def placed_and_paid(cast):
    known = Offer.objects.filter(external_id="blade").first()
    return paid(cast, known)


class TestCancel:
    def test_a_buyer_who_has_not_paid_gives_it_free(self, cast):
        offer = offer_on_sale(cast)
        order = by(cast, cast.alice, placed(cast, offer), "cancel")
        assert order.status == "canceled"
        assert Offer.objects.get(pk=offer.pk).stock == 3
        assert told(cast.bob) == ["An order was canceled: A fine blade"]

    def test_a_buyer_who_has_paid_asks_the_seller(self, cast):
        with pytest.raises(NotPermitted, match="write to them"):
            by(cast, cast.alice, paid(cast), "cancel")

    def test_a_seller_says_why_and_the_money_goes_back(self, cast):
        order = paid(cast)
        with pytest.raises(UnableToMoveOrder) as refusal:
            by(cast, cast.bob, order, "cancel", reason=" ")
        assert pointers(refusal) == ["/reason"]
        by(cast, cast.bob, order, "cancel", reason="It broke.")
        assert Order.objects.get().status == "canceled"
        assert Refund.objects.get().amount == PRICE
        assert Message.objects.get().body == "I have to cancel this order. It broke."

    def test_a_finished_order_is_not_canceled_any_more(self, cast):
        with pytest.raises(UnableToMoveOrder, match="finished -> canceled"):
            by(cast, cast.bob, moved(cast, paid(cast), "deliver", "finish"), "cancel", reason="No.")
        assert Message.objects.count() == 0

    def test_a_paid_order_that_was_canceled_can_be_reviewed(self, cast):
        order = by(cast, cast.bob, paid(cast), "cancel", reason="It broke.")
        policy = policy_in_force(at=NOW).policy
        assert reviewable(order, tenant=cast.tenant, policy=policy, now=NOW + HOUR)


class TestExtendDelivery:
    def extend(self, cast, order, *, to=NOW + 48 * HOUR, reason="The parts are late.", who=None):
        return extend_delivery(tenant=cast.tenant, by=who or cast.bob, order=order, to=to, reason=reason, now=NOW)

    def test_promises_a_later_time_and_keeps_the_first_one_in_the_log(self, cast):
        order = paid(cast)
        assert self.extend(cast, order).promised_completion_at == NOW + 48 * HOUR
        assert Message.objects.get().body == (
            "I need more time for this order: it will be done by 17 June 2026, 12:00 UTC. The parts are late."
        )
        entry = entries_of(order).get(action="order.extended")
        assert entry.data["promised_completion_at"] == [
            (NOW + 24 * HOUR).isoformat(),
            (NOW + 48 * HOUR).isoformat(),
        ]
        assert told(cast.alice)[-1] == "The seller needs more time: A fine blade"

    @pytest.mark.parametrize("hours", [-1, 24, 24 * 400])
    def test_wants_a_time_that_is_later_and_not_too_far(self, cast, hours):
        with pytest.raises(UnableToExtendDelivery) as refusal:
            self.extend(cast, paid(cast), to=NOW + hours * HOUR)
        assert pointers(refusal) == ["/to"]

    def test_wants_a_reason(self, cast):
        with pytest.raises(UnableToExtendDelivery) as refusal:
            self.extend(cast, paid(cast), reason="  ")
        assert pointers(refusal) == ["/reason"]
        assert Message.objects.count() == 0

    def test_is_over_with_the_delivery(self, cast):
        with pytest.raises(UnableToExtendDelivery, match="nothing left to extend"):
            self.extend(cast, moved(cast, paid(cast), "deliver"))

    def test_is_the_sellers(self, cast):
        with pytest.raises(NotPermitted):
            self.extend(cast, paid(cast), who=cast.alice)
