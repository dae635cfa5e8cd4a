"""Held decisions and appeals at the desk: somebody else always has the second word."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.actions.lodge_appeal import lodge_appeal
from disputes.models import Decision, RemovalRequest, Statement
from tests.cast import browser, make_mallory
from tests.disputes.acts import decide, ready, review_of
from tests.disputes.test_admin_case import act

APPEALS = "/admin/disputes/appeal/"
QUEUE = "/admin/disputes/removalrequest/"


@pytest.fixture
def held(cast, monkeypatch):
    """A decision of Carol's that is heavy enough to wait for a lead."""
    monkeypatch.setattr("disputes.deciding.judging.must_be_approved", lambda *_, **__: True)
    case, now = ready(cast, review_of(cast))
    return decide(cast, case, now)


@pytest.fixture
def appeal(cast):
    return appealed(cast)


def appealed(cast):
    """Alice's appeal against Carol's removal."""
    at = timezone.now() - timedelta(days=6)
    case, now = ready(cast, review_of(cast, at=at - timedelta(days=1), closed_at=at - timedelta(days=2)), at=at)
    decision = decide(cast, case, now)
    statement = Statement.objects.get(decision=decision, kind="statement")
    statement.letters.update(sent_at=now)
    return lodge_appeal(
        tenant=cast.tenant,
        by=cast.alice,
        decision=decision,
        body="I wrote of this very order.",
        now=now + timedelta(hours=3),
    )


def fresh(held: Decision) -> RemovalRequest:
    return RemovalRequest.objects.get(pk=held.request_id)


class TestHeldDecision:
    def test_changes_nothing_before_a_lead_approves(self, cast, held):
        laura, case = browser(cast.tenant, cast.laura), fresh(held)
        listed = laura.get(QUEUE, {"which": "held"}).context["rows"]
        assert [row.status for row in listed] == ["awaiting_approval"]
        assert "Approve" in laura.get(f"{QUEUE}{case.pk}/").content.decode()
        assert case.review.status == "published"
        laura.post(act(case, "approve"), {"version": case.version})
        assert fresh(held).status == "decided"
        assert fresh(held).review.status == "removed"

    def test_goes_back_with_a_reason(self, cast, held):
        laura, case = browser(cast.tenant, cast.laura), fresh(held)
        empty = laura.post(act(case, "send-back"), {"version": case.version, "reason": ""})
        assert empty.status_code == 422
        assert empty.context["wrong"]["reason"]
        laura.post(act(case, "send-back"), {"version": case.version, "reason": "The chat says otherwise."})
        assert fresh(held).status == "in_review"
        page = browser(cast.tenant, cast.carol).get(f"{QUEUE}{case.pk}/").content.decode()
        assert "The chat says otherwise." in page

    def test_is_not_approved_by_agents(self, cast, held):
        case = fresh(held)
        for agent in (cast.carol, cast.dave):
            client = browser(cast.tenant, agent)
            assert "A lead other than" in client.get(f"{QUEUE}{case.pk}/").content.decode()
            client.post(act(case, "approve"), {"version": case.version})
            assert fresh(held).status == "awaiting_approval"


