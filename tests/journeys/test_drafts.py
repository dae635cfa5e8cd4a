"""What scripts add to forms: drafts of words and stars that survive, and a box that says what is still missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SLUG = "fulfilment"
FORM = "/orders/FU-19001/review"
WORDS = "The box was dented, and nobody told me that it would be two days late."


@pytest.fixture
def buyer(browser, house) -> Iterator[Person]:
    """A window of her own: drafts live in the tab."""
    who = Person(browser, house, SLUG, "buyer", 390)
    yield who
    who.context.close()


@pytest.fixture
def seller(browser, house) -> Iterator[Person]:
    who = Person(browser, house, SLUG, "seller")
    yield who
    who.context.close()


def write(who: Person, stars: int = 3) -> None:
    who.go(FORM)
    for criterion in ("fulfilment", "start_time", "communication"):
        who.page.locator(f"label[for=id_{criterion}_{stars}]").click()
    who.page.fill("textarea[name=comment]", WORDS)


def expect_draft(who: Person, stars: int = 3) -> None:
    expect(who.page.locator("textarea[name=comment]")).to_have_value(WORDS)
    for criterion in ("fulfilment", "start_time", "communication"):
        expect(who.page.locator(f"#id_{criterion}_{stars}")).to_be_checked()


class TestADraft:
    def test_survives_reloading_leaving_and_going_back(self, buyer):
        write(buyer)
        buyer.page.reload()
        expect_draft(buyer)
        buyer.go("/orders")
        buyer.page.go_back()
        expect_draft(buyer)
        buyer.go("/orders")
        buyer.go(FORM)
        expect_draft(buyer)

    def test_survives_the_door(self, buyer):
        """A page of signing in is no sign that what was sent has arrived."""
        write(buyer)
        buyer.context.clear_cookies(name="sessionid")
        buyer.context.clear_cookies(name="writer")
        buyer.press("Publish review")
        assert "You are signed out" in buyer.page.inner_text("main")
        buyer.go("/accounts/login/")
        buyer.sign_in()
        buyer.go(FORM)
        expect_draft(buyer)

    def test_is_forgotten_for_somebody_else_in_the_same_tab(self, buyer):
        write(buyer)
        buyer.context.clear_cookies()
        buyer.page.goto(f"{buyer.base}/accounts/login/")
        buyer.page.fill("input[name=login]", f"seller@{SLUG}.example")
        buyer.page.fill("input[name=password]", PASSWORD)
        buyer.page.click("main button[type=submit]")
        buyer.page.wait_for_load_state()
        assert WORDS not in str(buyer.page.evaluate("Object.values(sessionStorage)"))


class TestTheAssistant:
    def test_says_what_is_missing_while_one_writes(self, seller):
        seller.go("/selling/requests/new?which=new")
        seller.page.locator("main a.card-link").first.click()
        seller.page.wait_for_load_state()
        box = seller.page.locator("#still-missing")
        expect(box).to_contain_text("Choose a reason above")
        seller.page.locator("label[for=id_ground_product_review]").click()
        expect(box).to_contain_text("Please say in at least 20 characters")
        seller.page.fill(
            "textarea[name=statement_product_review]", "All of it is about the thing itself, not about us."
        )
        expect(box).to_contain_text("Nothing stands in the way")
        seller.picture("assistant")
        seller.page.reload()
        expect(seller.page.locator("textarea[name=statement_product_review]")).to_have_value(
            "All of it is about the thing itself, not about us."
        )
        assert not seller.complaints, seller.complaints
