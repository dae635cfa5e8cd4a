"""Offers over HTTP: said by the marketplace or by the seller, read by whoever may see them."""

from __future__ import annotations

import json

import pytest

from accounts.actions.create_api_key import create_api_key
from orders.models import Offer
from tests.cast import NOW, make_cast, make_member, make_seller
from tests.orders.bought import offer_on_sale

BODY = {
    "seller": "bobs-store",
    "title": "A lamp",
    "price": "3.50",
    "currency": "EUR",
    "stock": 4,
    "start_within_hours": 2,
    "complete_within_hours": 24,
    "listed": True,
}


@pytest.fixture
def cast(db):
    return make_cast()


class Caller:
    def __init__(self, client, cast, member, *scopes):
        self.client, self.host = client, cast.tenant.host
        with cast.inside():
            key = create_api_key(tenant=cast.tenant, user=member.user, scopes=scopes, now=NOW)[1]
        self.key = {"HTTP_AUTHORIZATION": f"Bearer {key}", "SERVER_NAME": self.host}

    def get(self, path):
        return self.client.get(f"/api/v1/{path}", **self.key)

    def put(self, path, body, **headers):
        return self.client.put(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json", **self.key, **headers
        )


@pytest.fixture
def ivan(cast, client):
    return Caller(client, cast, make_member(cast.tenant, "Ivan", "integrator"), "orders:write")


@pytest.fixture
def bob(cast, client):
    return Caller(client, cast, cast.bob, "orders:write")


class TestPutOffer:
    def test_an_integrator_makes_and_changes_it(self, ivan):
        made = ivan.put("offers/lamp-1", BODY)
        assert (made.status_code, made.json()["sale"], made.json()["version"]) == (201, "on_sale", 1)
        same = ivan.put("offers/lamp-1", BODY)
        assert (same.status_code, same.json()) == (200, made.json())
        changed = ivan.put("offers/lamp-1", {**BODY, "stock": 0}).json()
        assert (changed["sale"], changed["stock"], changed["version"]) == ("sold_out", 0, 2)
        assert ivan.get("offers/lamp-1").json() == changed

    def test_a_seller_of_one_store_need_not_name_it(self, bob):
        body = {name: value for name, value in BODY.items() if name != "seller"}
        assert bob.put("offers/lamp-1", body).json()["seller"] == "bobs-store"

    def test_says_at_each_field_what_is_wrong(self, ivan):
        wrong = ivan.put("offers/lamp-1", {**BODY, "price": 3.5, "stock": "4", "colour": "red"}).json()
        assert {error["pointer"] for error in wrong["errors"]} == {"/price", "/stock", "/colour"}
        wrong = ivan.put("offers/lamp-1", {**BODY, "currency": "euro", "start_within_hours": 0}).json()
        assert {error["pointer"] for error in wrong["errors"]} == {"/currency", "/start_within_hours"}

    def test_a_seller_of_others_is_like_a_made_up_one(self, cast, bob):
        with cast.inside():
            make_seller(cast.tenant, "another")
        answers = [bob.put("offers/lamp-1", {**BODY, "seller": name}).json() for name in ("another", "nobody")]
        assert answers[0] == answers[1]
        assert answers[0]["code"] == "validation_failed"

    def test_a_stale_version_is_refused(self, ivan):
        ivan.put("offers/lamp-1", BODY)
        ivan.put("offers/lamp-1", {**BODY, "title": "Lamp"})
        refused = ivan.put("offers/lamp-1", {**BODY, "version": 1})
        assert (refused.status_code, refused.json()["code"]) == (409, "stale_version")

    def test_needs_the_scope(self, cast, client):
        reader = Caller(client, cast, cast.bob, "ratings:read")
        assert reader.put("offers/lamp-1", BODY).status_code == 403
        with cast.inside():
            assert not Offer.objects.filter(external_id="lamp-1").exists()


class TestGetOffer:
    def test_shows_buyers_what_is_on_sale_alone(self, cast, client):
        alice = Caller(client, cast, cast.alice, "reviews:read")
        with cast.inside():
            offer_on_sale(cast)
        assert alice.get("offers/blade").json()["price"] == "12.50"
        assert alice.get("offers/offer-1").status_code == 404

    def test_asks_which_seller_where_several_have_it(self, cast, ivan):
        with cast.inside():
            make_seller(cast.tenant, "another")
        ivan.put("offers/lamp-1", BODY)
        ivan.put("offers/lamp-1", {**BODY, "seller": "another"})
        assert ivan.get("offers/lamp-1").json()["errors"][0]["pointer"] == "/seller"
        assert ivan.get("offers/lamp-1?seller=another").json()["seller"] == "another"
