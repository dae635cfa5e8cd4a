"""The pages of custom orders and codes as both sides and strangers get them, without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Compensation, CustomOrder, Discount, Order
from orders.moving import lock_order
from orders.paying.booking import begin
from tests.cast import browser, finished_order, make_cast, make_mallory, make_member, sign_in
from tests.orders.dealing import DAY, HOUR, OFFERED, discounted, made, taken

SAID = {**OFFERED, "description": "Sharp on both sides.", "complete_within_hours": "48"}


@pytest.fixture
def cast(db):
    return make_cast(slug="game-services", preset="game_services")


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast, closed_at=timezone.now() - 2 * DAY)


@pytest.fixture
def bob(cast):
    return browser(cast.tenant, cast.bob)


@pytest.fixture
def alice(cast):
    return browser(cast.tenant, cast.alice)


def offered(cast, order, *, ago=HOUR, **said):
    with cast.inside():
        return made(cast, order, at=timezone.now() - ago, **said)


def text(response):
    return response.content.decode()


class TestTheSellersForm:
    def test_puts_a_card_into_the_chat_that_both_sides_see(self, cast, order, bob, alice):
        page = f"/orders/{order.external_id}"
        assert f"{page}/custom-order" in text(bob.get(page))
        assert bob.post(f"{page}/custom-order", {**SAID, "key": "k"}).status_code == 302
        with cast.inside():
            custom = CustomOrder.objects.get()
        for client in (bob, alice):
            shown = text(client.get(page))
            assert SAID["title"] in shown
            assert "20.00 EUR" in shown
        assert f"/o/{custom.token}" in text(alice.get(page))
        for member in (cast.carol,):
            shown = text(browser(cast.tenant, member).get(page))
            assert SAID["title"] not in shown
            assert "20.00 EUR" not in shown

    def test_takes_a_price_with_a_comma_and_shows_it_in_the_readers_way(self, cast, order, bob, alice):
        page = f"/orders/{order.external_id}"
        assert bob.post(f"{page}/custom-order", {**SAID, "amount": "1234,50", "key": "k"}).status_code == 302
        assert "1,234.50 EUR" in text(alice.get(page))
        assert "1.234,50 EUR" in text(alice.get(page, headers={"accept-language": "de"}))

    def test_sent_twice_makes_one(self, cast, order, bob):
        for _ in range(2):
            assert bob.post(f"/orders/{order.external_id}/custom-order", {**SAID, "key": "k"}).status_code == 302
        with cast.inside():
            assert CustomOrder.objects.count() == 1

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"title": ""}, "Please say in a few words"),
            ({"amount": "cheap"}, "Please write the price"),
            ({"currency": "gold"}, "three capital letters"),
            ({"complete_within_hours": "soon"}, "Please write whole hours"),
            ({"complete_within_hours": "-3"}, "from 1 to 8,760 hours"),
            ({"description": "Cheaper for a good review"}, "A price may never depend on feedback"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, cast, order, bob, typed, sentence):
        answer = bob.post(f"/orders/{order.external_id}/custom-order", {**SAID, "key": "k", **typed})
        assert answer.status_code == 422
        page = text(answer)
        assert sentence in page
        for value in {**SAID, **typed}.values():
            assert value in page
        with cast.inside():
            assert not CustomOrder.objects.exists()

    def test_is_not_there_for_others(self, cast, order, alice):
        others = (alice, browser(cast.tenant, cast.carol), browser(cast.tenant, make_mallory("far-away").bob))
        for client in others:
            assert client.get(f"/orders/{order.external_id}/custom-order").status_code == 404

    def test_is_not_offered_where_the_policy_has_none(self, db):
        retail = make_cast(slug="retail", preset="retail")
        with retail.inside():
            order = finished_order(retail, closed_at=timezone.now() - 2 * DAY)
        client = browser(retail.tenant, retail.bob)
        assert "custom-order" not in text(client.get(f"/orders/{order.external_id}"))
        assert "does not offer custom orders" in text(client.get(f"/orders/{order.external_id}/custom-order"))
        assert client.post(f"/orders/{order.external_id}/custom-order", SAID).status_code == 422


class TestTheLink:
    def test_shows_its_buyer_what_it_is(self, cast, order, alice):
        custom = offered(cast, order, description="Sharp.", complete_within_hours=48)
        page = text(alice.get(f"/o/{custom.token}"))
        for words in (custom.title, "Sharp.", "20.00 EUR", "Done within 2 days", "Take it and pay", "22 hours"):
            assert words in page

    def test_leads_to_the_payment_and_twice_to_the_same(self, cast, order, alice):
        custom = offered(cast, order)
        first, second = (alice.post(f"/o/{custom.token}") for _ in range(2))
        assert first.status_code == second.status_code == 302
        assert first.url == second.url
        with cast.inside():
            bought = Order.objects.get(status="awaiting_payment")
        assert first.url == f"/orders/{bought.external_id}/pay"
        to_pay = text(alice.get(first.url))
        assert "It was made for you, and nobody else can buy it." in to_pay
        assert "others can buy it" not in to_pay
        assert "Go on to the payment" in text(alice.get(f"/o/{custom.token}"))

    def test_is_not_there_for_anybody_else(self, cast, order, bob):
        custom = offered(cast, order)
        with cast.inside():
            nora = make_member(cast.tenant, "Nora", "buyer")
        mallory = make_mallory("far-away")
        stranger = browser(cast.tenant)
        sign_in(stranger, mallory.alice.user)
        elsewhere = browser(mallory.tenant, mallory.alice)
        clients = (bob, browser(cast.tenant, nora), browser(cast.tenant, cast.carol), stranger, elsewhere)
        for client in clients:
            for answer in (client.get(f"/o/{custom.token}"), client.post(f"/o/{custom.token}")):
                assert answer.status_code == 404
        anonymous = browser(cast.tenant).get(f"/o/{custom.token}")
        assert anonymous.status_code == 302
        assert "/accounts/login/" in anonymous.url
        assert custom.token in anonymous.url

    def test_is_gone_after_its_time_without_any_sweep(self, cast, order, alice, bob):
        custom = offered(cast, order, ago=25 * HOUR)
        for answer in (alice.get(f"/o/{custom.token}"), alice.post(f"/o/{custom.token}")):
            assert answer.status_code == 410
            assert "time for this custom order is over" in text(answer)
        assert bob.get(f"/o/{custom.token}").status_code == 404

    def test_is_gone_once_it_was_bought_and_leads_to_the_order(self, cast, order, alice):
        custom = offered(cast, order)
        with cast.inside():
            bought = lock_order(taken(cast, custom, at=timezone.now()).pk)
            begin(bought, tenant=cast.tenant, now=timezone.now())
        gone = alice.get(f"/o/{custom.token}")
        assert gone.status_code == 410
        assert f"/orders/{bought.external_id}" in text(gone)

    def test_taken_in_time_the_order_can_still_be_paid(self, cast, order, alice):
        custom = offered(cast, order, ago=24 * HOUR + timedelta(minutes=5))
        with cast.inside():
            taken(cast, custom, at=custom.expires_at - timedelta(minutes=1))
        gone = alice.get(f"/o/{custom.token}")
        assert gone.status_code == 410
        assert "you can still pay" in text(gone)

    def test_a_made_up_one_is_not_there(self, cast, alice):
        for token in ("x", "y" * 43, "%00"):
            assert alice.get(f"/o/{token}").status_code == 404


class TestTheSellersList:
    def test_takes_back_what_is_open(self, cast, order, bob, alice):
        custom = offered(cast, order)
        page = text(bob.get("/selling/custom-orders"))
        assert custom.title in page
        answer = bob.post(f"/selling/custom-orders/{custom.pk}/revoke", follow=True)
        assert "taken back" in text(answer)
        assert custom.title not in text(bob.get("/selling/custom-orders")).split("</main>")[0].split("Ended")[-1]
        assert "Taken back" in text(bob.get("/selling/custom-orders?show=ended"))
        gone = alice.get(f"/o/{custom.token}")
        assert gone.status_code == 410
        assert "The seller has taken this custom order back" in text(gone)

    def test_says_why_it_cannot_be_taken_back(self, cast, order, bob):
        custom = offered(cast, order)
        with cast.inside():
            taken(cast, custom, at=timezone.now())
        answer = bob.post(f"/selling/custom-orders/{custom.pk}/revoke", follow=True)
        assert "about to pay" in text(answer)

    def test_is_the_sellers_own(self, cast, order, alice):
        custom = offered(cast, order)
        for client in (alice, browser(cast.tenant, cast.carol)):
            assert client.get("/selling/custom-orders").status_code == 404
            assert client.post(f"/selling/custom-orders/{custom.pk}/revoke").status_code == 404


class TestCodes:
    def test_are_shown_to_their_buyer_alone(self, cast, order, bob, alice):
        with cast.inside():
            discount = discounted(cast, order, at=timezone.now())
        shown = f"{discount.code[:4]}-{discount.code[4:8]}-{discount.code[8:]}"
        page = f"/orders/{order.external_id}"
        assert shown in text(alice.get(page))
        for client in (bob, browser(cast.tenant, cast.carol)):
            assert shown not in text(client.get(page))
            assert discount.code not in text(client.get(page))
        assert "has not used it yet" in text(bob.get(page))

    def test_the_form_of_a_compensation_sent_twice_gives_one(self, cast, order, bob):
        said = {"kind": "discount", "description": "For the scratch.", "amount": "5.00", "key": "k-1"}
        for _ in range(2):
            assert bob.post(f"/orders/{order.external_id}/compensation", said).status_code == 302
        with cast.inside():
            assert Compensation.objects.count() == Discount.objects.count() == 1

    def test_the_forms_carry_a_key(self, order, bob):
        for page in (f"/orders/{order.external_id}", f"/orders/{order.external_id}/compensation"):
            one, two = (text(bob.get(page)).split('name="key" value="')[1].split('"')[0] for _ in range(2))
            assert one
            assert one != two
