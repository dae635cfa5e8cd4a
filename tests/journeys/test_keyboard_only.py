"""A buyer and a seller who have no mouse: everything they want is reached with Tab, arrows and Enter."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.journeys.conftest import Person
from tests.journeys.hands import Keys

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SLUG = "fulfilment"
ORDER = "FU-19000"
NOTICED = (
    "for (const kind of ['pointerdown', 'mousedown', 'wheel', 'touchstart'])"
    " addEventListener(kind, () => { document.documentElement.dataset.mouse = kind }, true)"
)


@pytest.fixture
def somebody(browser, house) -> Iterator:
    known: list[Person] = []

    def arrive(who: str) -> tuple[Person, Keys]:
        one = Person(browser, house, SLUG, who)
        known.append(one)
        one.page.add_init_script(NOTICED)
        one.go("/")
        return one, Keys(one)

    yield arrive
    for one in known:
        assert one.page.get_attribute("html", "data-mouse") is None
        assert one.complaints == []
        one.context.close()


class TestABuyer:
    def test_rates_an_order_and_changes_their_mind(self, somebody):
        buyer, keys = somebody("buyer")
        keys.follow("^A Bath salts")
        assert buyer.path == f"/orders/{ORDER}/review"
        for criterion in ("fulfilment", "start_time", "communication"):
            keys.choose(f"^INPUT {criterion} ", arrows=3)
        keys.write("^TEXTAREA comment", "Good salts, and the parcel came in time.")
        keys.follow("^BUTTON .*Publish review")
        assert "Your review is published" in buyer.page.inner_text("main")
        assert "4" in buyer.page.locator("main .stars svg").first.get_attribute("aria-label")

        keys.follow("^A .*Edit")
        keys.to("^TEXTAREA comment")
        buyer.page.keyboard.press("Control+End")
        buyer.page.keyboard.type(" One bag was torn.")
        keys.follow("^BUTTON .*Save changes")
        assert "One bag was torn." in buyer.page.inner_text("main")
        buyer.picture("keyboard-buyer")

    def test_skips_to_what_the_page_is_about(self, somebody):
        buyer, keys = somebody("buyer")
        keys.to("^A .*Skip")
        buyer.page.keyboard.press("Enter")
        assert buyer.page.evaluate("document.activeElement.id") == "main"

    def test_opens_and_closes_the_menu_of_the_account(self, somebody):
        buyer, keys = somebody("buyer")
        keys.to("^SUMMARY .*Account of")
        buyer.page.keyboard.press("Enter")
        keys.to("^A .*E-mail addresses")
        buyer.page.keyboard.press("Escape")
        assert not buyer.page.locator("details.menu[open]").count()


class TestASeller:
    def test_answers_a_review_and_looks_what_may_be_contested(self, somebody):
        seller, keys = somebody("seller")
        keys.follow("^A Feedback$")
        keys.follow("^A Answer ?about order")
        keys.write("^TEXTAREA body", "We are sorry about this, and have told the warehouse.")
        keys.follow("^BUTTON .*Publish answer")
        assert "Your answer is published" in seller.page.inner_text("main")

        keys.follow("^A Feedback$")
        keys.follow("^A Request removal ?about order")
        assert re.match(r"/selling/requests/new\?review=", seller.path)
        keys.to("^INPUT ground ")
        seller.page.keyboard.press("Space")
        assert seller.page.locator("input[name=ground]:checked").count() == 1
        seller.picture("keyboard-seller")
