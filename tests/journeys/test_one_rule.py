"""One rule travels the whole way: drafted as a form, refused, replayed by a worker, published, and felt by everyone."""

from __future__ import annotations

import re

import pytest

from tests.running_house import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SLUG = "game-services"


class TestOneRule:
    def test_travels_the_whole_way(self, person):
        visitor = person(SLUG)
        assert "Version 2" not in visitor.go("/policy").inner_text("main")

        lead = person(SLUG, "lead")
        lead.page.on("dialog", lambda dialog: dialog.accept())
        lead.go("/admin/tenants/policyversion/")
        lead.press("Begin a draft")
        draft = re.match(r"(/admin/tenants/policydraft/[0-9a-f-]{36}/)", lead.path).group(1)

        lead.go(f"{draft}edit/")
        lead.page.fill("input[name='title']", "Ninety days to contest a review")
        lead.page.fill("input[name='removal.cutoff_days']", "2")
        lead.press("Save the draft")
        assert lead.page.locator("input[name='removal.cutoff_days'][aria-invalid=true]").count() == 1
        assert lead.page.input_value("input[name='title']") == "Ninety days to contest a review"
        lead.picture("draft-refused")

        lead.page.fill("input[name='removal.cutoff_days']", "90")
        lead.press("Save the draft")
        assert "90 days" in lead.go(draft).inner_text("main")
        assert lead.page.get_by_role("button", name=re.compile("Publish as version")).is_disabled()

        lead.page.get_by_role("button", name="Replay", exact=False).first.click()
        lead.page.wait_for_load_state()
        assert eventually(lambda: "Done, of the draft as it is" in lead.go(draft).inner_text("main"), within=60)
        report = lead.page.inner_text("main")
        assert re.search(r"of \d+ cases filed in\s+730 days", report)
        assert re.search(r"could contest today: \d+ now, \d+ under the draft", report)
        lead.picture("draft-replayed")

        lead.page.get_by_role("button", name=re.compile("Publish as version")).click()
        lead.page.wait_for_load_state()
        assert "Published" in lead.page.inner_text("main")

        policy = visitor.go("/policy").inner_text("main")
        assert "90 days" in policy
        assert "Ninety days to contest a review" in policy
        visitor.picture("policy-published")
        assert "365 days" in visitor.go("/policy/versions/1").inner_text("main")
        seller = person(SLUG, "seller")
        seller.go("/selling/requests")
        for each in (visitor, lead, seller):
            assert not [line for line in each.complaints if "422" not in line], each.complaints
