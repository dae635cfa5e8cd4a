"""A good day on a phone that runs no scripts: a buyer from order to appeal, a seller from answer to decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.journeys.conftest import Person
from tests.journeys.hands import Hands
from tests.running_house import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SLUG, ORDER = "retail", "RE-19000"
PHONE = {"width": 390, "height": 844, "scripts": False}
COMMENT = "The sheets are too thin for the price. That is all."
EDITED = "The sheets are too thin for the price, and their colour is pale."
WHY = "Every sentence is about the sheets. Nothing in it is about the order, the parcel or us."


@pytest.fixture
def buyer(browser, house) -> Iterator[Hands]:
    hands = Hands(browser, house, SLUG, "buyer", **PHONE)
    yield hands
    hands.context.close()


@pytest.fixture
def seller(browser, house) -> Iterator[Hands]:
    hands = Hands(browser, house, SLUG, "seller", **PHONE)
    yield hands
    hands.context.close()


def rate(buyer: Hands, stars: int) -> None:
    for criterion in ("fulfilment", "start_time", "communication"):
        buyer.page.locator(f"label[for=id_{criterion}_{stars}]").click()


def review_it(buyer: Hands) -> str:
    buyer.at_first()
    buyer.menu("Purchases")
    buyer.tap(buyer.page.locator("article").filter(has_text=ORDER).get_by_role("link"))
    buyer.link("Leave a review")
    rate(buyer, 2)
    buyer.page.fill("textarea[name=comment]", COMMENT)
    buyer.button("Publish review")
    assert "Thank you. Your review is published." in buyer.said
    assert buyer.presses <= 4
    buyer.picture("no-scripts-reviewed")
    return re.match(r"/reviews/[0-9a-f-]{36}", buyer.path).group(0)


def edit_it(buyer: Hands, review: str) -> None:
    buyer.at_first(review)
    buyer.link("Edit")
    buyer.page.fill("textarea[name=comment]", EDITED)
    buyer.button("Save changes")
    assert EDITED in buyer.said
    assert buyer.presses <= 2


def answer_it(seller: Hands, review: str) -> None:
    seller.at_first(review)
    seller.link("Answer")
    seller.page.fill(
        "textarea[name=body]",
        "Thank you. The page names the weight of the cloth; we are sorry they are not what you hoped.",
    )
    seller.button("Publish answer")
    assert "Your answer is published below the review." in seller.said
    assert seller.presses <= 2


def contest_it(seller: Hands) -> str:
    """By the assistant: the review is found, a reason is looked at, what is missing is read, then it is filed."""
    seller.at_first()
    seller.menu("Removal requests")
    seller.link("Contest a review")
    seller.picture("no-scripts-choose-review")
    seller.tap(seller.page.locator("article").filter(has_text=ORDER).locator("a.card-link"))
    assert "days left" in seller.said
    seller.page.locator("label[for=id_ground_product_review]").click()
    seller.page.fill("textarea[name=statement_product_review]", "It is.")
    seller.button("Check first")
    assert "Please say in at least 20 characters" in seller.said
    seller.picture("no-scripts-checked")
    seller.page.fill("textarea[name=statement_product_review]", WHY)
    seller.button("File the request")
    assert "Your request is filed." in seller.said
    assert seller.presses <= 5
    return re.match(r"/cases/[0-9a-f-]{36}", seller.path).group(0)


def reply_to_it(buyer: Hands) -> None:
    buyer.at_first()
    buyer.menu("My cases")
    assert "The decision is due" in buyer.said
    buyer.tap(buyer.page.locator("article").filter(has_text=ORDER).get_by_role("link"))
    buyer.link("Say your side")
    buyer.page.fill("textarea[name=body]", "I looked at the page again. It names the weight.")
    buyer.button("Send the reply")
    assert "Your reply is sent." in buyer.said
    assert buyer.presses <= 4


def decide_it(agent: Person, case: str) -> None:
    agent.go(case)
    agent.page.get_by_role("link", name="Work on this case in the queue").click()
    agent.page.wait_for_load_state()
    agent.press("Claim")
    agent.page.check("input[name=finding_product_review][value=met]", force=True)
    agent.page.check("input[name=outcome][value=remove]", force=True)
    agent.page.fill("textarea[name=reason]", "Every sentence is about the sheets.")
    agent.page.fill("textarea[name=departure_reason]", "Read twice beside the order.")
    agent.press("Decide")
    assert "It takes effect at" in agent.page.inner_text("main")


def read_and_appeal(buyer: Hands) -> None:
    buyer.at_first()
    buyer.menu("Decisions")
    buyer.tap(buyer.page.locator("article").filter(has_text=ORDER).get_by_role("link"))
    assert "Every sentence is about the sheets." in buyer.said
    buyer.picture("no-scripts-statement")
    buyer.link("Appeal against this decision")
    buyer.page.fill("textarea[name=body]", "Thin sheets came because the wrong ones were packed.")
    buyer.button("Lodge the appeal")
    assert "Your appeal is lodged." in buyer.said
    assert buyer.presses <= 4


class TestWithoutScripts:
    def test_a_review_goes_its_whole_way(self, person, buyer, seller):
        review = review_it(buyer)
        edit_it(buyer, review)
        answer_it(seller, review)
        case = contest_it(seller)
        reply_to_it(buyer)

        buyer.at_first(review)
        for line in (
            "Published",
            "Edited",
            "Answered by the seller",
            "asked for removal",
            "You replied",
            "Decision due",
        ):
            assert line in buyer.said, line
        buyer.picture("no-scripts-timeline")

        decide_it(person(SLUG, "agent"), case)
        assert eventually(lambda: "Removed" in seller.go(case).inner_text("main"), within=90, every=2)
        seller.at_first()
        seller.menu("Removal requests")
        seller.tap(seller.page.locator("article").filter(has_text=ORDER).get_by_role("link"))
        assert seller.path == case
        assert seller.presses <= 2
        seller.picture("no-scripts-decided")

        read_and_appeal(buyer)
        buyer.at_first(review)
        for line in ("Removed by a decision", "statement of reasons", "You appealed", "Answer to the appeal due"):
            assert line in buyer.said, line
        for each in (buyer, seller):
            assert not each.complaints, each.complaints

    def test_words_outlive_the_session(self, buyer):
        """The session ends in the middle of a long text; after signing in it stands in the form again."""
        form = "/orders/RE-19002/review"
        words = "It came in time. " * 40
        buyer.go(form)
        rate(buyer, 4)
        buyer.page.fill("textarea[name=comment]", words)
        buyer.context.clear_cookies(name="sessionid")
        buyer.button("Publish review")
        assert buyer.path.startswith("/accounts/login/")
        buyer.page.fill("input[name=login]", f"buyer@{SLUG}.example")
        buyer.page.fill("input[name=password]", "demo-touchstone")
        buyer.button("Sign in")
        assert buyer.path == form
        assert "We kept what you wrote" in buyer.said
        assert buyer.page.input_value("textarea[name=comment]").strip() == words.strip()
        assert buyer.page.locator("#id_communication_4").is_checked()
        buyer.picture("no-scripts-kept-words")
        buyer.button("Publish review")
        assert "Thank you. Your review is published." in buyer.said
