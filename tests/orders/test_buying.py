"""Buying: the last one is sold once, promises run from the payment, and what nobody pays is free again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from audit.queries import entries_of
from feedback.actions.post_review import UnableToPostReview, post_review
from notifications.models import Notification
from orders.actions.open_order import TIME_TO_PAY, UnableToOpenOrder
from orders.actions.place_order import UnableToPlaceOrder, place_order
from orders.jobs.end_unpaid import end_unpaid
from orders.models import Offer, Order
from tests.cast import NOW, make_cast, make_mallory, make_member
from tests.disputes.acts import codes, pointers
from tests.orders.bought import PRICE, offer_on_sale, paid, placed
from wire.refusals import NotPermitted, NotThere, Refused

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


def left(offer):
    return Offer.objects.get(pk=offer.pk).stock


class TestPlaceOrder:
    def test_takes_what_is_ordered_and_waits_for_its_payment(self, cast):
        offer = offer_on_sale(cast)
        order = placed(cast, offer, quantity=2)
        assert (order.status, order.amount, order.currency, order.quantity) == ("awaiting_payment", 25, "EUR", 2)
        assert order.pay_by == NOW + timedelta(minutes=30)
        assert order.promised_start_at == NOW + 2 * HOUR
        assert order.promised_completion_at == NOW + 24 * HOUR
        assert order.external_id.startswith("T-")
        assert left(offer) == 1
        assert [entry.action for entry in entries_of(order)] == ["order.created"]

    def test_counts_nothing_where_the_seller_does_not(self, cast):
        offer = offer_on_sale(cast, stock=None)
        placed(cast, offer, quantity=500)
        assert left(offer) is None

    @pytest.mark.parametrize("quantity", [0, -1, 1000, None])
    def test_wants_a_sensible_number(self, cast, quantity):
        with pytest.raises(UnableToPlaceOrder) as refusal:
            placed(cast, quantity=quantity)
        assert pointers(refusal) == ["/quantity"]

    def test_refuses_more_than_is_left_and_says_how_many_are(self, cast):
        with pytest.raises(UnableToPlaceOrder, match="Only 3 left"):
            placed(cast, quantity=4)
        assert Order.objects.count() == 0

    def test_refuses_what_is_sold_out_kindly(self, cast):
        with pytest.raises(UnableToPlaceOrder, match="nothing was charged") as refusal:
            placed(cast, offer_on_sale(cast, stock=0))
        assert codes(refusal) == ["conflict"]

    def test_refuses_a_paused_offer_until_its_pause_ends(self, cast):
        offer = offer_on_sale(cast)
        Offer.objects.filter(pk=offer.pk).update(paused_from=NOW, paused_until=NOW + HOUR)
        with pytest.raises(UnableToPlaceOrder, match="paused this offer until 15 June 2026, 13:00"):
            placed(cast, offer)
        assert placed(cast, offer, at=NOW + HOUR).status == "awaiting_payment"

    def test_knows_no_offer_that_is_not_on_sale(self, cast):
        with pytest.raises(NotThere):
            placed(cast, offer_on_sale(cast, listed=False))

    def test_is_for_buyers_alone(self, cast):
        for who in (cast.carol, None):
            with pytest.raises(NotPermitted):
                placed(cast, by=who)

    def test_never_sells_to_those_who_run_the_seller(self, cast):
        from orders.actions.seat_member import seat_member

        seat_member(tenant=cast.tenant, seller=cast.seller, member=cast.alice, now=NOW)
        with pytest.raises(UnableToOpenOrder, match="own store"):
            placed(cast)

    def test_refuses_while_nothing_can_be_paid(self, cast, settings):
        settings.PAYMENT_VARIANTS = {}
        with pytest.raises(UnableToPlaceOrder, match="Nothing can be paid"):
            placed(cast)

    def test_a_form_sent_twice_places_one_order(self, cast):
        offer = offer_on_sale(cast, stock=1)
        first = placed(cast, offer, attempt="a-form")
        assert placed(cast, offer, attempt="a-form", at=NOW + MINUTE).pk == first.pk
        assert left(offer) == 0
        sam = make_member(cast.tenant, "Sam", "buyer")
        with pytest.raises(UnableToPlaceOrder):
            placed(cast, offer, by=sam, attempt="a-form")

    def test_tells_the_seller_once_that_few_are_left(self, cast):
        offer = offer_on_sale(cast, stock=5)
        for _ in range(5):
            placed(cast, offer)
        told = Notification.objects.filter(member=cast.bob, kind="stock_low").order_by("created_at", "id")
        assert [each.title for each in told] == ["A fine blade: only 3 left", "A fine blade: sold out"]


class TestUnpaidOrders:
    def test_end_when_their_time_is_over_and_free_what_they_held(self, cast):
        offer = offer_on_sale(cast)
        order = placed(cast, offer, quantity=3)
        assert end_unpaid(tenant=cast.tenant, now=NOW + TIME_TO_PAY - MINUTE) == 0
        assert end_unpaid(tenant=cast.tenant, now=NOW + TIME_TO_PAY) == 1
        assert end_unpaid(tenant=cast.tenant, now=NOW + TIME_TO_PAY) == 0
        order.refresh_from_db()
        assert (order.status, order.closed_at) == ("canceled", NOW + TIME_TO_PAY)
        assert left(offer) == 3

    def test_do_not_include_what_is_paid(self, cast):
        paid(cast)
        assert end_unpaid(tenant=cast.tenant, now=NOW + 2 * HOUR) == 0

    def test_leave_no_review_behind(self, cast):
        order = placed(cast)
        end_unpaid(tenant=cast.tenant, now=NOW + TIME_TO_PAY)
        order.refresh_from_db()
        stars = {"fulfilment": 1, "communication": 1}
        with pytest.raises(UnableToPostReview, match="before it was paid"):
            post_review(tenant=cast.tenant, by=cast.alice, order=order, stars=stars, comment="", now=NOW + HOUR)


@pytest.mark.django_db(transaction=True)
class TestTwoBuyersAtOnce:
    def test_the_last_one_is_sold_once_and_the_other_is_told_what_to_do(self):
        cast = make_cast()
        sam = make_member(cast.tenant, "Sam", "buyer")
        with cast.inside():
            offer = offer_on_sale(cast, stock=1)
        gate = threading.Barrier(2)

        def buy(who):
            gate.wait()
            try:
                with cast.inside():
                    return place_order(tenant=cast.tenant, by=who, offer=offer, now=NOW)
            except Refused as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(buy, [cast.alice, sam]))
        refused = [result for result in results if isinstance(result, Refused)]
        assert len(refused) == 1
        assert "bought by somebody else" in str(refused[0])
        with cast.inside():
            assert Order.objects.count() == 1
            assert left(offer) == 0

    def test_one_form_sent_four_times_at_once_is_one_order(self):
        cast = make_cast()
        with cast.inside():
            offer = offer_on_sale(cast, stock=4)
        gate = threading.Barrier(4)

        def buy(_):
            gate.wait()
            try:
                with cast.inside():
                    who = {"tenant": cast.tenant, "by": cast.alice}
                    return place_order(**who, offer=offer, now=NOW, attempt="same").pk
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(buy, range(4)))) == 1
        with cast.inside():
            assert left(offer) == 3


class TestStrangers:
    def test_find_no_offer_of_another_marketplace(self, cast):
        offer = offer_on_sale(cast)
        mallory = make_mallory()
        with mallory.inside(), pytest.raises(NotThere):
            placed(mallory, offer)


def test_an_order_costs_what_the_offer_says(cast):
    assert placed(cast, quantity=3).amount == PRICE * 3 == Decimal("37.50")
