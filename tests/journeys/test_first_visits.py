"""Ten things that somebody wants who has never been here, from the front page: none takes more than four presses.

Every press on a link, a button or what opens a part of the page counts; stars, choices and words in a form are free.
The presses are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.journeys.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SLUG = "retail"
MOST = 4


@pytest.fixture(scope="module")
def whoever(browser, house) -> Iterator:
    known: dict[str, Hands] = {}

    def find(who: str) -> Hands:
        one = known.setdefault(who, None) or Hands(browser, house, SLUG, who, width=390, height=844)
        known[who] = one
        one.at_first()
        return one

    yield find
    for one in known.values():
        assert one.complaints == []
        one.context.close()


@pytest.fixture
def visitor(whoever) -> Hands:
    return whoever("")


@pytest.fixture
def buyer(whoever) -> Hands:
    return whoever("buyer")


@pytest.fixture
def seller(whoever) -> Hands:
    return whoever("seller")


def took(who: Hands, what: str) -> None:
    print(f"{what}: {who.presses} presses")
    assert who.presses <= MOST, f"{what}: {who.presses} presses"


class TestAVisitor:
    def test_finds_why_a_seller_stands_where_they_do(self, visitor):
        visitor.link("Harbor Home")
        visitor.tap(visitor.page.locator("main summary").filter(has_text="computed"))
        assert re.search(r"\d+ of \d+", visitor.said)
        took(visitor, "why this seller has this rate")

    def test_finds_reviews_with_a_word(self, visitor):
        visitor.link("Harbor Home")
        visitor.page.fill("main input[type=search]", "pillow")
        visitor.page.keyboard.press("Enter")
        visitor.presses += 1
        # Only the list of reviews is put in its place, and the address follows.
        visitor.page.wait_for_url("**pillow**")
        took(visitor, "reviews that name a pillow")

    def test_finds_what_makes_a_review_go(self, visitor):
        visitor.link("The rules of feedback")
        assert "days" in visitor.said
        took(visitor, "for what reasons a review is removed")


class TestABuyer:
    def test_rates_an_order(self, buyer):
        buyer.tap(buyer.page.locator("main a[href$='/RE-19001/review']"))
        for criterion in ("fulfilment", "start_time", "communication"):
            buyer.page.locator(f"label[for=id_{criterion}_4]").click()
        buyer.page.fill("textarea[name=comment]", "Good pan, heavy.")
        buyer.button("Publish review")
        assert "Your review is published" in buyer.said
        took(buyer, "leave a review")

    def test_withdraws_the_review(self, buyer):
        buyer.menu("Purchases")
        buyer.tap(buyer.row("RE-19001").get_by_role("link", name=re.compile("your review")))
        buyer.tap(buyer.page.locator("main").get_by_role("link", name=re.compile("Withdraw")))
        buyer.button("Withdraw my review")
        assert "withdrawn" in buyer.said
        took(buyer, "withdraw my review")

    def test_reads_why_a_review_was_removed(self, buyer):
        buyer.menu("Decisions")
        buyer.tap(buyer.page.locator("main article").get_by_role("link"))
        assert "appeal" in buyer.said.lower()
        took(buyer, "why my review was removed")

    def test_is_written_to_less(self, buyer):
        buyer.tap(buyer.page.locator("header a[href='/notifications']"))
        buyer.link("Choose what you are told")
        buyer.page.locator("main select, main input[type=radio]").first.wait_for()
        buyer.button("Keep these choices")
        took(buyer, "fewer e-mails")


class TestASeller:
    def test_sees_when_a_request_is_decided(self, seller):
        seller.menu("Removal requests")
        assert "decision is due" in seller.said
        took(seller, "when my request is decided")

    def test_sees_what_a_review_costs(self, seller):
        seller.menu("Feedback")
        seller.tap(seller.page.locator("main details summary").filter(has_text="More"))
        seller.tap(seller.page.locator("main a[href*='/what-if']"))
        assert "%" in seller.said
        took(seller, "what my rate would be without this review")

    def test_files_a_request(self, seller):
        seller.menu("Feedback")
        seller.tap(seller.page.locator("main a[href^='/selling/requests/new?review=']").filter(has_text="RE-70801"))
        seller.page.locator("label[for=id_ground_product_review]").click()
        seller.page.fill("textarea[name=statement_product_review]", "Every sentence is about the sheets themselves.")
        seller.button("File the request")
        assert "Your request is filed." in seller.said
        took(seller, "contest a review")

    def test_pauses_an_offer(self, seller):
        seller.menu("My offers")
        seller.tap(seller.row("Ceramic lamp, sand").get_by_role("link", name=re.compile("Pause")))
        seller.button("Pause now")
        assert "paused" in seller.said.lower()
        took(seller, "pause an offer")
