"""The pages of offers, paying and an order's life as buyer, seller and strangers get them, without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from payments import PaymentError

from orders.jobs.carry_out_refunds import carry_out_refunds, claim_refund
from orders.models import Offer, Order, Payment, Refund
from orders.paying.pretend import PretendProvider
from tests.cast import NOW, browser, finished_order, make_cast, make_mallory
from tests.orders.bought import begun, confirm, moved, offer_on_sale, paid, placed

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def alice(cast):
    return browser(cast.tenant, cast.alice)


@pytest.fixture
def bob(cast):
    return browser(cast.tenant, cast.bob)


def inside(cast, act, *args, **words):
    with cast.inside():
        return act(cast, *args, **words)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode()).group(1)


class TestSellersOffers:
    FORM = {"title": "A rare lamp", "price": "3,50", "currency": "eur", "listed": "on", "stock": "2"}

    def test_a_first_offer_is_made_and_found(self, cast, bob):
        assert "No offers yet" not in text(bob.get("/selling/offers"))  # the cast has one, not on sale
        form = bob.get("/selling/offers/new")
        made = bob.post("/selling/offers/new", {**self.FORM, "key": hidden(form, "key")})
        assert made.status_code == 302
        again = bob.post("/selling/offers/new", {**self.FORM, "key": hidden(form, "key")})
        assert again.url == made.url
        listed = text(bob.get("/selling/offers"))
        assert listed.count("A rare lamp</a>") == 1
        assert "3.50 EUR" in listed
        assert "2 left" in listed

    def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(self, bob):
        response = bob.post("/selling/offers/new", {**self.FORM, "price": "cheap", "stock": "some", "key": "k"})
        assert response.status_code == 422
        page = text(response)
        assert "an amount such as 12.50" in page
        assert "Please write a whole number" in page
        assert 'value="cheap"' in page
        assert 'value="A rare lamp"' in page

    def test_an_offer_is_changed_but_not_over_somebody_elses_change(self, cast, bob):
        offer = inside(cast, offer_on_sale)
        page = bob.get(f"/selling/offers/{offer.pk}")
        old = {**self.FORM, "version": hidden(page, "version"), "stock_seen": hidden(page, "stock_seen"), "stock": "3"}
        assert bob.post(f"/selling/offers/{offer.pk}", old).status_code == 302
        refused = bob.post(f"/selling/offers/{offer.pk}", {**old, "title": "Other"})
        assert refused.status_code == 422
        assert "Somebody changed this offer" in text(refused)
        assert 'value="Other"' in text(refused)

    def test_stock_that_buyers_took_meanwhile_is_asked_again(self, cast, bob):
        offer = inside(cast, offer_on_sale)
        page = bob.get(f"/selling/offers/{offer.pk}")
        old = {**self.FORM, "version": hidden(page, "version"), "stock_seen": hidden(page, "stock_seen")}
        inside(cast, placed, offer)
        refused = bob.post(f"/selling/offers/{offer.pk}", {**old, "stock": "10"})
        assert "it is 2 now" in text(refused)
        assert hidden(refused, "stock_seen") == "2"

    def test_a_pause_is_planned_begun_and_ended(self, cast, bob, alice):
        offer = inside(cast, offer_on_sale)
        where = f"/selling/offers/{offer.pk}/pause"
        assert bob.post(where, {"act": "now", "version": "1"}).status_code == 302
        assert "has paused this offer" in text(alice.get(f"/offers/{offer.pk}"))
        assert bob.post(where, {"act": "go_on", "version": "2"}).status_code == 302
        assert "Order and pay" in text(alice.get(f"/offers/{offer.pk}"))
        span = {"act": "span", "version": "3", "from_": "2030-01-01T10:00", "until": "2029-01-01T10:00"}
        refused = bob.post(where, span)
        assert refused.status_code == 422
        assert 'value="2030-01-01T10:00"' in text(refused)

    def test_are_nobody_elses(self, cast, alice):
        offer = inside(cast, offer_on_sale)
        paths = ["/selling/offers", "/selling/offers/new", f"/selling/offers/{offer.pk}"]
        for path in [*paths, f"/selling/offers/{offer.pk}/pause"]:
            assert alice.get(path).status_code == 404
        assert browser(cast.tenant).get("/selling/offers").status_code == 302


class TestOfferPage:
    def test_shows_price_and_promises_to_everybody(self, cast):
        offer = inside(cast, offer_on_sale)
        page = text(browser(cast.tenant).get(f"/offers/{offer.pk}"))
        assert "12.50 EUR" in page
        assert "2 hours of your payment" in page
        assert f"/accounts/login/?next=/offers/{offer.pk}" in page
        assert "Order and pay" not in page

    def test_is_not_there_when_it_is_not_sold(self, cast, bob):
        offer = inside(cast, offer_on_sale, listed=False)
        assert bob.get(f"/offers/{offer.pk}").status_code == 404

    def test_says_that_it_is_sold_out(self, cast, alice):
        page = text(alice.get(f"/offers/{inside(cast, offer_on_sale, stock=0).pk}"))
        assert "sold or reserved" in page
        assert "Order and pay" not in page

    def test_sells_its_seller_nothing(self, cast, bob):
        page = text(bob.get(f"/offers/{inside(cast, offer_on_sale).pk}"))
        assert "This is yours" in page
        assert "Order and pay" not in page

    def test_is_on_the_sellers_list(self, cast):
        offer = inside(cast, offer_on_sale)
        page = text(browser(cast.tenant).get("/sellers/bobs-store/offers"))
        assert f"/offers/{offer.pk}" in page
        assert "A rare blade" not in page  # named by the marketplace, not sold here
        assert browser(cast.tenant).get("/sellers/nobody/offers").status_code == 404

    def test_is_nothing_in_another_marketplace(self, cast):
        offer = inside(cast, offer_on_sale)
        mallory = make_mallory()
        assert browser(mallory.tenant, mallory.alice).get(f"/offers/{offer.pk}").status_code == 404


class TestBuying:
    def buy(self, client, offer, **words):
        return client.post(f"/offers/{offer.pk}", {"quantity": "1", "key": "one-form", **words})

    def test_leads_to_paying_and_to_the_order(self, cast, alice):
        offer = inside(cast, offer_on_sale)
        to_pay = self.buy(alice, offer)
        assert re.fullmatch(r"/orders/T-\w{8}/pay", to_pay.url)
        choose = alice.get(to_pay.url)
        assert "Pay 12.50 EUR" in text(choose)
        assert "After that others can buy it." in text(choose)
        form = alice.post(to_pay.url, {"variant": "pretend"})
        assert "The payment goes through" in text(alice.get(form.url))
        done = alice.post(form.url, {"outcome": "paid"})
        assert done.status_code == 302
        thanks = text(alice.get(done.url, follow=True))
        assert "Thank you, it is paid" in thanks
        with cast.inside():
            assert Order.objects.get(offer=offer).status == "in_progress"

    def test_a_double_click_orders_once(self, cast, alice):
        offer = inside(cast, offer_on_sale)
        assert self.buy(alice, offer).url == self.buy(alice, offer).url
        with cast.inside():
            assert Order.objects.count() == 1

    def test_a_refused_payment_can_be_tried_again(self, cast, alice):
        order = inside(cast, placed, at=timezone.now())
        form = alice.post(f"/orders/{order.external_id}/pay", {})
        back = alice.post(form.url, {"outcome": "refused"})
        again = alice.get(back.url, follow=True)
        assert "The last payment did not go through" in text(again)
        form = alice.post(f"/orders/{order.external_id}/pay", {})
        assert "/paid" in alice.post(form.url, {"outcome": "paid"}).url

    def test_a_provider_that_is_away_is_said_plainly(self, cast, alice, monkeypatch):
        order = inside(cast, placed, at=timezone.now())
        form = alice.post(f"/orders/{order.external_id}/pay", {})

        def away(self, payment, data=None):
            raise PaymentError("no route")

        monkeypatch.setattr(PretendProvider, "get_form", away)
        response = alice.get(form.url)
        assert response.status_code == 422
        assert "did not answer" in text(response)

    def test_the_time_to_pay_is_shown_and_ends(self, cast, alice):
        order = inside(cast, placed, at=timezone.now() - HOUR)
        page = text(alice.get(f"/orders/{order.external_id}/pay"))
        assert "The time to pay is over" in page
        assert "Back to the offer" in page
        assert alice.post(f"/orders/{order.external_id}/pay", {}).status_code == 422

    def test_too_many_are_refused_with_what_was_typed(self, cast, alice):
        response = self.buy(alice, inside(cast, offer_on_sale), quantity="7")
        assert response.status_code == 422
        assert "Only 3 left" in text(response)
        assert 'value="7"' in text(response)

    def test_strangers_sign_in_first_and_the_desk_buys_nothing(self, cast):
        offer = inside(cast, offer_on_sale)
        assert "/accounts/login/" in self.buy(browser(cast.tenant), offer).url
        assert self.buy(browser(cast.tenant, cast.carol), offer).status_code == 403

    def test_only_its_buyer_pays(self, cast, alice, bob):
        order = inside(cast, placed, at=timezone.now())
        payment = inside(cast, begun, order, at=timezone.now())
        for path in ("pay", f"pay/{payment.token}", "paid"):
            assert bob.get(f"/orders/{order.external_id}/{path}").status_code == 404


class TestProvidersMessages:
    def test_are_booked_without_a_session(self, cast):
        order = inside(cast, placed)
        payment = inside(cast, begun, order)
        with cast.inside():
            confirm(payment)
        provider = browser(cast.tenant)
        for _ in range(3):
            assert provider.post(f"/payments/process/{payment.token}/").status_code == 302
        with cast.inside():
            assert Order.objects.get().status == "in_progress"

    def test_about_nothing_find_nothing(self, cast):
        provider = browser(cast.tenant)
        assert provider.post("/payments/process/0198c0de-0000-7000-8000-000000000000/").status_code == 404
        assert provider.post("/payments/process/bank/").status_code == 404
        assert provider.post("/payments/process/pretend/").status_code == 404

    def test_say_nothing_of_their_own_with_the_demos_provider(self, cast):
        payment = inside(cast, begun, inside(cast, placed))
        browser(cast.tenant).get(f"/payments/process/{payment.token}/?verification_result=confirmed")
        with cast.inside():
            assert Payment.objects.get().status == "input" or Payment.objects.get().status == "waiting"


class TestLifeOnTheOrderPage:
    def test_the_seller_starts_ships_and_delivers(self, cast, bob, alice):
        order = inside(cast, paid)
        here = f"/orders/{order.external_id}"
        assert "Start work" in text(bob.get(here))
        assert bob.post(f"{here}/move/start").status_code == 302
        assert "Start work" not in text(bob.get(here))
        assert "Tracking number" in text(bob.get(f"{here}/move/ship"))
        bob.post(f"{here}/move/ship", {"tracking_number": "1Z999"})
        bob.post(f"{here}/move/deliver")
        assert "I have received it" in text(alice.get(here))
        alice.post(f"{here}/move/finish")
        page = text(alice.get(here))
        assert "Leave a review" in page
        assert "1Z999" in page

    def test_a_step_that_is_taken_already_says_so(self, cast, bob):
        order = inside(cast, paid)
        inside(cast, moved, order, "start")
        response = bob.post(f"/orders/{order.external_id}/move/start")
        assert response.status_code == 422
        assert "started already" in text(response)

    def test_a_seller_cancels_with_a_reason(self, cast, bob, alice):
        order = inside(cast, paid)
        here = f"/orders/{order.external_id}"
        refused = bob.post(f"{here}/move/cancel", {"reason": ""})
        assert refused.status_code == 422
        bob.post(f"{here}/move/cancel", {"reason": "It broke."})
        page = text(alice.get(here))
        assert "It broke." in page
        assert "12.50 EUR on its way back" in page

    def test_a_buyer_cancels_before_paying(self, cast, alice):
        order = inside(cast, placed, at=timezone.now())
        here = f"/orders/{order.external_id}"
        assert "Pay now" in text(alice.get(here))
        assert alice.post(f"{here}/move/cancel").status_code == 302
        assert "Pay now" not in text(alice.get(here))

    def test_the_wrong_side_is_told_who_may(self, cast, alice):
        order = inside(cast, paid)
        assert alice.post(f"/orders/{order.external_id}/move/start").status_code == 403
        assert alice.post(f"/orders/{order.external_id}/move/cancel").status_code == 403

    def test_more_time_is_promised_and_the_first_promise_stays_to_be_seen(self, cast, bob, alice):
        order = inside(cast, paid, at=timezone.now())
        here = f"/orders/{order.external_id}"
        later = (timezone.now() + 72 * HOUR).strftime("%Y-%m-%dT%H:%M")
        refused = bob.post(f"{here}/extend", {"to": later, "reason": ""})
        assert refused.status_code == 422
        assert later in text(refused)
        assert bob.post(f"{here}/extend", {"to": later, "reason": "The parts are late."}).status_code == 302
        page = text(alice.get(here))
        assert "More time promised" in page
        assert "promised before: by" in page

    def test_paying_back_a_part_and_then_all(self, cast, bob):
        order = inside(cast, paid)
        here = f"/orders/{order.external_id}/refund"
        form = bob.get(here)
        assert hidden(form, "left") == "12.50"
        assert bob.post(here, {"left": "12.50", "amount": "2,50", "reason": "A scratch."}).status_code == 302
        stale = bob.post(here, {"left": "12.50", "all": "yes"})
        assert stale.status_code == 422
        assert "10.00 EUR are left" in text(stale)
        assert bob.post(here, {"left": "10.00", "all": "yes"}).status_code == 302
        with cast.inside():
            assert Order.objects.get().status == "refund"

    def test_a_refund_in_trouble_is_the_sellers_to_answer(self, cast, bob, alice):
        order = inside(cast, paid)
        bob.post(f"/orders/{order.external_id}/refund", {"left": "12.50", "amount": "1.00"})
        with cast.inside():
            claim_refund()
            Refund.objects.update(asked_at=NOW)
            refund = Refund.objects.get()
        assert "it could go out twice" in text(bob.get(f"/orders/{order.external_id}"))
        assert "it could go out twice" not in text(alice.get(f"/orders/{order.external_id}"))
        where = f"/orders/{order.external_id}/refunds/{refund.pk}"
        assert alice.post(where, {"answer": "arrived"}).status_code == 404
        assert bob.post(where, {"answer": "again"}).status_code == 302
        assert carry_out_refunds(tenant=cast.tenant, now=timezone.now()) == 1

    def test_orders_from_elsewhere_have_no_such_buttons(self, cast, bob):
        with cast.inside():
            order = finished_order(cast, status="in_progress", closed_at=None, started_at=None, delivered_at=None)
        page = text(bob.get(f"/orders/{order.external_id}"))
        assert "Start work" not in page
        assert bob.get(f"/orders/{order.external_id}/refund").status_code == 404


def test_the_offer_that_ran_out_comes_back_when_nobody_pays(cast, alice):
    from orders.jobs.end_unpaid import end_unpaid

    with cast.inside():
        offer = offer_on_sale(cast, stock=1)
        placed(cast, offer, at=timezone.now() - HOUR)
        assert Offer.objects.get(pk=offer.pk).stock == 0
        end_unpaid(tenant=cast.tenant, now=timezone.now())
    assert "Order and pay" in text(alice.get(f"/offers/{offer.pk}"))


@pytest.mark.parametrize("path", ["/selling/offers", "/sellers/bobs-store/offers"])
def test_lists_of_offers_ask_no_more_because_there_are_more(cast, bob, path):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert bob.get(path).status_code == 200
        return len(queries)

    counts = []
    for first, last in ((0, 3), (3, 15)):
        with cast.inside():
            for number in range(first, last):
                paid(cast, offer_on_sale(cast, f"offer {number}", title=f"Blade {number}"))
        asked()
        counts.append(asked())
    assert counts[0] == counts[1]


def test_the_page_of_an_order_asks_no_more_because_more_was_paid_back(cast, bob):
    order = inside(cast, paid)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            bob.get(f"/orders/{order.external_id}")
        return len(queries)

    counts = []
    for times in (1, 4):
        for _ in range(times):
            bob.post(f"/orders/{order.external_id}/refund", {"amount": "1.00"})
        asked()
        counts.append(asked())
    assert counts[0] == counts[1]


def test_an_order_that_nobody_paid_says_that_there_is_nothing_to_review(cast, alice):
    order = inside(cast, placed, at=timezone.now())
    alice.post(f"/orders/{order.external_id}/move/cancel")
    assert "nothing to review" in text(alice.get(f"/orders/{order.external_id}"))
    assert "before it was paid" in text(alice.get(f"/orders/{order.external_id}/review"))
