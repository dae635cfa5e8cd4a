"""One order, stated again and again, by one caller or by several at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from audit.models import Entry
from feedback.actions.post_review import post_review
from orders.actions.ensure_seller import ensure_seller
from orders.actions.put_order import UnableToPutOrder, put_order
from orders.actions.seat_member import UnableToSeatMember, seat_member
from orders.models import Offer, Order, Seller
from tenants.models import Member
from tenants.scope import tenant_scope
from tests.cast import NOW, make_cast
from tests.orders.facts import facts_of_an_order
from wire.refusals import NotPermitted

LATER = NOW + timedelta(hours=1)


def put(cast, now=NOW, by=None, **facts):
    with tenant_scope(cast.tenant):
        return put_order(tenant=cast.tenant, by=by, facts=facts_of_an_order(**facts), now=now)


def refused(cast, **facts):
    with pytest.raises(UnableToPutOrder) as caught:
        put(cast, **facts)
    return [(str(problem.code), problem.pointer) for problem in caught.value.problems]


@pytest.mark.django_db
class TestPutOrder:
    def test_makes_the_order_with_everyone_in_it(self):
        cast = make_cast()
        order, created, changed = put(cast, amount="19.90", currency="EUR", tracking_number="RM 1")
        assert (created, changed) == (True, True)
        with cast.inside():
            order = Order.objects.select_related("buyer", "seller", "offer").get(pk=order.pk)
            assert order.buyer.email == "zoe@shop.example"
            assert order.buyer.roles == ["buyer"]
            assert (order.seller.name, order.seller.slug) == ("Zoë & Söhne", "zoe-sohne")
            assert order.offer.title == "A lamp"
            assert order.amount == Decimal("19.90")
            assert order.tracking_number == "RM 1"

    def test_the_same_again_writes_nothing(self):
        cast = make_cast()
        put(cast, status="finished", started_at="2026-06-01T10:00:00+02:00", amount="5")
        with cast.inside():
            before = Entry.objects.count()
        order, created, changed = put(
            cast, now=LATER, status="finished", started_at="2026-06-01T08:00:00Z", amount="5.00"
        )
        assert (created, changed) == (False, False)
        with cast.inside():
            assert Order.objects.get(pk=order.pk).updated_at == NOW
            assert Entry.objects.count() == before

    def test_moves_along_the_arrows_and_may_skip(self):
        cast = make_cast()
        put(cast, status="awaiting_payment")
        order, created, changed = put(cast, now=LATER, status="finished")
        assert (order.status, created, changed) == ("finished", False, True)
        assert order.closed_at == LATER

    def test_never_moves_against_the_arrows(self):
        cast = make_cast()
        put(cast, status="finished")
        assert refused(cast, status="in_progress") == [("conflict", "/status")]
        with cast.inside():
            assert Order.objects.get(external_id="o 1").status == "finished"

    def test_keeps_the_time_of_closing_that_was_given(self):
        cast = make_cast()
        put(cast, status="finished", closed_at="2026-05-01T00:00:00Z")
        order, _, changed = put(cast, now=LATER, status="finished")
        assert order.closed_at.isoformat() == "2026-05-01T00:00:00+00:00"
        assert not changed

    def test_what_is_not_given_stays_and_null_clears(self):
        cast = make_cast()
        put(cast, shipped_at="2026-06-02T00:00:00Z", tracking_number="RM 1")
        order, _, changed = put(cast)
        assert not changed
        order, _, _ = put(cast, shipped_at=None)
        assert order.shipped_at is None
        assert order.tracking_number == "RM 1"

    def test_odd_times_are_taken_as_they_are(self):
        cast = make_cast()
        order, _, _ = put(cast, started_at="2026-05-01T00:00:00Z", placed_at="2026-06-01T00:00:00Z")
        assert order.started_at < order.placed_at

    @pytest.mark.parametrize(
        ("facts", "pointer"),
        [
            ({"placed_at": "2026-06-01T10:00:00"}, "/placed_at"),
            ({"placed_at": "yesterday"}, "/placed_at"),
            ({"placed_at": None}, "/placed_at"),
            ({"closed_at": "9999-12-31T23:59:59Z"}, "/closed_at"),
            ({"status": "lost"}, "/status"),
            ({"status": None}, "/status"),
            ({"amount": 5}, "/amount"),
            ({"amount": "-5"}, "/amount"),
            ({"amount": "5.001"}, "/amount"),
            ({"amount": "NaN"}, "/amount"),
            ({"currency": "euro"}, "/currency"),
            ({"external_id": "a/b"}, "/external_id"),
            ({"external_id": ".."}, "/external_id"),
            ({"external_id": ""}, "/external_id"),
            ({"external_id": "x" * 101}, "/external_id"),
            ({"buyer": None}, "/buyer"),
            ({"buyer": {"external_id": "b", "email": "no address"}}, "/buyer/email"),
            ({"seller": "s"}, "/seller"),
            ({"tracking_number": "a\x00b"}, "/tracking_number"),
            ({"fulfilled_by": "partner"}, "/partner"),
            ({"fulfilled_by": "seller", "partner": {"external_id": "p"}}, "/partner"),
            ({"weight": "3 kg"}, "/weight"),
        ],
    )
    def test_says_which_fact_is_wrong_and_keeps_nothing(self, facts, pointer):
        cast = make_cast()
        assert ("validation_failed", pointer) in refused(cast, **facts)
        with cast.inside():
            assert not Order.objects.exists()
            assert not Seller.objects.filter(external_id="zoe").exists()

    def test_keeps_buyer_and_seller_of_a_reviewed_order(self):
        cast = make_cast()
        order, _, _ = put(cast, status="finished")
        with cast.inside():
            stars = {"fulfilment": 5, "start_time": 5, "communication": 5}
            buyer = Member.objects.get(external_id="zoe-buys")
            post_review(tenant=cast.tenant, by=buyer, order=order, stars=stars, comment="", now=LATER)
        assert refused(cast, status="finished", buyer={"external_id": "alice"}) == [("conflict", "/buyer")]
        moved = {"seller": {"external_id": "bobs-store"}, "offer": {"external_id": "offer-1"}}
        assert refused(cast, status="finished", **moved) == [("conflict", "/seller")]
        assert put(cast, status="refund")[2]

    def test_refuses_a_buyer_who_runs_the_seller(self):
        cast = make_cast()
        mine = {"buyer": {"external_id": "bob"}, "seller": {"external_id": "bobs-store"}, "offer": None}
        assert refused(cast, **mine) == [("validation_failed", "/buyer")]
        put(cast)
        assert ("validation_failed", "/buyer") in refused(cast, **mine)

    def test_nobody_comes_to_run_a_seller_they_bought_from(self):
        cast = make_cast()
        order, _, _ = put(cast, buyer={"external_id": "alice"})
        with cast.inside(), pytest.raises(UnableToSeatMember):
            seat_member(tenant=cast.tenant, seller=order.seller, member=cast.alice, now=NOW)

    def test_several_sellers_may_sell_under_one_id(self):
        cast = make_cast()
        order, _, _ = put(cast, offer={"external_id": "offer-1", "title": "The same blade"})
        with cast.inside():
            assert order.offer.seller_id == order.seller_id != cast.seller.pk
            assert Offer.objects.get(seller=cast.seller).title == "A rare blade"

    def test_a_buyer_without_a_name_gets_the_one_stated(self):
        cast = make_cast()
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(name="")
        order, _, _ = put(cast, buyer={"external_id": "alice", "email": cast.alice.email, "name": "Alice A."})
        with cast.inside():
            assert order.buyer.name == "Alice A."

    def test_refuses_an_email_address_of_another_member(self):
        cast = make_cast()
        taken = {"external_id": "x", "email": cast.alice.email}
        assert refused(cast, buyer=taken) == [("validation_failed", "/buyer/external_id")]

    def test_names_the_partner_only_where_it_fulfills(self):
        cast = make_cast()
        order, _, _ = put(cast, fulfilled_by="partner", partner={"external_id": "p", "name": "Parcels"})
        with cast.inside():
            assert Order.objects.get(pk=order.pk).partner.name == "Parcels"
        order, _, _ = put(cast, fulfilled_by="platform")
        assert order.partner_id is None

    def test_a_later_name_renames_and_the_address_stays(self):
        cast = make_cast()
        put(cast)
        put(cast, seller={"external_id": "zoe", "name": "Other"}, offer={"external_id": "lamp", "title": "B"})
        with cast.inside():
            seller = Seller.objects.get(external_id="zoe")
            assert (seller.name, seller.slug) == ("Other", "zoe-sohne")
            assert Offer.objects.get(external_id="lamp").title == "B"

    def test_is_for_the_marketplace_alone(self):
        cast = make_cast()
        for member in (cast.alice, cast.bob, cast.carol, cast.laura):
            with pytest.raises(NotPermitted):
                put(cast, by=member)


@pytest.mark.django_db
class TestEnsureSeller:
    def test_gives_every_seller_an_address_of_its_own(self):
        cast = make_cast()
        with cast.inside():
            slugs = [
                ensure_seller(tenant=cast.tenant, external_id=external_id, name=name, now=NOW).slug
                for external_id, name in [
                    ("1", "Lamp!"),
                    ("2", "lamp"),
                    ("3", "LAMP"),
                    ("4", "Lamp"),
                    ("金", "金币"),
                ]
            ]
        assert slugs[:3] == ["lamp", "lamp-2", "lamp-3"]
        assert slugs[3].startswith("lamp-")
        assert slugs[4] == "seller"
        assert len(set(slugs)) == 5


def at_once(count, act):
    """Run `act(n)` in `count` threads that start together, each with a connection of its own."""
    gate = threading.Barrier(count)

    def one(number):
        try:
            gate.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
class TestPutOrderAtOnce:
    def test_the_same_order_from_eight_connections_is_one_row(self):
        cast = make_cast()
        for round_number in range(3):
            results = at_once(8, lambda _, n=round_number: put(cast, external_id=f"o {n}"))
            assert sum(created for _, created, _ in results) == 1
            assert len({order.pk for order, _, _ in results}) == 1
        with cast.inside():
            assert Order.objects.count() == 3
            assert Member.objects.filter(external_id="zoe-buys").count() == 1
            assert Entry.objects.filter(action="order.created").count() == 3

    def test_orders_of_new_sellers_with_one_name_all_arrive(self):
        cast = make_cast()
        at_once(
            8,
            lambda n: put(cast, external_id=str(n), offer=None, seller={"external_id": f"s{n}", "name": "Lamp"}),
        )
        with cast.inside():
            assert Seller.objects.filter(name="Lamp").values("slug").distinct().count() == 8

    def test_a_put_waits_for_the_one_before_it(self):
        cast = make_cast()
        put(cast, status="in_progress")
        held, go_on = threading.Event(), threading.Event()

        def first(_):
            with tenant_scope(cast.tenant), transaction.atomic():
                put_order(tenant=cast.tenant, by=None, facts=facts_of_an_order(status="finished"), now=NOW)
                held.set()
                go_on.wait(5)

        def second(_):
            held.wait(5)
            threading.Timer(0.3, go_on.set).start()
            return refused(cast, status="in_progress")

        results = at_once(2, lambda n: (first, second)[n](n))
        assert results[1] == [("conflict", "/status")]
