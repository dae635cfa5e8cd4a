"""Custom orders over the API, as api.md says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Scope
from orders.models import CustomOrder, Message
from tests.cast import browser, finished_order, make_cast, make_mallory, make_member, make_seller
from tests.integrations.calls import assert_problem, caller
from wire.instants import read_instant

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db):
    return make_cast(slug="game-services", preset="game_services")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def order(cast, now):
    with cast.inside():
        return finished_order(cast, closed_at=now - timedelta(days=2))


@pytest.fixture
def bob(cast):
    return caller(cast.bob)


def body(of, **changes):
    return {"order": of.external_id, "title": "Two blades", "amount": "20.00", "currency": "EUR", **changes}


def for_buyer(external_id="alice", **changes):
    return {"buyer": external_id, "title": "Two blades", "amount": "20.00", "currency": "EUR", **changes}


class TestMaking:
    def test_gives_a_link_that_leads_its_buyer_to_it(self, cast, order, bob, now):
        made = bob.post("custom-orders", body(order, description="Sharp.", complete_within_hours=48))
        assert made.status_code == 201, made.content
        answer = made.json()
        assert set(answer) == {"id", "link", "expires_at"}
        assert abs(read_instant(answer["expires_at"]) - now - 24 * HOUR) < timedelta(minutes=1)
        assert answer["link"].startswith(f"http://{cast.tenant.host}/o/")
        path = "/o/" + answer["link"].rsplit("/o/", 1)[1]
        page = browser(cast.tenant, cast.alice).get(path)
        assert page.status_code == 200
        assert "Two blades" in page.content.decode()
        with cast.inside():
            custom = CustomOrder.objects.get()
            assert (str(custom.pk), custom.complete_within_hours) == (answer["id"], 48)
            assert Message.objects.filter(order=order).count() == 1

    def test_is_for_a_buyer_without_a_chat(self, cast, order, bob):
        assert bob.post("custom-orders", for_buyer()).status_code == 201
        with cast.inside():
            assert CustomOrder.objects.get().made_in is None
            assert not Message.objects.exists()

    def test_an_integrator_acts_for_the_seller(self, cast, order):
        with cast.inside():
            ivan = make_member(cast.tenant, "Ivan", "integrator")
            make_member(cast.tenant, "Nora", "buyer", external_id="nora")
        calls = caller(ivan)
        acting = {"acting_for": {"seller": cast.seller.external_id}}
        assert calls.post("custom-orders", body(order, **acting)).status_code == 201
        assert calls.post("custom-orders", for_buyer("nora", **acting)).status_code == 201
        assert_problem(calls.post("custom-orders", body(order)), 403, "permission_denied")
        assert_problem(calls.post("custom-orders", for_buyer("nora")), 403, "permission_denied")
        other = {"acting_for": {"seller": "nobody"}}
        assert_problem(calls.post("custom-orders", body(order, **other)), 422, "validation_failed")

    def test_the_same_key_makes_one(self, cast, order, bob):
        first = bob.post("custom-orders", body(order), Idempotency_Key="k-1")
        again = bob.post("custom-orders", body(order), Idempotency_Key="k-1")
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        other = bob.post("custom-orders", body(order, amount="21.00"), Idempotency_Key="k-1")
        assert_problem(other, 422, "idempotency_mismatch")
        with cast.inside():
            assert CustomOrder.objects.count() == 1


class TestRefusing:
    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"price": "1"}, "/price"),
            ({"title": 5}, "/title"),
            ({"title": ""}, "/title"),
            ({"title": "a\nb"}, "/title"),
            ({"title": "x" * 301}, "/title"),
            ({"amount": 20}, "/amount"),
            ({"amount": "0.00"}, "/amount"),
            ({"amount": "-1.00"}, "/amount"),
            ({"amount": "1.005"}, "/amount"),
            ({"currency": "euro"}, "/currency"),
            ({"complete_within_hours": "48"}, "/complete_within_hours"),
            ({"complete_within_hours": 0}, "/complete_within_hours"),
            ({"description": "\u0000"}, "/description"),
            ({"order": "nobody-order"}, "/order"),
            ({"buyer": "alice"}, "/order"),
        ],
    )
    def test_names_the_place(self, cast, order, bob, changes, pointer):
        assert_problem(bob.post("custom-orders", body(order, **changes)), 422, "validation_failed", pointer)
        with cast.inside():
            assert not CustomOrder.objects.exists()

    def test_needs_an_order_or_a_buyer(self, order, bob):
        named = body(order)
        del named["order"]
        assert_problem(bob.post("custom-orders", named), 422, "validation_failed", "/order")

    def test_words_about_feedback(self, order, bob):
        refused = bob.post("custom-orders", body(order, title="Half price for five stars"))
        assert_problem(refused, 409, "not_allowed_by_policy", "/title")

    def test_a_marketplace_without_them(self, db, now):
        retail = make_cast(slug="retail", preset="retail")
        with retail.inside():
            order = finished_order(retail, closed_at=now - timedelta(days=2))
        assert_problem(caller(retail.bob).post("custom-orders", body(order)), 409, "not_allowed_by_policy")

    def test_others_ids_like_made_up_ones(self, cast, order, bob):
        mallory = make_mallory("far-away")
        with mallory.inside():
            theirs = finished_order(mallory, external_id="their-order")
        with cast.inside():
            make_member(cast.tenant, "Nora", "buyer", external_id="nora")
        for named in (body(theirs), for_buyer("nora"), for_buyer("nobody")):
            assert_problem(bob.post("custom-orders", named), 422, "validation_failed")
        assert_problem(caller(mallory.bob).post("custom-orders", body(order)), 422, "validation_failed", "/order")

    def test_buyers_and_the_desk(self, cast, order):
        for member in (cast.alice, cast.carol):
            assert_problem(caller(member).post("custom-orders", body(order)), 403, "permission_denied")
            assert_problem(caller(member).post("custom-orders", for_buyer()), 403, "permission_denied")

    def test_a_seller_of_several_stores_names_the_order(self, cast, order, bob):
        with cast.inside():
            make_seller(cast.tenant, "second-store", runs=cast.bob)
        assert_problem(bob.post("custom-orders", for_buyer()), 422, "validation_failed", "/buyer")
        assert bob.post("custom-orders", body(order)).status_code == 201

    def test_a_key_without_the_scope(self, cast, order):
        others = [scope for scope in Scope.values if scope != "orders:write"]
        assert_problem(caller(cast.bob, *others).post("custom-orders", body(order)), 403, "permission_denied")

    def test_other_methods(self, bob):
        assert bob.get("custom-orders").status_code == 405
