"""Settlements and compensations over the API, as api.md says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from orders.jobs.settle_deadlines import settle_deadlines
from orders.models import Compensation, Settlement
from tests.cast import finished_order, make_cast, make_mallory, make_member
from tests.disputes.acts import review_of
from tests.integrations.calls import assert_problem, caller
from tests.orders.files import image
from wire.instants import show_instant

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_cast()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def order(cast, now):
    with cast.inside():
        closed = now - timedelta(days=2)
        return review_of(cast, at=now - HOUR, closed_at=closed).order


def body(order, now: datetime, **changes):
    return {
        "order": order.external_id,
        "terms": "I send the rest; you withdraw the review.",
        "perform_by": show_instant(now + HOUR),
        "withdraw_by": show_instant(now + 2 * HOUR),
        **changes,
    }


class TestTheWholeWay:
    def test_goes_from_proposal_to_honour(self, cast, order, now):
        bob, alice = caller(cast.bob), caller(cast.alice)
        made = bob.post("settlements", body(order, now))
        assert made.status_code == 201, made.content
        answer = made.json()
        assert set(answer) == {
            "id",
            "order",
            "terms",
            "perform_by",
            "withdraw_by",
            "status",
            "version",
            "proposed_at",
            "answered_at",
            "performed_at",
            "performance",
            "files",
            "closed_at",
            "no_case_because",
        }
        assert (answer["status"], answer["version"], answer["order"]) == ("proposed", 1, order.external_id)
        assert answer["perform_by"] == show_instant(now + HOUR)
        path = f"settlements/{answer['id']}"
        yes = alice.post(f"{path}/accept", {})
        assert (yes.status_code, yes.json()["status"], yes.json()["version"]) == (200, "accepted", 2)
        file = bob.client.post("/api/v1/files", {"file": SimpleUploadedFile("a.png", image())}).json()
        done = bob.post(f"{path}/perform", {"performance": "Sent.", "files": [file["id"]]})
        assert (done.status_code, done.json()["status"]) == (200, "performed")
        assert done.json()["files"] == [file]
        assert alice.get(f"files/{file['id']}").status_code == 200
        review = alice.get(f"reviews?seller={cast.seller.external_id}").json()["results"][0]["id"]
        assert alice("DELETE", f"reviews/{review}").status_code in (200, 204)
        assert alice.get(path).json()["status"] == "honoured"

    def test_needs_no_body_to_accept_and_perform(self, cast, order, now):
        bob, alice = caller(cast.bob), caller(cast.alice)
        path = f"settlements/{bob.post('settlements', body(order, now)).json()['id']}"
        assert alice.post(f"{path}/accept").status_code == 200
        assert bob.post(f"{path}/perform").status_code == 200

    def test_an_integrators_key_acts_for_either_side(self, cast, order, now):
        ivan = caller(make_member(cast.tenant, "Ivan", "integrator"))
        seller, buyer = {"acting_for": {"seller": "bobs-store"}}, {"acting_for": {"buyer": "alice"}}
        assert_problem(ivan.post("settlements", body(order, now)), 403, "permission_denied")
        made = ivan.post("settlements", {**body(order, now), **seller})
        assert made.status_code == 201, made.content
        path = f"settlements/{made.json()['id']}"
        assert_problem(ivan.post(f"{path}/accept", seller), 403, "permission_denied")
        assert ivan.post(f"{path}/accept", buyer).json()["status"] == "accepted"
        assert ivan.post(f"{path}/perform", seller).json()["status"] == "performed"

    @pytest.mark.parametrize(
        ("act", "who", "status"), [("decline", "alice", "declined"), ("withdraw", "bob", "withdrawn")]
    )
    def test_ends_with_a_no(self, cast, order, now, act, who, status):
        path = f"settlements/{caller(cast.bob).post('settlements', body(order, now)).json()['id']}"
        ended = caller(getattr(cast, who)).post(f"{path}/{act}", {"version": 1})
        assert (ended.status_code, ended.json()["status"]) == (200, status)
        assert ended.json()["closed_at"]
        again = caller(getattr(cast, who)).post(f"{path}/{act}")
        assert_problem(again, 409, "conflict")

    def test_shows_what_the_clock_made_of_it_before_any_sweep(self, cast, order, now):
        made = caller(cast.bob).post("settlements", body(order, now)).json()
        with cast.inside():
            earlier = {"perform_by": now - HOUR, "withdraw_by": now - HOUR / 2}
            Settlement.objects.filter(pk=made["id"]).update(**earlier)
        alice = caller(cast.alice)
        assert alice.get(f"settlements/{made['id']}").json()["status"] == "expired"
        assert_problem(alice.post(f"settlements/{made['id']}/accept"), 409, "conflict")
        with cast.inside():
            assert settle_deadlines(tenant=cast.tenant, now=timezone.now()) == 1


class TestRefusals:
    def test_name_the_place(self, cast, order, now):
        bob = caller(cast.bob)
        past = body(order, now, perform_by=show_instant(now - HOUR))
        assert_problem(bob.post("settlements", past), 422, "validation_failed", "/perform_by")
        early = body(order, now, withdraw_by=show_instant(now + HOUR))
        assert_problem(bob.post("settlements", early), 422, "validation_failed", "/withdraw_by")
        assert_problem(bob.post("settlements", body(order, now, terms="")), 422, "validation_failed", "/terms")
        assert_problem(bob.post("settlements", body(order, now, extra=1)), 422, "validation_failed", "/extra")
        naive = body(order, now, perform_by="2026-01-01T00:00:00")
        assert_problem(bob.post("settlements", naive), 422, "validation_failed", "/perform_by")
        nowhere = {**body(order, now), "order": "nobody"}
        assert_problem(bob.post("settlements", nowhere), 422, "validation_failed", "/order")
        with cast.inside():
            assert not Settlement.objects.exists()

    def test_anothers_order_answers_like_a_made_up_one(self, cast, order, now):
        mallory = make_mallory()
        made_up = caller(mallory.bob).post("settlements", {**body(order, now), "order": "made-up"})
        theirs = caller(mallory.bob).post("settlements", body(order, now))
        assert (theirs.status_code, theirs.json()) == (made_up.status_code, made_up.json())
        nora = caller(make_member(cast.tenant, "Nora", "buyer", "seller"))
        assert_problem(nora.post("settlements", body(order, now)), 422, "validation_failed", "/order")

    def test_a_second_running_one_and_an_order_without_feedback(self, cast, order, now):
        bob = caller(cast.bob)
        bob.post("settlements", body(order, now))
        assert_problem(bob.post("settlements", body(order, now)), 409, "conflict", "/order")
        with cast.inside():
            bare = finished_order(cast)
        assert_problem(bob.post("settlements", body(bare, now)), 409, "conflict")

    def test_buyers_and_the_desk_propose_nothing(self, cast, order, now):
        assert_problem(caller(cast.alice).post("settlements", body(order, now)), 403, "permission_denied")
        assert_problem(caller(cast.carol).post("settlements", body(order, now)), 403, "permission_denied")
        assert_problem(
            caller(cast.bob, "reviews:write").post("settlements", body(order, now)), 403, "permission_denied"
        )

    @pytest.mark.parametrize("preset", ["retail", "fulfilment_network", "game_services"])
    def test_where_policy_forbids_it(self, db, preset, now):
        made = make_cast(slug="other", preset=preset)
        with made.inside():
            order = review_of(made, at=now - HOUR, closed_at=now - 2 * HOUR).order
        answer = caller(made.bob).post("settlements", body(order, now))
        assert_problem(answer, 409, "not_allowed_by_policy")

    def test_a_stale_version(self, cast, order, now):
        made = caller(cast.bob).post("settlements", body(order, now)).json()
        answer = caller(cast.alice).post(f"settlements/{made['id']}/accept", {"version": 9})
        assert_problem(answer, 409, "stale_version", "/version")

    def test_somebody_elses_file_as_proof(self, cast, order, now):
        bob, alice = caller(cast.bob), caller(cast.alice)
        path = f"settlements/{bob.post('settlements', body(order, now)).json()['id']}"
        alice.post(f"{path}/accept")
        theirs = alice.client.post("/api/v1/files", {"file": SimpleUploadedFile("a.png", image())}).json()["id"]
        for file in (theirs, "0197a2b0-0000-7000-8000-000000000000", "x"):
            assert_problem(bob.post(f"{path}/perform", {"files": [file]}), 422, "validation_failed", "/files")


class TestLists:
    def test_are_by_order_and_right(self, cast, order, now):
        bob = caller(cast.bob)
        made = bob.post("settlements", body(order, now)).json()
        for who in (cast.alice, cast.bob, cast.carol):
            assert caller(who).get(f"settlements?order={order.external_id}").json()["results"] == [made]
        assert bob.get("settlements?order=nobody").json()["results"] == []
        assert caller(make_member(cast.tenant, "Nora", "buyer")).get("settlements").json()["results"] == []
        assert caller(make_mallory().bob).get(f"settlements/{made['id']}").status_code == 404


class TestCompensations:
    def test_are_given_by_the_seller_and_read_by_both_sides(self, cast, order):
        bob = caller(cast.bob)
        words = {"order": order.external_id, "kind": "partial_refund", "description": "For the wait.", "amount": "4.5"}
        made = bob.post("compensations", words)
        assert made.status_code == 201, made.content
        answer = made.json()
        assert set(answer) == {"id", "order", "kind", "description", "amount", "currency", "given_at"}
        assert (answer["amount"], answer["currency"]) == ("4.50", "EUR")
        for who in (cast.alice, cast.bob, cast.carol):
            assert caller(who).get(f"compensations?order={order.external_id}").json()["results"] == [answer]
        assert caller(make_mallory().alice).get("compensations").json()["results"] == []

    @pytest.mark.parametrize(
        ("changes", "status", "code", "pointer"),
        [
            ({"description": "A refund if you remove your review."}, 409, "not_allowed_by_policy", "/description"),
            ({"kind": "gold"}, 422, "validation_failed", "/kind"),
            ({"amount": 5}, 422, "validation_failed", "/amount"),
            ({"amount": "0"}, 422, "validation_failed", "/amount"),
            ({"order": "nobody"}, 422, "validation_failed", "/order"),
        ],
    )
    def test_are_refused(self, cast, order, changes, status, code, pointer):
        words = {"order": order.external_id, "kind": "item", "description": "A spare blade.", **changes}
        assert_problem(caller(cast.bob).post("compensations", words), status, code, pointer)
        with cast.inside():
            assert not Compensation.objects.exists()

    def test_buyers_give_none(self, cast, order):
        words = {"order": order.external_id, "kind": "item", "description": "A spare blade."}
        assert_problem(caller(cast.alice).post("compensations", words), 403, "permission_denied")
