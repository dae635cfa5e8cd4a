"""Somebody buys on a phone, pays, is served, confirms, and may say how it went; the same without JavaScript."""

from __future__ import annotations

import pytest

from tests.journeys.buying import go_to_pay, order_first, pay
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SLUG, PHONE = "game-goods", 390


class TestOnePurchase:
    @pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
    def test_travels_the_whole_way(self, browser, house, scripts):
        name = "purchase" if scripts else "purchase-plain"
        buyer = Person(browser, house, SLUG, "buyer", PHONE, scripts=scripts)
        order_first(buyer)
        buyer.picture(f"{name}-to-pay")
        go_to_pay(buyer)
        pay(buyer)
        assert "Thank you, it is paid" in buyer.page.inner_text("main")
        buyer.picture(f"{name}-paid")
        order = buyer.path.removesuffix("/paid")

        seller = Person(browser, house, SLUG, "seller", PHONE, scripts=scripts)
        seller.go(order)
        seller.picture(f"{name}-to-start")
        seller.press("Start work")
        assert "Start work" not in seller.page.inner_text("main")
        seller.press("It is delivered")
        assert "still to confirm" in seller.page.inner_text("main")

        buyer.go(order)
        buyer.picture(f"{name}-delivered")
        buyer.press("I have received it")
        assert "Leave a review" in buyer.page.inner_text("main")
        buyer.picture(f"{name}-finished")
        assert buyer.complaints == []
