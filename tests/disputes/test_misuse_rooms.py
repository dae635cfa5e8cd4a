"""Misuse in its three rooms: the API's contract, the desk's list and page, and the pages of whom it is against."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.models import Letter, MisuseStep, StepAppeal
from tests.cast import browser, make_mallory
from tests.disputes.acts import REPLY_OVER, review_of
from tests.disputes.misuse import blackmail, buyer, confirmed, groundless, proposed, second_lead
from tests.integrations.calls import assert_problem, caller

pytestmark = pytest.mark.django_db
DESK = "/admin/disputes/misusestep/"
WORDS = {"version": 1, "reason": "Three requests had nothing to them."}


@pytest.fixture
def then():
    """When the groundless requests were filed: all were decided a day ago."""
    return timezone.now() - REPLY_OVER - timedelta(days=1)


@pytest.fixture
def step(cast, then):
    groundless(cast, 3, at=then)
    return proposed(cast, at=then + REPLY_OVER)


@pytest.fixture
def caution(cast, step):
    return confirmed(cast, step, at=step.proposed_at)


@pytest.fixture
def suspension(cast, caution, then):
    groundless(cast, 2, at=then + timedelta(hours=1))
    later = then + REPLY_OVER + timedelta(hours=1)
    return confirmed(cast, proposed(cast, at=later), at=later)


class TestTheApi:
    def test_lists_for_leads_and_confirms(self, cast, step):
        laura = caller(cast.laura)
        (row,) = laura.get("misuse?status=proposed&kind=caution&subject=seller").json()["results"]
        assert row["member"] == "bobs-store"
        assert row["counts"] == {"groundless": 3, "decided": 3}
        assert (row["share"], row["ends_at"], row["status"]) == (1, None, "proposed")

        answer = laura.post(f"suspensions/{step.pk}/confirm", WORDS).json()
        assert (answer["status"], answer["version"]) == ("active", 2)
        again = laura.post(f"suspensions/{step.pk}/confirm", WORDS)
        assert_problem(again, 409, "conflict")
        stale = laura.post(f"suspensions/{step.pk}/lift", WORDS)
        assert_problem(stale, 409, "stale_version")
        lifted = laura.post(f"suspensions/{step.pk}/lift", {**WORDS, "version": 2})
        assert lifted.json()["status"] == "lifted"
        assert laura.get("misuse?status=active").json()["results"] == []

    def test_dismisses(self, cast, step):
        answer = caller(cast.laura).post(f"suspensions/{step.pk}/dismiss", WORDS)
        assert answer.json()["status"] == "dismissed"

    def test_is_for_leads(self, cast, step):
        for member in (cast.bob, cast.alice, cast.carol):
            assert_problem(caller(member).get("misuse"), 403, "permission_denied")
            refused = caller(member).post(f"suspensions/{step.pk}/confirm", WORDS)
            assert_problem(refused, 403, "permission_denied")
        made_up = "0191d2f0-0000-7000-8000-000000000000"
        assert_problem(caller(cast.laura).post(f"suspensions/{made_up}/confirm", WORDS), 404, "not_found")

    def test_needs_a_version_and_a_reason(self, cast, step):
        answer = caller(cast.laura).post(f"suspensions/{step.pk}/confirm", {"reason": "Yes."})
        assert_problem(answer, 422, "validation_failed", "/version")

    def test_shows_a_proposal_to_nobody_it_is_against(self, cast, step):
        assert_problem(caller(cast.bob).get(f"suspensions/{step.pk}"), 404, "not_found")

    def test_takes_the_appeal_and_its_decision(self, cast, suspension):
        path = f"suspensions/{suspension.pk}"
        assert_problem(caller(cast.alice).post(f"{path}/appeal", {"body": "No."}), 404, "not_found")
        lodged = caller(cast.bob).post(f"{path}/appeal", {"body": "They were right."})
        assert lodged.status_code == 201 and lodged.json()["appeal"]["status"] == "lodged"

        decision = {"version": 1, "outcome": "upheld", "reason": "So they were."}
        assert_problem(caller(cast.laura).post(f"{path}/decide-appeal", decision), 409, "same_agent")
        done = caller(second_lead(cast)).post(f"{path}/decide-appeal", decision).json()
        assert (done["status"], done["appeal"]["status"]) == ("lifted", "upheld")

    def test_refuses_a_suspended_seller_and_says_so_before(self, cast, suspension):
        review = review_of(cast, at=timezone.now(), closed_at=timezone.now() - timedelta(days=1))
        body = {
            "review": str(review.pk),
            "claims": [{"ground": "unrelated", "statement": "It is about another shop."}],
            "evidence": [{"kind": "text", "text": "See above."}],
        }
        bob = caller(cast.bob)
        refused = bob.post("removal-requests", body)
        assert_problem(refused, 409, "request_right_suspended")
        assert f"{suspension.ends_at:%B %Y}" in refused.json()["detail"]
        checked = bob.post("removal-requests/check", body).json()
        assert checked["fair_use"]["cautions"] == 1
        assert checked["fair_use"]["groundless"] == 5
        assert checked["fair_use"]["suspended_until"].startswith(f"{suspension.ends_at:%Y-%m-%d}")


class TestTheDesk:
    def test_lists_proposals_with_count_share_and_gravity(self, cast, step):
        for member in (cast.laura, cast.carol):
            page = browser(cast.tenant, member).get(DESK).content.decode()
            assert "3 groundless requests, out of 3 decided in the span: 100%." in page
            assert "Minor" in page

    def test_shows_the_cases_and_lets_leads_alone_decide(self, cast, step):
        page = browser(cast.tenant, cast.laura).get(f"{DESK}{step.pk}/").content.decode()
        assert page.count("/admin/disputes/removalrequest/0") == 3
        assert "Confirm the caution" in page
        assert "Confirm the caution" not in browser(cast.tenant, cast.carol).get(f"{DESK}{step.pk}/").content.decode()
        refused = browser(cast.tenant, cast.carol).post(f"{DESK}{step.pk}/confirm/", WORDS)
        assert refused.status_code == 422
        step.refresh_from_db()
        assert step.status == "proposed"

    def test_confirms_and_keeps_what_was_typed_when_refused(self, cast, step):
        laura = browser(cast.tenant, cast.laura)
        stale = laura.post(f"{DESK}{step.pk}/confirm/", {**WORDS, "version": 9})
        assert stale.status_code == 409 and WORDS["reason"] in stale.content.decode()
        assert laura.post(f"{DESK}{step.pk}/confirm/", WORDS).status_code == 302
        assert MisuseStep.objects.get(pk=step.pk).status == "active"

    def test_dismisses_lifts_and_decides_appeals(self, cast, step, then):
        laura, lionel = browser(cast.tenant, cast.laura), browser(cast.tenant, second_lead(cast))
        laura.post(f"{DESK}{step.pk}/confirm/", WORDS)
        browser(cast.tenant, cast.bob).post(f"/misuse/{step.pk}", {"body": "They were right."})
        form = {"version": 1, "outcome": "rejected", "reason": "They were not."}
        assert "another lead must decide" in laura.post(f"{DESK}{step.pk}/decide-appeal/", form).content.decode()
        assert lionel.post(f"{DESK}{step.pk}/decide-appeal/", form).status_code == 302
        assert StepAppeal.objects.get(step=step).upheld is False
        assert laura.post(f"{DESK}{step.pk}/lift/", {**WORDS, "version": 2}).status_code == 302
        assert MisuseStep.objects.get(pk=step.pk).status == "lifted"

    def test_is_not_there_for_others(self, cast, step):
        mallory = make_mallory()
        for client in (
            browser(cast.tenant, cast.bob),
            browser(mallory.tenant, mallory.laura),
        ):
            assert client.get(f"{DESK}{step.pk}/").status_code == 404


class TestThePages:
    def test_show_the_meter_and_the_suspension_with_its_end(self, cast, suspension):
        bob = browser(cast.tenant, cast.bob)
        page = bob.get("/selling/requests").content.decode()
        assert "<strong>5</strong> groundless requests out of 5 decided in 90 days." in page
        assert f"/misuse/{suspension.pk}" in page
        review = review_of(cast, at=timezone.now(), closed_at=timezone.now() - timedelta(days=1))
        form = bob.get(f"/selling/requests/new?review={review.pk}").content.decode()
        assert "Your right to request removals is suspended" in form
        assert f"/misuse/{suspension.pk}" in form

    def test_tell_the_seller_what_it_rests_on_and_take_the_appeal(self, cast, suspension):
        bob, here = browser(cast.tenant, cast.bob), f"/misuse/{suspension.pk}"
        page = bob.get(here).content.decode()
        for said in ("A suspension for Bob", "5 groundless requests", "Minor", "ends by itself", "Appeal against it"):
            assert said in page, said
        assert Letter.objects.filter(step=suspension, read_at__isnull=False).count() == 1
        empty = bob.post(here, {"body": " "})
        assert empty.status_code == 422 and "Please say what you think is wrong" in empty.content.decode()
        assert bob.post(here, {"body": "They were right."}).status_code == 302
        assert "They were right." in bob.get(here).content.decode()
        assert "A lead who had no part in it decides" in bob.get(here).content.decode()

    def test_are_not_there_for_others_or_before_it_is_confirmed(self, cast, step):
        assert browser(cast.tenant, cast.bob).get(f"/misuse/{step.pk}").status_code == 404
        confirmed(cast, step, at=step.proposed_at)
        for member in (cast.alice, cast.carol, cast.laura):
            assert browser(cast.tenant, member).get(f"/misuse/{step.pk}").status_code == 404

    def test_tell_a_suspended_buyer_before_anything_is_typed(self, cast, then):
        blackmail(cast, at=then)
        at = then + REPLY_OVER
        confirmed(cast, proposed(cast, buyer(cast), at=at), at=at)
        blackmail(cast, at=then + timedelta(hours=1))
        at += timedelta(hours=1)
        step = confirmed(cast, proposed(cast, buyer(cast), at=at), at=at)

        from tests.cast import finished_order

        order = finished_order(cast, closed_at=timezone.now() - timedelta(days=1))
        alice = browser(cast.tenant, cast.alice)
        form = alice.get(f"/orders/{order.external_id}/review").content.decode()
        assert "Your right to leave reviews is suspended until" in form
        assert "<textarea" not in form
        assert "suspended until" in alice.get(f"/orders/{order.external_id}").content.decode()
        assert f"/misuse/{step.pk}" in alice.get("/cases").content.decode()
        assert "leave reviews is suspended until" in alice.get(f"/misuse/{step.pk}").content.decode()
