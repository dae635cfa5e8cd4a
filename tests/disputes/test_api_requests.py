"""Removal requests over HTTP: the contract's codes, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.models import RemovalRequest
from orders.models import Message
from tests.cast import make_mallory, make_member, make_seller
from tests.disputes.acts import WHY, review_of
from tests.integrations.calls import assert_problem, caller

MADE_UP = "0191d2f0-0000-7000-8000-000000000000"
TEXT = {"kind": "text", "text": "See the chat of 3 June, where the threat was made."}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def review(cast, now):
    return review_of(cast, at=now - timedelta(days=2), closed_at=now - timedelta(days=3))


@pytest.fixture
def bob(cast):
    return caller(cast.bob)


@pytest.fixture
def alice(cast):
    return caller(cast.alice)


@pytest.fixture
def carol(cast):
    return caller(cast.carol)


def body_for(review, *grounds: str, **fields):
    claims = [{"ground": ground, "statement": WHY} for ground in grounds or ("unrelated",)]
    return {"review": str(getattr(review, "pk", review)), "claims": claims, "evidence": [TEXT], **fields}


def a_case(bob, review, *grounds):
    answer = bob.post("removal-requests", body_for(review, *grounds))
    assert answer.status_code == 201, answer.content
    return answer.json()


class TestFiling:
    def test_answers_with_the_case(self, bob, review):
        answer = bob.post("removal-requests", body_for(review, "duplicate", "unrelated"))

        assert answer.status_code == 201
        case = answer.json()
        assert case["status"] == "awaiting_buyer"
        assert case["review"] == str(review.pk)
        assert case["policy_version"] == 1
        assert case["version"] == 1
        assert case["due_at"] > case["buyer_reply_due_at"] > case["filed_at"]
        assert case["cutoff_at"]
        exact, waits = case["claims"]
        assert set(exact["finding"]) == {"verdict", "explanation", "confidence", "references"}
        assert exact["finding"]["verdict"] == "NOT_MET"
        assert set(waits["finding"]) == set(exact["finding"])
        assert waits["finding"]["verdict"] == "UNKNOWN"
        assert case["evidence"] == [case["evidence"][0] | {"kind": "text", "text": TEXT["text"], "ref": None}]

    def test_the_orders_id_and_its_messages_are_evidence(self, cast, bob, review, now):
        line = Message.objects.create(
            tenant=cast.tenant, order=review.order, sender="buyer", body="Free item!", sent_at=now
        )
        shown = [{"kind": "message", "ref": str(line.pk)}, {"kind": "order", "ref": str(review.order_id)}]

        case = bob.post("removal-requests", body_for(review, "blackmail", evidence=shown)).json()

        assert [each["ref"] for each in case["evidence"]] == [str(line.pk), str(review.order_id)]


class TestRefusals:
    """Each mistake with its code and place; the checker says the same with 200 and writes nothing."""

    MISTAKES = {
        "ground_not_offered": (409, "/claims/0/ground", lambda r: body_for(r, "product_review")),
        "no such ground": (409, "/claims/0/ground", lambda r: body_for(r, "low_stars")),
        "evidence_missing": (409, "/evidence", lambda r: body_for(r, evidence=[])),
        "no claims": (422, "/claims", lambda r: body_for(r, claims=[])),
        "short statement": (
            422,
            "/claims/0/statement",
            lambda r: body_for(r, claims=[{"ground": "unrelated", "statement": "bad"}]),
        ),
        "no statement": (
            422,
            "/claims/0/statement",
            lambda r: body_for(r, claims=[{"ground": "unrelated"}]),
        ),
        "unknown field": (422, "/urgent", lambda r: body_for(r, urgent=True)),
        "unknown kind": (422, "/evidence/0/kind", lambda r: body_for(r, evidence=[{"kind": "video"}])),
        "no text": (422, "/evidence/0/text", lambda r: body_for(r, evidence=[{"kind": "text"}])),
        "no review": (422, "/review", lambda r: body_for(MADE_UP)),
        "malformed review": (422, "/review", lambda r: body_for("x")),
    }

    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_are_said_at_their_place_and_by_the_checker_too(self, bob, review, mistake):
        status, pointer, make = self.MISTAKES[mistake]
        code = mistake if mistake in ("ground_not_offered", "evidence_missing") else None
        code = code or ("ground_not_offered" if mistake == "no such ground" else "validation_failed")

        refused = bob.post("removal-requests", make(review))
        checked = bob.post("removal-requests/check", make(review))

        assert_problem(refused, status, code, pointer)
        assert checked.status_code == 200
        answer = checked.json()
        assert answer["ok"] is False
        assert [(each["code"], each["pointer"]) for each in answer["problems"]] == [(code, pointer)]
        assert set(answer) == {"ok", "problems", "missing", "cutoff_at", "fair_use"}
        assert set(answer["fair_use"]) == {"groundless", "cautions", "suspended_until"}
        assert not RemovalRequest.objects.exists()

    def test_a_day_over_the_cut_off(self, cast, bob, now):
        old = review_of(cast, at=now - timedelta(days=366), closed_at=now - timedelta(days=370))

        assert_problem(bob.post("removal-requests", body_for(old)), 409, "cutoff_passed", "/claims/0/ground")
        checked = bob.post("removal-requests/check", body_for(old)).json()
        assert [each["code"] for each in checked["problems"]] == ["cutoff_passed"]
        assert checked["cutoff_at"] < now.isoformat()

    def test_a_second_open_request(self, bob, review):
        a_case(bob, review)

        assert_problem(bob.post("removal-requests", body_for(review)), 409, "conflict", "/review")
        assert bob.post("removal-requests/check", body_for(review)).json()["ok"] is False

    def test_what_another_marketplace_holds_answers_like_a_made_up_id(self, bob, review, now):
        mallory = make_mallory()
        with mallory.inside():
            theirs = review_of(mallory, at=now - timedelta(days=2), closed_at=now - timedelta(days=3))
        file, order = str(theirs.pk), str(theirs.order_id)
        for made in (
            lambda ref: body_for(ref),
            lambda ref: body_for(review, evidence=[{"kind": "review", "ref": ref}]),
            lambda ref: body_for(review, evidence=[{"kind": "file", "ref": ref}]),
        ):
            foreign, invented = (bob.post("removal-requests", made(ref)).content for ref in (file, MADE_UP))
            assert foreign == invented
        order_refs = [
            bob.post("removal-requests", body_for(review, evidence=[{"kind": "order", "ref": ref}])).content
            for ref in (order, MADE_UP)
        ]
        assert order_refs[0] == order_refs[1]

    def test_others_than_the_reviewed_seller_may_not_file(self, cast, alice, review):
        eve = make_member(cast.tenant, "Eve", "seller")
        make_seller(cast.tenant, "eves-store", runs=eve)

        for other in (alice, caller(eve)):
            assert_problem(other.post("removal-requests", body_for(review)), 403, "permission_denied")
            assert_problem(other.post("removal-requests/check", body_for(review)), 403, "permission_denied")

    def test_nothing_in_the_way_is_ok(self, bob, review):
        answer = bob.post("removal-requests/check", body_for(review)).json()

        assert answer["ok"] is True
        assert answer["problems"] == answer["missing"] == []
        assert not RemovalRequest.objects.exists()


class TestReading:
    def test_each_reads_what_is_theirs(self, cast, bob, alice, carol, review):
        case = a_case(bob, review)
        eve = make_member(cast.tenant, "Eve", "seller", "buyer")
        make_seller(cast.tenant, "eves-store", runs=eve)
        zoe = make_mallory()

        mine = bob.get(f"removal-requests/{case['id']}").json()
        theirs = alice.get(f"removal-requests/{case['id']}").json()
        desk = carol.get(f"removal-requests/{case['id']}").json()

        assert mine["claims"][0].keys() == theirs["claims"][0].keys()
        assert theirs["claims"][0]["statement"] == WHY
        assert desk["id"] == case["id"]
        for stranger, path in ((caller(eve), ""), (caller(zoe.bob), ""), (caller(zoe.carol), "")):
            answer = stranger.get(f"removal-requests/{case['id']}{path}")
            assert_problem(answer, 404, "not_found")
            assert answer.content == stranger.get(f"removal-requests/{MADE_UP}").content
            assert stranger.get("removal-requests").json()["results"] == []

    def test_the_reply_is_read_by_both_sides_and_the_desk(self, bob, alice, carol, review):
        case = a_case(bob, review)
        answer = alice.post(f"removal-requests/{case['id']}/reply", {"body": "It was late by a week."})

        assert answer.status_code == 200
        assert answer.json()["status"] == "in_review"
        path = f"removal-requests/{case['id']}"
        for reader in (alice, bob, carol):
            assert reader.get(path).json()["reply"]["body"] == "It was late by a week."

    def test_the_author_never_gets_the_sellers_files(self, cast, bob, alice, carol, review, now):
        from orders.models import Upload

        file = Upload.objects.create(
            tenant=cast.tenant,
            uploaded_by=cast.bob,
            seller=cast.seller,
            name="chat.png",
            content_type="image/png",
            size=3,
            sha256="0" * 64,
            file="x",
            created_at=now,
        )
        shown = {"evidence": [{"kind": "file", "ref": str(file.pk)}]}
        case = bob.post("removal-requests", body_for(review, **shown)).json()

        path = f"removal-requests/{case['id']}"
        assert bob.get(path).json()["evidence"][0]["ref"] == str(file.pk)
        assert carol.get(path).json()["evidence"][0]["ref"] == str(file.pk)
        assert alice.get(path).json()["evidence"][0]["ref"] is None
        assert_problem(alice.get(f"files/{file.pk}"), 404, "not_found")

    def test_lists_narrow_by_status_ground_and_who_works_on_it(self, cast, bob, carol, review, now):
        case = a_case(bob, review)
        other = review_of(cast, at=now - timedelta(days=1), closed_at=now - timedelta(days=3))
        second = a_case(bob, other, "duplicate")
        assert carol.post(f"removal-requests/{case['id']}/claim").status_code == 200

        def ids(query, who=carol):
            answer = who.get(f"removal-requests?{query}")
            assert answer.status_code == 200, answer.content
            return {each["id"] for each in answer.json()["results"]}

        both = {case["id"], second["id"]}
        assert ids("") == ids("", bob) == ids("status=awaiting_buyer") == both
        assert ids("status=decided") == set()
        assert ids("ground=duplicate") == ids("assigned=none") == {second["id"]}
        assert ids("assigned=me") == ids(f"assigned={cast.carol.email}") == {case["id"]}
        assert ids("assigned=nobody@example.com") == set()
        assert_problem(carol.get("removal-requests?status=lost"), 422, "validation_failed", "/status")
        assert_problem(carol.get("removal-requests?state=decided"), 422, "validation_failed", "/state")
        assert_problem(carol.get("removal-requests?cursor=x"), 422, "validation_failed", "/cursor")
        assert_problem(bob.get("removal-requests?assigned=me"), 422, "validation_failed", "/assigned")

    def test_pages_follow_each_other(self, cast, bob, review, now):
        a_case(bob, review)
        a_case(bob, review_of(cast, at=now - timedelta(days=1), closed_at=now - timedelta(days=3)))

        first = bob.get("removal-requests?page_size=1").json()
        second = bob.client.get(first["next"]).json()

        assert first["results"] != second["results"]
        assert second["next"] is None

    def test_a_longer_list_asks_no_more_of_the_database(self, cast, bob, carol, now, django_assert_max_num_queries):
        def more(count):
            for _ in range(count):
                a_case(bob, review_of(cast, at=now - timedelta(days=1), closed_at=now - timedelta(days=3)))

        def queries(who):
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(connection) as seen:
                assert who.get("removal-requests").status_code == 200
            return len(seen)

        more(1)
        before = queries(carol), queries(bob)
        more(4)
        assert (queries(carol), queries(bob)) == before


class TestWithdrawing:
    def test_only_the_seller_takes_it_back(self, bob, alice, carol, review):
        case = a_case(bob, review)
        path = f"removal-requests/{case['id']}/withdraw"

        assert_problem(alice.post(path), 403, "permission_denied")
        assert_problem(carol.post(path), 403, "permission_denied")
        assert bob.post(path).json()["status"] == "withdrawn"
        assert_problem(bob.post(path), 409, "conflict")
