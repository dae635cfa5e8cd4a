"""A settlement that was not kept becomes one case by itself; nothing about the review changes until it is decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.queries import entries_of
from disputes.actions.claim_request import claim_request
from disputes.actions.reply_to_request import reply_to_request
from disputes.finding.facts import facts_of
from disputes.jobs.file_breaches import file_breaches
from disputes.models import Evidence, Letter, MisuseStep, RemovalRequest
from disputes.queries import findings_of
from feedback.actions.withdraw_review import withdraw_review
from orders.actions.perform_settlement import perform_settlement
from orders.actions.store_upload import store_upload
from orders.jobs.settle_deadlines import settle_deadlines
from orders.models import Settlement
from policy.terms import SettlementStatus
from tenants.models import PolicyVersion
from tests.cast import NOW
from tests.disputes.acts import REPLY_OVER, codes, decide, filed, review_of
from tests.orders.agreed import HOUR, PERFORM_BY, WITHDRAW_BY, accepted, performed, proposed
from tests.orders.files import image, sent
from wire.refusals import Refused

LATER = WITHDRAW_BY + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def files_in_a_place_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def review(cast):
    return review_of(cast)


def breached(cast, review, **terms):
    settlement = performed(cast, review.order, **terms)
    assert settle_deadlines(tenant=cast.tenant, now=settlement.withdraw_by) == 1
    settlement.refresh_from_db()
    return settlement


def publish(cast, at, **changes):
    """A new version of the policy with some of its parts replaced."""
    newest = PolicyVersion.objects.order_by("-number").first()
    document = {
        key: {**value, **changes.get(key, {})} if isinstance(value, dict) else value
        for key, value in newest.document.items()
    }
    return PolicyVersion.objects.create(
        tenant=cast.tenant,
        number=newest.number + 1,
        document=document,
        effective_from=at,
        published_at=at,
        published_by=cast.laura,
    )


class TestFileBreaches:
    def test_opens_a_case_with_the_settlement_as_its_ground(self, cast, review):
        settlement = breached(cast, review)

        assert file_breaches(tenant=cast.tenant, now=LATER) == 1

        case = RemovalRequest.objects.get()
        assert (case.origin, case.settlement, case.filed_by, case.seller) == (
            "settlement",
            settlement,
            cast.bob,
            cast.seller,
        )
        assert (case.status, case.buyer_reply_due_at) == ("awaiting_buyer", LATER + REPLY_OVER)
        (found,) = findings_of(case)
        assert (found.claim.ground, found.finding.verdict) == ("mutual_agreement", "MET")
        assert "15 June 2026, 13:00 (UTC)" in found.claim.statement
        assert "Nobody asked for this case" in found.claim.statement
        assert list(Evidence.objects.order_by("id").values_list("kind", flat=True)) == ["order", "text", "text"]
        assert {(each.kind, each.addressee) for each in Letter.objects.all()} == {
            ("reply_invited", cast.alice),
            ("case_received", cast.bob),
        }
        (entry,) = entries_of(case)
        assert (entry.action, entry.actor, entry.data["origin"]) == ("request.filed", "system", "settlement")

    def test_shows_the_proof_of_performance(self, cast, review):
        settlement = accepted(cast, review.order)
        upload = store_upload(
            tenant=cast.tenant, by=cast.bob, name="a.png", content=sent(image()), seller=cast.seller, now=NOW
        )
        perform_settlement(tenant=cast.tenant, by=cast.bob, settlement=settlement, uploads=[upload], now=NOW + 2 * HOUR)
        settle_deadlines(tenant=cast.tenant, now=WITHDRAW_BY)
        file_breaches(tenant=cast.tenant, now=LATER)
        assert Evidence.objects.get(kind="file").upload == upload

    def test_opens_it_once_however_often_it_runs(self, cast, review):
        breached(cast, review)
        assert [file_breaches(tenant=cast.tenant, now=LATER + number * HOUR) for number in range(3)] == [1, 0, 0]
        case, now = RemovalRequest.objects.get(), LATER + REPLY_OVER
        claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
        case.refresh_from_db()
        decide(cast, case, now, "keep", departure_reason="The gold never came.")
        assert file_breaches(tenant=cast.tenant, now=now + HOUR) == 0

    @pytest.mark.parametrize("make", [proposed, accepted, performed])
    def test_leaves_alone_what_was_not_breached(self, cast, review, make):
        make(cast, review.order)
        assert file_breaches(tenant=cast.tenant, now=WITHDRAW_BY - HOUR) == 0
        settle_deadlines(tenant=cast.tenant, now=PERFORM_BY)
        assert file_breaches(tenant=cast.tenant, now=WITHDRAW_BY - HOUR) == 0

    def test_changes_nothing_about_the_review_until_a_person_decides(self, cast, review):
        breached(cast, review)
        file_breaches(tenant=cast.tenant, now=LATER)
        review.refresh_from_db()
        assert (review.status, review.hidden_at) == ("published", None)
        case = RemovalRequest.objects.get()
        reply_to_request(tenant=cast.tenant, by=cast.alice, request=case, body="It never came.", now=LATER + HOUR)
        now = LATER + REPLY_OVER
        claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
        case.refresh_from_db()
        decide(cast, case, now)
        review.refresh_from_db()
        assert (review.status, review.ground) == ("removed", "mutual_agreement")

    def test_a_suspended_request_right_is_no_obstacle(self, cast, review):
        MisuseStep.objects.create(
            tenant=cast.tenant,
            subject="seller",
            seller=cast.seller,
            kind="suspension",
            status="active",
            policy_version=PolicyVersion.objects.get(),
            counted=5,
            decided=6,
            share="0.8333",
            gravity="minor",
            reasons=["Five groundless requests."],
            cases=[],
            proposed_at=NOW,
            confirmed_by=cast.laura,
            confirmed_at=NOW,
            ends_at=LATER + timedelta(days=20),
        )
        breached(cast, review)
        with pytest.raises(Refused) as refusal:
            filed(cast, review, at=LATER)
        assert codes(refusal) == ["request_right_suspended"]
        assert file_breaches(tenant=cast.tenant, now=LATER) == 1


class TestWhatLeadsToNoCase:
    def check_left(self, cast, settlement, words, now=LATER):
        assert file_breaches(tenant=cast.tenant, now=now) == 0
        settlement.refresh_from_db()
        assert words in settlement.no_case_because
        recorded = [entry.action for entry in entries_of(settlement)]
        assert file_breaches(tenant=cast.tenant, now=now + HOUR) == 0
        assert [entry.action for entry in entries_of(settlement)] == recorded
        assert recorded.count("settlement.no_case") == 1
        assert not RemovalRequest.objects.exists()

    def test_is_a_ground_that_is_not_offered_any_more(self, cast, review):
        settlement = breached(cast, review)
        grounds = PolicyVersion.objects.get().document["removal"]["grounds"]
        off = {**grounds, "mutual_agreement": {**grounds["mutual_agreement"], "enabled": False}}
        publish(cast, LATER, removal={"grounds": off})
        self.check_left(cast, settlement, "does not offer that ground")

    def test_is_a_cutoff_that_has_passed(self, cast, review):
        late = NOW + timedelta(days=366)
        settlement = breached(cast, review, at=NOW + timedelta(days=364))
        self.check_left(cast, settlement, "That day has passed", now=late + timedelta(days=2))

    def test_is_a_review_that_was_withdrawn_a_second_late(self, cast, review):
        settlement = performed(cast, review.order)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=WITHDRAW_BY)
        self.check_left(cast, settlement, "already withdrawn")


class TestAReviewThatIsContestedAlready:
    def test_waits_until_that_case_is_closed(self, cast, review):
        other = filed(cast, review)
        settlement = breached(cast, review)
        assert file_breaches(tenant=cast.tenant, now=LATER) == 0
        other = claim_request(tenant=cast.tenant, by=cast.carol, request=other, now=LATER)
        decide(cast, other, LATER, "keep")
        assert file_breaches(tenant=cast.tenant, now=LATER + HOUR) == 1
        assert RemovalRequest.objects.get(settlement=settlement).origin == "settlement"


class TestFacts:
    @pytest.mark.parametrize(("make", "status"), [(proposed, "proposed"), (accepted, "accepted")])
    def test_tell_of_each_settlement_as_the_clock_makes_it(self, cast, review, make, status):
        settlement = make(cast, review.order)
        (fact,) = facts_of(review, claims=[], at=NOW + 3 * HOUR).settlements
        assert (fact.settlement_id, fact.status) == (str(settlement.pk), status)
        assert (fact.accepted_at is None) == (status == "proposed")
        assert fact.names_withdrawal
        review.refresh_from_db()
        (fact,) = facts_of(review, claims=[], at=PERFORM_BY).settlements
        assert fact.status == {"proposed": SettlementStatus.EXPIRED, "accepted": SettlementStatus.FAILED}[status]

    @pytest.mark.parametrize(
        ("make", "words"), [(proposed, "was not accepted"), (accepted, "the seller has not performed it")]
    )
    def test_a_seller_who_did_not_keep_it_has_no_ground(self, cast, review, make, words):
        make(cast, review.order)
        settle_deadlines(tenant=cast.tenant, now=PERFORM_BY)
        case = filed(cast, review, "mutual_agreement", at=PERFORM_BY + HOUR)
        (found,) = findings_of(case)
        assert found.finding.verdict == "NOT_MET"
        assert words in found.finding.explanation
        assert Settlement.objects.get().status in ("expired", "failed")
