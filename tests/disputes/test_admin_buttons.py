"""The case page's other buttons: preview, drafts, release, questions; each is one action or none."""

from __future__ import annotations

import pytest
from django.utils import timezone

from disputes.actions.claim_request import claim_request
from disputes.models import Decision, Statement
from tests.cast import browser
from tests.disputes.test_admin_case import QUEUE, act, filed_ago, typed


@pytest.fixture
def case(cast):
    """Bob contests Alice's review; the time for her reply is over."""
    return filed_ago(cast)


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


class TestOtherButtons:
    def test_preview_reads_like_the_statement_and_writes_nothing(self, carol, case):
        carol.post(act(case, "claim"))
        answer = carol.post(act(case, "preview"), typed(case))
        text = answer.content.decode()
        assert "As the review's author will read it" in text
        assert "Your review is no longer shown" in text
        assert not Decision.objects.exists() and not Statement.objects.exists()

    def test_a_draft_fills_the_reason_without_scripts(self, carol, case):
        answer = carol.post(act(case, "preview"), typed(case, draft="remove:unrelated", fill="1", reason=""))
        assert answer.context["form"].reason.startswith("We looked at the review")
        assert answer.context["form"].outcome == "remove"

    def test_release_gives_the_case_back(self, cast, carol, case):
        carol.post(act(case, "claim"))
        carol.post(act(case, "release"))
        case.refresh_from_db()
        assert case.claimed_by is None

    def test_a_case_held_by_another_is_not_there_to_take(self, cast, carol, case):
        claim_request(tenant=cast.tenant, by=cast.dave, request=case, now=timezone.now())
        answer = carol.post(act(case, "claim"))
        assert answer.status_code == 422
        assert "Dave is working on this until" in answer.content.decode()

    def test_asking_makes_the_case_wait(self, cast, carol, case):
        carol.post(act(case, "claim"))
        case.refresh_from_db()
        asked = {"version": case.version, "question": "Which message do you mean?"}
        assert carol.post(act(case, "ask"), asked).status_code == 302
        case.refresh_from_db()
        assert case.status == "more_information"
        assert case.information_requests.get().question == "Which message do you mean?"

    def test_leads_do_not_decide_alone(self, cast, case):
        laura = browser(cast.tenant, cast.laura)
        assert laura.get(f"{QUEUE}{case.pk}/").status_code == 200
        answer = laura.post(act(case, "claim"))
        assert answer.status_code == 422
        assert "Only agents of this marketplace work on cases." in answer.content.decode()
