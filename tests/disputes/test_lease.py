"""The lease of a claimed case: renewed while one works, never the end of what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.actions.claim_request import claim_request
from disputes.models import Decision
from disputes.progress import LEASE
from tests.cast import browser, make_member
from tests.disputes.test_admin_case import QUEUE, REASON, act, filed_ago, typed


@pytest.fixture
def case(cast):
    """Bob contests Alice's review; the time for her reply is over."""
    return filed_ago(cast)


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


def held(cast, case, *, since: timedelta, by=None):
    return claim_request(tenant=cast.tenant, by=by or cast.carol, request=case, now=timezone.now() - since)


def lose_the_role(member):
    member.roles = ["buyer"]
    member.save()


class TestRenew:
    def test_gives_the_whole_lease_again(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=10))
        answer = carol.post(act(case, "renew"))
        case.refresh_from_db()
        assert answer.json() == {"left": 900, "until": f"{timezone.localtime(case.claimed_until):%H:%M}"}
        assert case.claimed_until > timezone.now() + LEASE - timedelta(seconds=30)

    def test_says_that_it_has_ended(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=16))
        answer = carol.post(act(case, "renew"))
        assert answer.status_code == 409
        assert [each["code"] for each in answer.json()["problems"]] == ["not_claimed"]
        case.refresh_from_db()
        assert case.claimed_until < timezone.now()

    def test_says_who_has_it_now(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=16))
        held(cast, case, since=timedelta(0), by=cast.dave)
        answer = carol.post(act(case, "renew"))
        assert "Dave is working on this until" in answer.json()["problems"][0]["text"]

    def test_is_not_there_for_whoever_lost_the_role_a_second_ago(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=1))
        assert carol.post(act(case, "renew")).status_code == 200
        lose_the_role(cast.carol)
        assert carol.post(act(case, "renew")).status_code == 404

    def test_costs_the_same_however_many_agents_there_are(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=1))
        with CaptureQueriesContext(connection) as few:
            carol.post(act(case, "renew"))
            carol.get(f"{QUEUE}{case.pk}/")
        for number in range(5):
            make_member(cast.tenant, f"Agent{number}", "agent")
        with CaptureQueriesContext(connection) as many:
            carol.post(act(case, "renew"))
            carol.get(f"{QUEUE}{case.pk}/")
        assert len(many) <= len(few)


class TestPage:
    def test_counts_the_seconds_down(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=5))
        page = carol.get(f"{QUEUE}{case.pk}/")
        assert 590 <= page.context["lease"]["left"] <= 600
        assert f'data-lease="{act(case, "renew")}"' in page.content.decode()

    def test_has_no_lease_for_whoever_does_not_hold_it(self, cast, case):
        held(cast, case, since=timedelta(0))
        page = browser(cast.tenant, cast.dave).get(f"{QUEUE}{case.pk}/")
        assert "lease" not in page.context and "data-lease" not in page.content.decode()


class TestWhatWasTyped:
    def test_stays_where_the_lease_ran_out_while_typing(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=16))
        answer = carol.post(act(case, "decide"), typed(case))
        assert answer.status_code == 422
        assert "Claim the case first" in answer.content.decode() and REASON in answer.content.decode()
        again = carol.post(act(case, "claim"), typed(case))
        assert again.context["is_mine"] and again.context["form"].reason == REASON
        assert carol.post(act(case, "decide"), typed(case)).status_code == 302

    def test_stays_where_somebody_else_has_taken_the_case(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=16))
        held(cast, case, since=timedelta(0), by=cast.dave)
        answer = carol.post(act(case, "claim"), typed(case))
        assert "Dave is working on this until" in answer.content.decode() and REASON in answer.content.decode()

    def test_stays_when_it_is_kept_longer(self, cast, carol, case):
        held(cast, case, since=timedelta(minutes=5))
        assert carol.post(act(case, "claim"), typed(case)).context["form"].reason == REASON

    def test_an_untouched_form_leaves_nothing_to_send_again(self, cast, carol, case):
        """The page comes from an address of its own, which can be reloaded."""
        form = carol.get(f"{QUEUE}{case.pk}/").context["form"]
        sent = {
            "version": form.version,
            "outcome": form.outcome,
            "reason": form.reason,
            "good_faith": "1",
            "draft": "keep:",
        }
        sent |= {f"finding_{ground}": said for ground, said in form.findings.items() if said}
        assert carol.post(act(case, "claim"), sent).status_code == 302

    def test_of_another_form_comes_along(self, cast, carol, case):
        held(cast, case, since=timedelta(0))
        answer = carol.post(act(case, "ask"), {**typed(case, draft="keep:"), "question": ""})
        assert answer.status_code == 422 and REASON in answer.content.decode()

    def test_decides_nothing_once_the_role_is_gone(self, cast, carol, case):
        held(cast, case, since=timedelta(0))
        lose_the_role(cast.carol)
        assert carol.post(act(case, "decide"), typed(case)).status_code == 404
        assert not Decision.objects.exists()

    def test_decides_nothing_for_an_agent_who_is_a_lead_now(self, cast, carol, case):
        held(cast, case, since=timedelta(0))
        cast.carol.roles = ["lead"]
        cast.carol.save()
        answer = carol.post(act(case, "decide"), typed(case))
        assert answer.status_code == 422
        assert "Only agents of this marketplace work on cases." in answer.content.decode()
        assert REASON in answer.content.decode()
