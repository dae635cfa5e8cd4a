"""A good day of each person of the mission, on a phone and at a desk; the long ways of one review are told elsewhere.

Buyers and sellers: `test_one_review`, `test_one_purchase`, `test_without_scripts`. Agents: `test_keyboard_queue`.
Leads: `test_one_rule`. Engineers use the API (`tests/seeds`, `tests/integrations`), operators the command line
(`tests/servers`, `tests/faults`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.journeys.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WINDOWS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
PROOF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


@pytest.fixture(params=WINDOWS)
def window(request) -> str:
    return request.param


@pytest.fixture
def somebody(browser, house, window) -> Iterator:
    known: list[Hands] = []

    def arrive(slug: str, who: str = "") -> Hands:
        one = Hands(browser, house, slug, who, **WINDOWS[window])
        known.append(one)
        one.at_first()
        return one

    yield arrive
    for one in known:
        assert one.complaints == []
        one.context.close()


class TestTheDayOf:
    def test_the_public(self, somebody, window):
        """Somebody wants to know whether to buy here, and why they should believe it."""
        reader = somebody("game-goods")
        reader.menu("Sellers")
        reader.page.fill("main input[type=search]", "northgate")
        reader.button("Find")
        reader.link("Northgate Coins")
        assert re.search(r"\d+ of \d+ ratings", reader.said)
        reader.tap(reader.page.locator("main summary").filter(has_text="How this is computed"))
        reader.picture(f"day-public-{window}")
        reader.link(re.compile("How reviews are verified"))
        assert "order" in reader.said

    def test_a_buyer(self, somebody, window):
        """What happened to what they wrote: the case, the reasons, what they are told of and want to be told."""
        buyer = somebody("game-services", "buyer")
        buyer.menu("My cases")
        buyer.tap(buyer.page.locator("main article").filter(has_text="Your reply is due").get_by_role("link"))
        assert "an agent decides" in buyer.said
        buyer.picture(f"day-buyer-{window}")
        buyer.menu("Decisions")
        buyer.tap(buyer.page.locator("main article").get_by_role("link"))
        assert "Why" in buyer.said or "reason" in buyer.said
        buyer.tap(buyer.page.locator("header a[href='/notifications']"))
        # On the other window they may have read them all.
        if buyer.page.get_by_role("button", name="Mark all as read").count():
            buyer.button("Mark all as read")
        assert "unread" not in buyer.said
        buyer.link("Choose what you are told")
        buyer.button("Keep these choices")

    def test_a_seller(self, somebody, window):
        """The rate, why it is what it is and what would change it; then the next bad review that need not come."""
        seller = somebody("game-services", "seller")
        seller.menu("Feedback")
        assert "%" in seller.said
        seller.picture(f"day-seller-{window}")
        seller.tap(seller.page.locator("main details summary").filter(has_text="More"))
        seller.tap(seller.page.locator("main a[href*='/what-if']"))
        assert "%" in seller.said
        seller.menu("Prevention")
        assert "risk" in seller.said
        seller.picture(f"day-seller-prevention-{window}")
        seller.menu("Removal requests")
        assert "Decided" in seller.said

    def test_an_agent(self, somebody, window):
        """The next case, its evidence on one page, and back into the queue for a colleague."""
        agent = somebody("game-services", "agent")
        agent.go("/admin/disputes/removalrequest/")
        agent.tap(agent.page.get_by_role("button", name="Claim next"))
        assert "/admin/disputes/removalrequest/" in agent.path
        assert agent.page.locator("#chat, #order, #comment").count() >= 2
        agent.picture(f"day-agent-{window}")
        agent.tap(agent.page.get_by_role("button", name="Release"))

    def test_a_lead(self, somebody, window):
        """Whether the team is on time and fair."""
        lead = somebody("game-services", "lead")
        for path, words in (("decision/", "deadline"), ("secondlook/consistency/", "kappa")):
            lead.go(f"/admin/disputes/{path}")
            assert words in lead.page.inner_text("main").lower()
            lead.picture(f"day-lead-{path.strip('/').split('/')[-1]}-{window}")

    def test_a_partner(self, somebody, window):
        """An order that they shipped is complained about: they show that they did their part."""
        partner = somebody("fulfilment", "partner")
        partner.menu("Requests for documents")
        order = {"phone": "FU-70001", "desk": "FU-70010"}[window]
        partner.tap(partner.row(order).get_by_role("link"))
        partner.page.fill("textarea[name=answer]", "The photograph shows the parcel as it left us, in sound packaging.")
        proof = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": PROOF}
        partner.page.set_input_files("input[name=upload]", proof)
        partner.button("Hand it in")
        assert "What you answered" in partner.said and "proof.pdf" in partner.said
        partner.picture(f"day-partner-{window}")
