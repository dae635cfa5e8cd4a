"""A seller contests a review: what is filed, what is refused, and what nobody may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.check_request import check_request
from disputes.actions.file_request import UnableToFileRequest, file_request
from disputes.models import Claim as ClaimRow
from disputes.models import Evidence as EvidenceRow
from disputes.models import Letter, RemovalRequest
from disputes.queries import findings_of
from policy.eligibility import Claim, Evidence
from tests.cast import NOW, finished_order, make_mallory, make_member, make_seller
from tests.disputes.acts import TEXT, WHY, codes, filed, pointers, review_of
from wire.refusals import NotPermitted


class TestFileRequest:
    def test_asks_the_buyer_first_and_says_until_when(self, cast):
        case = filed(cast)

        assert case.status == "awaiting_buyer"
        assert case.buyer_reply_due_at == NOW + timedelta(hours=72)
        assert case.due_at == NOW + timedelta(hours=144)
        assert case.cutoff_at > NOW
        assert {(each.kind, each.addressee) for each in Letter.objects.all()} == {
            ("reply_invited", cast.alice),
            ("case_received", cast.bob),
        }

    def test_exact_grounds_are_found_at_once_and_others_wait_for_a_worker(self, cast):
        case = filed(cast, None, "duplicate", "unrelated")

        found = {each.claim.ground: each.finding for each in findings_of(case)}
        assert found["duplicate"].verdict == "NOT_MET"
        assert found["unrelated"] is None

    def test_personal_information_hides_the_review_and_skips_the_buyer(self, cast):
        review = review_of(cast, "Call me at bob.private@example.com, he never answers.")

        case = filed(cast, review, "personal_information", evidence=())

        review.refresh_from_db()
        assert case.status == "in_review"
        assert case.buyer_reply_due_at is None
        assert review.hidden_at == NOW
        assert review.status == "published"
        assert findings_of(case)[0].finding.verdict == "MET"

    def test_only_the_reviewed_seller_may_ask(self, cast):
        review = review_of(cast)
        other = make_member(cast.tenant, "Eve", "seller")
        make_seller(cast.tenant, "eves-store", runs=other)

        for stranger in (other, cast.alice, cast.carol, None):
            with pytest.raises(NotPermitted):
                file_request(tenant=cast.tenant, by=stranger, review=review, claims=[], evidence=[], now=NOW)

    def test_refuses_a_second_open_request_about_the_review(self, cast):
        review = review_of(cast)
        filed(cast, review)

        with pytest.raises(UnableToFileRequest) as refusal:
            filed(cast, review)

        assert codes(refusal) == ["conflict"]
        assert RemovalRequest.objects.count() == 1

    def test_refuses_the_day_after_the_cut_off_and_says_its_date(self, cast):
        review = review_of(cast)
        last = NOW + timedelta(days=365)

        with pytest.raises(UnableToFileRequest) as refusal:
            filed(cast, review, at=last + timedelta(days=1))

        assert codes(refusal) == ["cutoff_passed"]
        assert "15 June 2027" in str(refusal.value)
        assert filed(cast, review, at=last).status == "awaiting_buyer"

    def test_personal_information_has_no_cut_off(self, cast):
        review = review_of(cast, "Write to bob.private@example.com")

        assert filed(cast, review, "personal_information", evidence=(), at=NOW + timedelta(days=500))

    def test_refuses_a_ground_that_the_marketplace_does_not_offer(self, cast):
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(cast, None, "product_review")

        assert codes(refusal) == ["ground_not_offered"]

    def test_refuses_without_the_evidence_that_policy_wants(self, cast):
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(cast, None, "unrelated", evidence=())

        assert codes(refusal) == ["evidence_missing"]

    def test_refuses_a_statement_that_says_nothing(self, cast):
        with pytest.raises(UnableToFileRequest) as refusal:
            file_request(
                tenant=cast.tenant,
                by=cast.bob,
                review=review_of(cast),
                claims=[Claim("unrelated", "bad")],
                evidence=TEXT,
                now=NOW,
            )

        assert pointers(refusal) == ["/claims/0/statement"]

    def test_a_request_too_many_in_an_hour_waits(self, cast, monkeypatch):
        monkeypatch.setattr("disputes.actions.file_request.REQUESTS_AN_HOUR", 2)
        filed(cast)
        filed(cast)

        with pytest.raises(UnableToFileRequest) as refusal:
            filed(cast)

        assert codes(refusal) == ["rate_limited"]
        assert refusal.value.retry_after > 0


class TestEvidence:
    @pytest.mark.parametrize("kind", ["message", "file", "order", "review"])
    def test_what_belongs_to_another_marketplace_answers_like_a_made_up_id(self, cast, kind):
        mallory = make_mallory()
        with mallory.inside():
            order = finished_order(mallory)
            foreign = {"order": order, "review": review_of(mallory)}.get(kind, order)
        own = review_of(cast)
        answers = []
        for ref in (str(foreign.pk), "0191d2f0-0000-7000-8000-000000000000", "made up"):
            with pytest.raises(UnableToFileRequest) as refusal:
                filed(cast, own, evidence=[Evidence(kind, ref=ref)])
            answers.append([(str(p.code), p.pointer, p.detail) for p in refusal.value.problems])

        assert answers[0] == answers[1] == answers[2]
        assert answers[0][0][:2] == ("validation_failed", "/evidence/0/ref")
        assert EvidenceRow.objects.count() == 0

    def test_a_message_of_somebody_elses_chat_is_not_there(self, cast):
        other = make_seller(cast.tenant, "eves-store")
        order = finished_order(cast, seller=other, offer=None)
        line = order.messages.create(tenant=cast.tenant, sender="buyer", body="secret", sent_at=NOW)

        with pytest.raises(UnableToFileRequest) as refusal:
            filed(cast, evidence=[Evidence("message", ref=str(line.pk))])

        assert pointers(refusal) == ["/evidence/0/ref"]

    def test_the_orders_own_messages_and_the_order_can_be_shown(self, cast):
        review = review_of(cast)
        line = review.order.messages.create(
            tenant=cast.tenant, sender="buyer", body="Free item or one star.", sent_at=NOW
        )
        shown = [Evidence("message", ref=str(line.pk)), Evidence("order", ref=str(review.order_id))]

        case = filed(cast, review, evidence=shown)

        assert {each.kind for each in case.evidence.all()} == {"message", "order"}


class TestCheckRequest:
    def test_says_the_same_as_filing_and_writes_nothing(self, cast):
        review = review_of(cast)

        answer = check_request(
            tenant=cast.tenant,
            by=cast.bob,
            review=review,
            claims=[Claim("blackmail", WHY), Claim("product_review", WHY)],
            evidence=[Evidence("order", ref="made up")],
            now=NOW,
        )

        assert not answer.ok
        assert {str(each.code) for each in answer.problems} == {
            "ground_not_offered",
            "evidence_missing",
            "validation_failed",
        }
        assert [each.kind for each in answer.missing] == ["message"]
        assert answer.cutoff_at.date().isoformat() == "2027-06-16"
        assert answer.fair_use.groundless == 0
        assert not RemovalRequest.objects.exists()
        assert not ClaimRow.objects.exists()

    def test_ok_where_nothing_is_in_the_way(self, cast):
        answer = check_request(
            tenant=cast.tenant,
            by=cast.bob,
            review=review_of(cast),
            claims=[Claim("unrelated", WHY)],
            evidence=TEXT,
            now=NOW,
        )

        assert answer.ok
        assert answer.problems == answer.missing == []
