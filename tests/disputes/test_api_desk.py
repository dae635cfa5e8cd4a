"""The desk, appeals and statements over HTTP: the contract's codes, bodies and answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.models import Decision, Statement
from tests.cast import make_mallory, make_member
from tests.disputes.acts import WHY, filed, review_of
from tests.integrations.calls import assert_problem, caller

MADE_UP = "0191d2f0-0000-7000-8000-000000000000"


@pytest.fixture
def review(cast):
    closed = timezone.now() - timedelta(days=10)
    return review_of(cast, at=closed + timedelta(days=1), closed_at=closed)


@pytest.fixture
def case(cast, review):
    """A case whose time to reply is over."""
    return filed(cast, review, at=timezone.now() - timedelta(days=4))


@pytest.fixture
def carol(cast):
    return caller(cast.carol)


@pytest.fixture
def dave(cast):
    return caller(cast.dave)


@pytest.fixture
def bob(cast):
    return caller(cast.bob)


@pytest.fixture
def alice(cast):
    return caller(cast.alice)


def decision(case_json, outcome="remove", **fields):
    met = "not_met" if outcome == "keep" else "met"
    return {
        "version": case_json["version"],
        "outcome": outcome,
        "findings": {claim["ground"]: met for claim in case_json["claims"]},
        "reason": "The chat shows it plainly.",
        "departure_reason": "The programs cannot read this.",
        "good_faith": True,
        **fields,
    }


def claimed(who, case):
    answer = who.post(f"removal-requests/{case.pk}/claim")
    assert answer.status_code == 200, answer.content
    return answer.json()


def decided(who, case, outcome="remove", **fields):
    answer = who.post(f"removal-requests/{case.pk}/decide", decision(claimed(who, case), outcome, **fields))
    assert answer.status_code == 200, answer.content
    return answer.json()


class TestClaiming:
    def test_one_agent_at_a_time(self, cast, carol, dave, case):
        mine = claimed(carol, case)

        assert mine["claimed_by"] == cast.carol.email
        assert mine["claimed_until"] > mine["filed_at"]
        assert_problem(dave.post(f"removal-requests/{case.pk}/claim"), 409, "already_claimed")
        assert_problem(dave.post(f"removal-requests/{case.pk}/release"), 409, "already_claimed")
        assert carol.post(f"removal-requests/{case.pk}/release").json()["claimed_by"] is None
        assert_problem(carol.post(f"removal-requests/{case.pk}/release"), 409, "not_claimed")

    def test_the_next_case_or_nothing(self, cast, carol, dave, case):
        assert carol.post("removal-requests/claim-next").json()["id"] == str(case.pk)
        nothing = dave.post("removal-requests/claim-next")
        assert (nothing.status_code, nothing.content) == (204, b"")

    def test_is_for_agents(self, cast, bob, alice, case):
        for other in (bob, alice, caller(cast.laura)):
            assert_problem(other.post(f"removal-requests/{case.pk}/claim"), 403, "permission_denied")

    def test_the_sides_do_not_see_who_works_on_it(self, carol, bob, alice, case):
        claimed(carol, case)
        for side in (bob, alice):
            assert side.get(f"removal-requests/{case.pk}").json()["claimed_by"] is None
            assert side.get("removal-requests").json()["results"][0]["claimed_until"] is None


class TestDeciding:
    def test_answers_with_the_decision_and_the_review(self, carol, case, review):
        answer = decided(carol, case)

        assert answer["decision"]["outcome"] == "remove"
        assert answer["decision"]["policy_version"] == 1
        assert answer["decision"]["held"] is False
        assert answer["review"] == {"id": str(review.pk), "status": "removed"}

    MISTAKES = {
        "no version": ({"version": ...}, 422, "validation_failed", "/version"),
        "an old version": ({"version": 9}, 409, "stale_version", "/version"),
        "a version in quotes": ({"version": "1"}, 422, "validation_failed", "/version"),
        "no outcome": ({"outcome": ...}, 422, "validation_failed", "/outcome"),
        "an unknown outcome": ({"outcome": "burn"}, 422, "validation_failed", "/outcome"),
        "no good faith": ({"good_faith": ...}, 422, "validation_failed", "/good_faith"),
        "good faith in quotes": ({"good_faith": "true"}, 422, "validation_failed", "/good_faith"),
        "an unknown verdict": (
            {"findings": {"unrelated": "perhaps"}},
            422,
            "validation_failed",
            "/findings/unrelated",
        ),
        "a ground not claimed": (
            {"findings": {"unrelated": "met", "blackmail": "met"}},
            422,
            "validation_failed",
            "/findings/blackmail",
        ),
        "no reason": ({"reason": ""}, 422, "validation_failed", "/reason"),
        "a passage outside": (
            {"outcome": "redact", "spans": [[0, 5000]]},
            422,
            "validation_failed",
            "/spans/0",
        ),
        "an outcome no ground allows": ({"outcome": "attribute"}, 422, "validation_failed", "/outcome"),
        "an unknown field": ({"note": "x"}, 422, "validation_failed", "/note"),
    }

    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_mistakes_have_their_code_and_place(self, carol, case, mistake):
        changes, status, code, pointer = self.MISTAKES[mistake]
        body = {**decision(claimed(carol, case)), **changes}
        body = {name: value for name, value in body.items() if value is not ...}

        assert_problem(carol.post(f"removal-requests/{case.pk}/decide", body), status, code, pointer)
        assert not Decision.objects.exists()

    def test_needs_a_claim(self, carol, case):
        body = decision(carol.get(f"removal-requests/{case.pk}").json())
        assert_problem(carol.post(f"removal-requests/{case.pk}/decide", body), 409, "not_claimed")

    def test_waits_for_the_reply_or_its_deadline(self, cast, carol, review):
        young = filed(cast, review, at=timezone.now())
        answer = carol.post(f"removal-requests/{young.pk}/decide", decision(claimed(carol, young)))
        assert_problem(answer, 409, "too_early")

    def test_the_second_is_told_what_happened(self, carol, dave, case):
        body = decision(claimed(carol, case))
        assert carol.post(f"removal-requests/{case.pk}/decide", body).status_code == 200

        late = assert_problem(dave.post(f"removal-requests/{case.pk}/decide", body), 409, "conflict")
        assert "already decided" in late["detail"]
        assert Decision.objects.count() == 1

    def test_whatever_is_not_there_is_not_found(self, cast, carol, case):
        zoe = caller(make_mallory().carol)
        body = decision({"version": 1, "claims": [{"ground": "unrelated"}]})
        for act in ("claim", "release", "decide", "approve", "send-back", "ask"):
            sent = body if act == "decide" else None
            foreign = zoe.post(f"removal-requests/{case.pk}/{act}", sent)
            invented = zoe.post(f"removal-requests/{MADE_UP}/{act}", sent)
            assert_problem(foreign, 404, "not_found")
            assert foreign.content == invented.content


class TestMoreInformation:
    def test_the_agent_asks_and_the_seller_answers(self, carol, bob, alice, case):
        version = claimed(carol, case)["version"]
        path = f"removal-requests/{case.pk}"
        assert_problem(carol.post(f"{path}/ask", {"question": "Which?"}), 422, "validation_failed", "/version")
        asked = carol.post(f"{path}/ask", {"version": version, "question": "Which message was it?"}).json()
        assert asked["status"] == "more_information"

        assert bob.get(path).json()["information"][0]["question"] == "Which message was it?"
        assert alice.get(path).json()["information"] == []
        assert_problem(bob.post(f"{path}/answer", {"answer": " "}), 422, "validation_failed", "/answer")
        assert_problem(alice.post(f"{path}/answer", {"answer": "Mine."}), 403, "permission_denied")
        shown = {"answer": "The third one.", "evidence": [{"kind": "text", "text": "Line three."}]}
        assert bob.post(f"{path}/answer", shown).json()["status"] == "in_review"
        assert_problem(bob.post(f"{path}/answer", shown), 409, "conflict")


class TestReply:
    def test_after_the_deadline_it_is_too_late(self, alice, case):
        answer = alice.post(f"removal-requests/{case.pk}/reply", {"body": "I was right."})
        assert_problem(answer, 409, "window_closed")

    def test_is_the_authors_alone(self, cast, bob, alice, review):
        young = filed(cast, review, at=timezone.now())
        path = f"removal-requests/{young.pk}/reply"

        assert_problem(bob.post(path, {"body": "I was right."}), 403, "permission_denied")
        assert_problem(alice.post(path, {"body": "  "}), 422, "validation_failed", "/body")
        assert alice.post(path, {"body": "I was right."}).status_code == 200
        assert_problem(alice.post(path, {"body": "Again."}), 409, "conflict")


class TestSecondApproval:
    @pytest.fixture
    def retail_case(self, retail):
        closed = timezone.now() - timedelta(days=10)
        for n in range(25):
            review_of(retail, "", stars=5, at=closed + timedelta(hours=n), closed_at=closed)
        review = review_of(retail, "A damned swindle.", at=closed + timedelta(days=1), closed_at=closed)
        return filed(retail, review, "obscene_language", at=timezone.now() - timedelta(days=4), evidence=())

    def test_a_lead_approves_or_sends_back(self, retail, retail_case):
        from feedback.jobs.recompute_rate import recompute_rate

        recompute_rate(tenant=retail.tenant, seller_id=retail.seller.pk, now=timezone.now())
        carol, laura = caller(retail.carol), caller(retail.laura)
        held = decided(carol, retail_case)
        path = f"removal-requests/{retail_case.pk}"

        assert held["decision"]["held"] is True
        assert held["review"]["status"] == "published"
        waits = laura.get(path).json()
        assert waits["status"] == "awaiting_approval"
        assert waits["decision"]["id"] == held["decision"]["id"]
        assert caller(retail.bob).get(path).json()["decision"] is None
        assert_problem(carol.post(f"{path}/approve", {"version": waits["version"]}), 403, "permission_denied")
        assert_problem(laura.post(f"{path}/approve", {}), 422, "validation_failed", "/version")
        missing = laura.post(f"{path}/send-back", {"version": waits["version"]})
        assert_problem(missing, 422, "validation_failed", "/reason")
        returned = laura.post(f"{path}/send-back", {"version": waits["version"], "reason": "Look once more."}).json()
        assert (returned["decision"]["held"], returned["review"]["status"]) == (True, "published")
        again = decided(carol, retail_case)
        assert again["decision"]["id"] != held["decision"]["id"]
        waits = laura.get(path).json()
        agreed = laura.post(f"{path}/approve", {"version": waits["version"]})
        assert agreed.status_code == 200, agreed.content
        assert agreed.json()["review"]["status"] == "removed"
        assert agreed.json()["decision"]["held"] is False


class TestAppeals:
    def test_travels_to_another_agent_and_turns_the_review_round(self, alice, bob, carol, dave, case, review):
        found = decided(carol, case)["decision"]["id"]
        words = {"body": "My words were about this order."}

        assert_problem(bob.post(f"decisions/{found}/appeal", words), 409, "not_appealable")
        assert_problem(carol.post(f"decisions/{found}/appeal", words), 403, "permission_denied")
        assert_problem(alice.post(f"decisions/{found}/appeal", {"body": ""}), 422, "validation_failed", "/body")
        lodged = alice.post(f"decisions/{found}/appeal", words)
        assert lodged.status_code == 201
        appeal = lodged.json()
        assert (appeal["status"], appeal["version"], appeal["decision"]) == ("lodged", 1, found)
        assert appeal["due_at"] > appeal["lodged_at"]
        assert_problem(alice.post(f"decisions/{found}/appeal", words), 409, "not_appealable")

        path = f"appeals/{appeal['id']}"
        upheld = {"version": 1, "outcome": "upheld", "reason": "The comment is about the order."}
        assert_problem(carol.post(f"{path}/decide", upheld), 409, "same_agent")
        assert_problem(dave.post(f"{path}/decide", {**upheld, "version": 7}), 409, "stale_version", "/version")
        assert_problem(
            dave.post(f"{path}/decide", {"outcome": "upheld", "reason": "x"}), 422, "validation_failed", "/version"
        )
        assert dave.post(f"{path}/claim").json()["status"] == "in_review"
        answer = dave.post(f"{path}/decide", upheld)

        assert answer.status_code == 200, answer.content
        assert answer.json()["status"] == "upheld"
        assert answer.json()["new_decision"]["outcome"] == "keep"
        assert answer.json()["new_decision"]["supersedes"] == found
        review.refresh_from_db()
        assert review.status == "published"

    def test_overturning_a_keep_says_what_takes_its_place(self, bob, carol, dave, case, review):
        found = decided(carol, case, "keep")["decision"]["id"]
        appeal = bob.post(f"decisions/{found}/appeal", {"body": "It names another shop."}).json()
        upheld = {"version": 1, "outcome": "upheld", "reason": "It does."}
        path = f"appeals/{appeal['id']}/decide"

        assert_problem(dave.post(path, upheld), 422, "validation_failed", "/new_outcome")
        assert dave.post(path, {**upheld, "new_outcome": "remove"}).json()["review_status"] == "removed"

    def test_each_side_reads_its_own(self, cast, alice, bob, carol, dave, case):
        found = decided(carol, case)["decision"]["id"]
        appeal = alice.post(f"decisions/{found}/appeal", {"body": "Not so."}).json()
        zoe = caller(make_mallory().alice)

        for reader in (alice, carol, dave):
            assert reader.get(f"appeals/{appeal['id']}").json()["body"] == "Not so."
            assert [row["id"] for row in reader.get("appeals").json()["results"]] == [appeal["id"]]
        for stranger in (bob, zoe):
            assert_problem(stranger.get(f"appeals/{appeal['id']}"), 404, "not_found")
            assert stranger.get("appeals?status=lodged").json()["results"] == []
        assert carol.get("appeals?status=upheld").json()["results"] == []
        assert len(carol.get("appeals?assigned=none&party=author").json()["results"]) == 1


class TestStatements:
    def test_the_addressee_reads_it_and_counts_as_informed(self, cast, alice, bob, carol, case, review):
        found = decided(carol, case)["decision"]["id"]

        mine = alice.get("statements").json()["results"]
        theirs = bob.get("statements").json()["results"]
        assert [each["kind"] for each in mine] == ["statement"]
        assert [each["kind"] for each in theirs] == ["notice"]
        one = alice.get(f"statements/{mine[0]['id']}").json()

        for name in ("measure", "facts", "explanation", "automated", "redress"):
            assert one[name]
        assert (one["decision"], one["review"], one["ground"]) == (found, str(review.pk), "unrelated")
        assert one["informed_at"]
        assert WHY not in one["facts"]
        assert Statement.objects.count() == 2

    def test_nobody_else_reads_it(self, cast, alice, bob, carol, case):
        decided(carol, case)
        mine = alice.get("statements").json()["results"][0]["id"]
        notice = bob.get("statements?kind=notice").json()["results"][0]["id"]
        eve = caller(make_member(cast.tenant, "Eve", "buyer"))

        for reader, other in ((bob, mine), (alice, notice), (eve, mine), (caller(make_mallory().alice), mine)):
            refused = reader.get(f"statements/{other}")
            assert_problem(refused, 404, "not_found")
            assert refused.content == reader.get(f"statements/{MADE_UP}").content
        read = carol.get(f"statements/{mine}").json()
        assert read["informed_at"] is None
        assert_problem(alice.get("statements?of=me"), 422, "validation_failed", "/of")
