"""Agents strike single criteria by the form and by the API; both show again what was decided."""

from __future__ import annotations

import pytest
from django.utils import timezone

from disputes.actions.decide_request import decide_request
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.models import Decision
from feedback.actions.strike_review import strike_review
from tests.cast import browser
from tests.disputes.test_admin_case import QUEUE, act, filed_ago, typed
from tests.disputes.test_api_desk import decided, decision
from tests.feedback.test_pages_reviews import text
from tests.integrations.calls import assert_problem, caller

BOXES = {"Order fulfilment": "fulfilment", "Start time": "start_time", "Communication": "communication"}


@pytest.fixture
def case(cast):
    """Bob contests Alice's review; the time for her reply is over."""
    return filed_ago(cast)


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


def page_of(who, case):
    return who.get(f"{QUEUE}{case.pk}/")


def decided_by_carol(cast, case, *criteria, **words):
    case.refresh_from_db()
    given = {"version": case.version, "outcome": "strike", "findings": {"unrelated": "met"}, **words}
    return decide_request(
        tenant=cast.tenant,
        by=cast.carol,
        request=case,
        reason="The chat shows it plainly.",
        departure_reason="I read the chat beside it.",
        criteria=criteria,
        now=timezone.now(),
        **given,
    )


class TestForm:
    def test_offers_what_counts(self, cast, carol, case):
        assert {label: value for value, label in page_of(carol, case).context["parts"]} == BOXES
        strike_review(
            tenant=cast.tenant, by=None, review=case.review, criteria=["start_time"], ground="", now=timezone.now()
        )
        answer = page_of(carol, case)
        assert [value for value, _ in answer.context["parts"]] == ["fulfilment", "communication"]
        assert "struck, does not count" in text(answer)

    def test_offers_nothing_where_one_is_left(self, cast, carol, case):
        two = ["start_time", "fulfilment"]
        strike_review(tenant=cast.tenant, by=None, review=case.review, criteria=two, ground="", now=timezone.now())
        answer = page_of(carol, case)
        assert answer.context["parts"] == []
        assert "Strike only" not in text(answer)

    def test_previews_what_both_sides_will_read(self, cast, carol, case):
        carol.post(act(case, "claim"))
        answer = carol.post(act(case, "preview"), typed(case, outcome="strike", criterion=["communication"]))
        words = text(answer)
        assert "The stars for communication in your review are struck through" in words
        assert answer.context["form"].criteria == ["communication"]
        assert not Decision.objects.exists()

    def test_says_what_is_wrong_beside_the_boxes(self, carol, case):
        carol.post(act(case, "claim"))
        answer = carol.post(act(case, "decide"), typed(case, outcome="strike", criterion=list(BOXES.values())))
        assert answer.status_code == 422
        assert "Nothing of the rating would be left to count" in answer.context["wrong"]["criteria"]
        assert answer.content.decode().count('name="criterion"') == 3
        assert 'id="criteria_error"' in answer.content.decode()

    def test_boxes_left_ticked_beside_another_outcome_mean_nothing(self, carol, case):
        carol.post(act(case, "claim"))
        answer = carol.post(act(case, "preview"), typed(case, outcome="remove", criterion=["start_time"]))
        assert answer.status_code == 200

    def test_shows_what_was_decided(self, cast, carol, case):
        carol.post(act(case, "claim"))
        decided_by_carol(cast, case, "start_time")
        words = text(page_of(carol, case))
        assert "only start time" in words
        assert "Decided: strike of start time only" in words


class TestAppealForm:
    @pytest.fixture
    def lodged(self, cast, carol, case):
        def lodge(*criteria, by):
            carol.post(act(case, "claim"))
            decision = decided_by_carol(cast, case, *criteria)
            given = {"decision": decision, "body": "It is wrong.", "now": timezone.now()}
            return lodge_appeal(tenant=cast.tenant, by=by, **given)

        return lodge

    def test_takes_less_for_the_author(self, cast, case, lodged):
        appeal = lodged(by=cast.alice)
        dave = browser(cast.tenant, cast.dave)
        page = dave.get(f"/admin/disputes/appeal/{appeal.pk}/")
        assert [each["value"] for each in page.context["choices"]] == ["keep", "redact", "strike"]
        given = {"version": appeal.version, "outcome": "upheld", "reason": "One star of it was about the order."}
        given |= {"new_outcome": "strike", "criterion": ["start_time", "fulfilment"]}
        assert dave.post(f"/admin/disputes/appeal/{appeal.pk}/decide/", given).status_code == 302
        case.review.refresh_from_db()
        assert (case.review.status, case.review.struck_criteria) == ("published", ["fulfilment", "start_time"])

    def test_offers_the_requester_more(self, cast, lodged):
        appeal = lodged("start_time", by=cast.bob)
        page = browser(cast.tenant, cast.dave).get(f"/admin/disputes/appeal/{appeal.pk}/")
        assert [each["value"] for each in page.context["choices"]] == ["strike", "remove"]
        assert len(page.context["parts"]) == 3
        assert "only start time" in text(page)


class TestApi:
    def test_takes_and_tells_the_criteria(self, cast, case):
        answer = decided(caller(cast.carol), case, "strike", criteria=["communication", "start_time"])
        assert answer["decision"]["criteria"] == ["start_time", "communication"]
        assert answer["review"]["status"] == "published"
        told = caller(cast.alice).get(f"removal-requests/{case.pk}").json()
        assert told["decision"]["criteria"] == ["start_time", "communication"]
        assert caller(cast.alice).get(f"reviews/{case.review_id}").json()["struck_criteria"] == [
            "start_time",
            "communication",
        ]

    def test_without_any_it_is_the_whole_review(self, cast, case):
        answer = decided(caller(cast.carol), case, "strike")
        assert (answer["decision"]["criteria"], answer["review"]["status"]) == ([], "struck")

    @pytest.mark.parametrize(
        ("outcome", "criteria", "pointer"),
        [
            ("strike", ["price"], "/criteria/0"),
            ("strike", "start_time", "/criteria"),
            ("strike", list(BOXES.values()), "/criteria"),
            ("remove", ["start_time"], "/criteria"),
        ],
    )
    def test_refuses_others(self, cast, case, outcome, criteria, pointer):
        carol = caller(cast.carol)
        claimed = carol.post(f"removal-requests/{case.pk}/claim").json()
        answer = carol.post(f"removal-requests/{case.pk}/decide", decision(claimed, outcome, criteria=criteria))
        assert_problem(answer, 422, "validation_failed", pointer)

    def test_an_appeal_takes_them_too(self, cast, case):
        made = decided(caller(cast.carol), case, "strike", criteria=["communication"])
        bob, dave = caller(cast.bob), caller(cast.dave)
        appeal = bob.post(f"decisions/{made['decision']['id']}/appeal", {"body": "More of it is wrong."}).json()
        body = {"version": appeal["version"], "outcome": "upheld", "reason": "More of it is.", "new_outcome": "strike"}
        answer = dave.post(f"appeals/{appeal['id']}/decide", body | {"criteria": ["communication", "fulfilment"]})
        assert answer.json()["new_decision"]["criteria"] == ["fulfilment", "communication"]