class TestAppeal:
    def test_waits_in_its_own_queue(self, cast, appeal):
        row = browser(cast.tenant, cast.dave).get(APPEALS).context["rows"][0]
        assert (row.party, row.outcome, row.status) == ("author", "remove", "lodged")
        appealed = browser(cast.tenant, cast.dave).get(QUEUE, {"which": "appealed"}).context["rows"]
        assert len(appealed) == 1

    def test_is_decided_by_another_agent_and_restores_the_review(self, cast, appeal):
        dave = browser(cast.tenant, cast.dave)
        page = dave.get(f"{APPEALS}{appeal.pk}/").content.decode()
        assert "I wrote of this very order." in page and "The chat shows it plainly." in page
        assert dave.post(f"{APPEALS}{appeal.pk}/claim/").status_code == 302
        appeal.refresh_from_db()
        given = {"version": appeal.version, "outcome": "upheld", "reason": "It does speak of the order."}
        assert dave.post(f"{APPEALS}{appeal.pk}/decide/", given).status_code == 302
        appeal.refresh_from_db()
        assert appeal.status == "upheld"
        assert appeal.new_decision.outcome == "keep"
        appeal.decision.review.refresh_from_db()
        assert appeal.decision.review.status == "published"

    def test_counts_the_time_of_whoever_holds_it_down_and_keeps_what_was_typed(self, cast, appeal):
        dave = browser(cast.tenant, cast.dave)
        page = f"{APPEALS}{appeal.pk}/"
        assert "data-countdown" not in dave.get(page).content.decode()
        dave.post(f"{page}claim/")
        held = dave.get(page).content.decode()
        left = int(re.search(r'data-countdown="(\d+)"', held).group(1))
        assert 890 <= left <= 900 and "Keep it longer" in held

        kept = dave.post(f"{page}claim/", {"outcome": "upheld", "new_outcome": "redact", "reason": "Half a reason"})

        assert kept.status_code == 200
        assert "Half a reason" in kept.content.decode()
        assert (kept.context["form"].outcome, kept.context["new_outcome"]) == ("upheld", "redact")
        assert "data-countdown" not in browser(cast.tenant, cast.laura).get(page).content.decode()

    def test_is_a_leads_where_no_agent_is_left_who_had_no_part(self, cast, appeal):
        laura, page = browser(cast.tenant, cast.laura), f"{APPEALS}{appeal.pk}/"
        assert "data-decide" not in laura.get(page).content.decode()
        cast.dave.roles = ["buyer"]
        cast.dave.save(update_fields=["roles"])

        text = laura.get(page).content.decode()
        given = {"version": appeal.version, "outcome": "rejected", "reason": "Read by a lead."}

        assert "Every agent decided in this case before" in text and "data-decide" in text
        assert laura.post(f"{page}decide/", given).status_code == 302
        appeal.refresh_from_db()
        assert (appeal.status, appeal.decided_by) == ("rejected", cast.laura)

    def test_is_refused_to_whoever_decided_before(self, cast, appeal):
        carol = browser(cast.tenant, cast.carol)
        page = carol.get(f"{APPEALS}{appeal.pk}/").content.decode()
        assert "somebody else must decide the appeal" in page
        assert "Decide the appeal" not in page
        given = {"version": appeal.version, "outcome": "rejected", "reason": "It stays as it was."}
        answer = carol.post(f"{APPEALS}{appeal.pk}/decide/", given)
        assert answer.status_code == 409
        assert "It stays as it was." in answer.content.decode()
        appeal.refresh_from_db()
        assert appeal.status == "lodged"

    def test_can_be_rejected_with_a_reason(self, cast, appeal):
        dave = browser(cast.tenant, cast.dave)
        silent = dave.post(f"{APPEALS}{appeal.pk}/decide/", {"version": appeal.version, "outcome": "rejected"})
        assert silent.status_code == 422
        assert silent.context["wrong"]["reason"]
        given = {"version": appeal.version, "outcome": "rejected", "reason": "Nothing new was said."}
        assert dave.post(f"{APPEALS}{appeal.pk}/decide/", given).status_code == 302
        appeal.refresh_from_db()
        assert (appeal.status, appeal.decided_by) == ("rejected", cast.dave)

    def test_offers_the_author_only_what_is_milder(self, cast, appeal):
        page = browser(cast.tenant, cast.dave).get(f"{APPEALS}{appeal.pk}/")
        assert [choice["value"] for choice in page.context["choices"]] == ["keep", "redact", "strike"]

    def test_of_another_marketplace_is_not_there(self, cast, appeal):
        elsewhere = make_mallory()
        stranger = browser(elsewhere.tenant, elsewhere.carol)
        assert stranger.get(f"{APPEALS}{appeal.pk}/").status_code == 404
        assert stranger.post(f"{APPEALS}{appeal.pk}/decide/").status_code == 404
