"""One review travels the whole way: posted, counted, contested, answered, removed, appealed, restored to the digit."""

from __future__ import annotations

import re

import pytest

from tests.running_house import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SLUG, ORDER, SELLER = "game-goods", "GA-19000", "/sellers/northgate-coins"
COMMENT = "Gold never came. This is about the pizza I ordered last night."


def figures(page) -> tuple[str, ...]:
    """The whole "rate by period" table and the headline, as a reader sees them."""
    rows = page.locator("table").filter(has_text="365 days").first.inner_text()
    headline = re.search(r"[\d.]+\s*%", page.locator("main").inner_text()).group(0)
    return (headline, *rows.split("\n"))


def seen_by_everyone(visitor) -> tuple[str, ...]:
    return figures(visitor.go(SELLER))


class TestOneReview:
    def test_travels_the_whole_way(self, person):
        visitor = person(SLUG)
        before = seen_by_everyone(visitor)
        visitor.picture("seller-before")

        buyer = person(SLUG, "buyer", 390)
        buyer.go(f"/orders/{ORDER}/review")
        buyer.picture("review-form")
        for criterion in ("fulfilment", "start_time", "communication"):
            buyer.page.check(f"input[name={criterion}][value='1']", force=True)
        buyer.page.fill("textarea[name=comment]", COMMENT)
        buyer.press("Publish review")
        assert buyer.path.startswith("/reviews/"), buyer.page.inner_text("main")
        review = re.match(r"/reviews/([0-9a-f-]{36})", buyer.path).group(1)
        buyer.picture("review-published")

        # The worker recounts; the page shows it within seconds.
        assert eventually(lambda: seen_by_everyone(visitor) != before, within=20)
        posted = seen_by_everyone(visitor)
        assert COMMENT in visitor.page.inner_text("main")
        visitor.picture("seller-after-review")

        seller = person(SLUG, "seller")
        seller.go(f"/selling/requests/new?review={review}")
        seller.page.check("input[name=ground][value=unrelated]", force=True)
        seller.page.fill("textarea[name=statement_unrelated]", "The comment speaks of a pizza; we sell gold in a game.")
        seller.page.fill("textarea[name=text]", "The order was for 1,000 gold and nothing else.")
        seller.picture("request-form")
        seller.press("File the request")
        assert seller.path.startswith("/cases/"), seller.page.inner_text("main")
        case = re.match(r"/cases/([0-9a-f-]{36})", seller.path).group(1)
        seller.picture("request-filed")

        buyer.go(f"/cases/{case}/reply")
        buyer.page.fill("textarea[name=body]", "I mixed up two tabs. The gold was late, too.")
        buyer.picture("reply-form")
        buyer.page.locator("main form button[type=submit]").first.click()
        buyer.page.wait_for_load_state()
        assert seen_by_everyone(visitor) == posted

        agent = person(SLUG, "agent")
        agent.go("/admin/disputes/removalrequest/")
        agent.picture("desk-queue")
        agent.page.get_by_role("link", name=ORDER).first.click()
        agent.page.wait_for_load_state()
        agent.press("Claim")
        agent.page.check("input[name=finding_unrelated][value=met]", force=True)
        agent.page.check("input[name=outcome][value=remove]", force=True)
        agent.page.fill("textarea[name=reason]", "The comment is about a pizza. Nothing in it concerns the gold.")
        # The programs find that the first sentence speaks of this order; whoever sees it otherwise says why.
        agent.page.fill("textarea[name=departure_reason]", "The buyer says in the reply that two tabs were mixed up.")
        agent.picture("desk-case")
        agent.press("Decide")
        assert "It takes effect at" in agent.page.inner_text("main")
        agent.picture("desk-decided")

        # Half a minute to take it back, and the sweep after it.
        assert eventually(lambda: seen_by_everyone(visitor)[1:] == before[1:], within=90)
        assert seen_by_everyone(visitor)[0] == before[0]
        assert COMMENT not in visitor.page.inner_text("main")
        visitor.picture("seller-after-removal")

        buyer.go("/statements")
        buyer.page.locator("main a[href^='/statements/']").first.click()
        buyer.page.wait_for_load_state()
        assert "pizza" in buyer.page.inner_text("main")
        buyer.picture("statement-of-reasons")
        buyer.page.locator("a[href$='/appeal']").first.click()
        buyer.page.wait_for_load_state()
        buyer.page.fill("textarea[name=body]", "The first sentence is about this very order: the gold came late.")
        buyer.picture("appeal-form")
        buyer.page.locator("main form button[type=submit]").first.click()
        buyer.page.wait_for_load_state()

        other = person(SLUG, "agent2")
        other.go("/admin/disputes/appeal/")
        other.picture("desk-appeals")
        other.page.get_by_role("link", name=ORDER).first.click()
        other.page.wait_for_load_state()
        other.press("Claim")
        other.page.check("#appeal_upheld", force=True)
        other.page.check("input[name=new_outcome][value=keep]", force=True)
        other.page.fill("textarea[name=reason]", "The first sentence concerns the gold of this very order.")
        other.picture("desk-appeal")
        other.press("Decide the appeal")

        assert eventually(lambda: seen_by_everyone(visitor) == posted, within=20)
        assert COMMENT in visitor.page.inner_text("main")
        visitor.picture("seller-after-appeal")
        buyer.go("/statements")
        buyer.picture("statements")
        for each in (visitor, buyer, seller, agent, other):
            assert not each.complaints, each.complaints
