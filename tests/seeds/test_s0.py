"""S0, a marketplace of game goods on its user feedback: each rule of the text, under the preset `game_goods`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.check_request import check_request
from disputes.actions.confirm_step import confirm_step
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.file_request import UnableToFileRequest, file_request
from disputes.actions.lodge_appeal import UnableToAppeal, lodge_appeal
from disputes.jobs.file_breaches import file_breaches
from disputes.jobs.propose_steps import propose_step, who_to_look_at
from disputes.models import Decision, MisuseStep, RemovalRequest
from disputes.queries import fair_use_of
from feedback.actions.post_review import UnableToPostReview
from orders.actions.accept_settlement import accept_settlement
from orders.actions.give_compensation import give_compensation
from orders.actions.perform_settlement import perform_settlement
from orders.actions.propose_settlement import propose_settlement
from orders.actions.send_message import send_message
from orders.jobs.settle_deadlines import settle_deadlines
from policy.eligibility import Claim, Evidence
from policy.grounds import NEVER_GROUNDS
from policy.terms import GroundKey
from tests.cast import NOW, finished_order
from tests.disputes.acts import TEXT, WHY, codes, decide, filed, ready, review_of

DAY = timedelta(days=1)


def groundless(cast, review=None, at=NOW):
    """A case that was kept, and not asked for in good faith."""
    case, now = ready(cast, review or review_of(cast, at=at), at=at)
    decide(cast, case, now, "keep", good_faith=False, reason="Nothing in the chat or the comment supports it.")
    return case.review, now


def steps_of(cast, now) -> list[tuple[str, str]]:
    for who in who_to_look_at(now=now):
        propose_step(tenant=cast.tenant, who=who, now=now)
    return [(step.kind, step.status) for step in MisuseStep.objects.order_by("proposed_at", "id")]


class TestFeedbackAndItsRate:
    @pytest.mark.parametrize(("stars", "sentiment"), [(5, "positive"), (1, "negative")])
    def test_feedback_is_positive_or_negative_by_the_buyers_experience(self, goods, stars, sentiment):
        assert review_of(goods, stars=stars).sentiment == sentiment

    def test_the_rate_sets_positive_against_negative_feedback(self, goods, figures):
        for stars in (5, 5, 5, 3, 1):
            review_of(goods, stars=stars)
        rating = figures(goods)
        assert (rating["rate"], rating["formula"], rating["ratio"]) == ("0.7500", "positive_share", "3 to 1")

    @pytest.mark.parametrize(("positive", "status"), [(19, "healthy"), (18, "at_risk"), (8, "critical")])
    def test_ninety_five_percent_is_the_recommended_least(self, goods, figures, positive, status):
        for stars in [5] * positive + [1]:
            review_of(goods, stars=stars)
        rating = figures(goods)
        assert (rating["target"], rating["status"]) == ("0.95", status)

    def test_a_canceled_order_can_be_reviewed(self, goods):
        late = {"promised_start_at": NOW - 9 * DAY, "started_at": None, "delivered_at": None}
        assert review_of(goods, "Waited for a week, then it was canceled.", status="canceled", **late).stars == 1

    def test_a_refund_does_not_take_the_buyers_word_away(self, goods):
        assert review_of(goods, "The money came back, my evening did not.", status="refund").status == "published"

    def test_an_order_that_still_runs_cannot_be_reviewed(self, goods):
        with pytest.raises(UnableToPostReview) as refusal:
            review_of(goods, status="in_progress", closed_at=None)
        assert codes(refusal) == ["not_reviewable"]


class TestMakingGood:
    @pytest.mark.parametrize("kind", ["discount", "item"])
    def test_a_discount_on_the_next_purchase_or_another_item_may_be_given(self, goods, kind):
        given = give_compensation(
            tenant=goods.tenant,
            by=goods.bob,
            order=finished_order(goods),
            kind=kind,
            description="For the two days of delay.",
            now=NOW,
        )
        assert given.kind == kind

    def test_a_disagreement_can_end_in_a_compromise(self, goods):
        review = review_of(goods)
        settlement = agreed(goods, review.order)
        assert settlement.status == "accepted"


def agreed(cast, order):
    settlement = propose_settlement(
        tenant=cast.tenant,
        by=cast.bob,
        order=order,
        terms="Bob replaces the blade.",
        perform_by=NOW + 3 * DAY,
        withdraw_by=NOW + 6 * DAY,
        now=NOW,
    )
    return accept_settlement(tenant=cast.tenant, by=cast.alice, settlement=settlement, now=NOW + DAY)


class TestGroundsForRemoval:
    def test_blackmail_shown_in_the_chat_removes_the_review(self, goods):
        review = review_of(goods)
        threat, _ = send_message(
            tenant=goods.tenant,
            by=goods.alice,
            order=review.order,
            sender="buyer",
            body="Send a second blade for free and I take the bad review down.",
            now=NOW,
        )
        shown = [Evidence("message", ref=str(threat.pk))]
        case, now = ready(goods, review, "blackmail", evidence=shown)
        decide(goods, case, now)
        review.refresh_from_db()
        assert (review.status, review.ground) == ("removed", "blackmail")

    def test_blackmail_without_the_messages_is_not_taken(self, goods):
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(goods, review_of(goods), "blackmail")
        assert codes(refusal) == ["evidence_missing"]

    def test_feedback_bombing_by_competitors_removes_the_review(self, goods):
        case, now = ready(goods, None, "feedback_bombing")
        assert decide(goods, case, now).outcome == "remove"

    def test_of_the_same_negative_feedback_on_several_orders_the_relevant_one_stays(self, goods):
        words = "Never again, this seller is a fraud and a thief, stay away from him."
        first = review_of(goods, words, at=NOW - 2 * DAY)
        copy = review_of(goods, words, at=NOW - DAY)
        late, early = filed(goods, copy, "duplicate"), filed(goods, first, "duplicate")
        verdicts = [case.claims.get().findings.get().verdict for case in (late, early)]
        assert verdicts == ["MET", "NOT_MET"]

    def test_an_agreement_that_the_buyer_does_not_keep_becomes_a_case_by_itself(self, goods):
        review = review_of(goods)
        settlement = agreed(goods, review.order)
        perform_settlement(
            tenant=goods.tenant,
            by=goods.bob,
            settlement=settlement,
            performance="The new blade was delivered.",
            now=NOW + 2 * DAY,
        )
        late = NOW + 6 * DAY
        settle_deadlines(tenant=goods.tenant, now=late)
        file_breaches(tenant=goods.tenant, now=late)
        case = RemovalRequest.objects.get(review=review)
        claim = case.claims.get()
        assert (case.origin, claim.ground, claim.findings.get().verdict) == ("settlement", "mutual_agreement", "MET")

    @pytest.mark.parametrize("ground", ["unrelated", "wrong_order"])
    def test_words_off_the_topic_insults_and_another_order_are_unrelated(self, goods, ground):
        case, now = ready(goods, None, ground)
        assert decide(goods, case, now).outcome == "remove"


class TestAskingForRemoval:
    def test_what_is_older_than_a_year_stays(self, goods):
        review = review_of(goods, at=NOW, closed_at=NOW - DAY)
        last_day = NOW + 365 * DAY
        assert filed(goods, review, at=last_day).status == "awaiting_buyer"
        other = review_of(goods, at=NOW, closed_at=NOW - DAY)
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(goods, other, at=last_day + DAY)
        assert codes(refusal) == ["cutoff_passed"]

    def test_a_request_needs_the_details_of_the_case(self, goods):
        with pytest.raises(UnableToFileRequest) as refusal:
            file_request(
                tenant=goods.tenant,
                by=goods.bob,
                review=review_of(goods),
                claims=[Claim("unrelated", "Too short.")],
                evidence=[],
                now=NOW,
            )
        assert set(codes(refusal)) == {"validation_failed", "evidence_missing"}

    @pytest.mark.parametrize("ground", ["product_review", "shipped_on_time", "obscene_language"])
    def test_a_reason_outside_the_published_ones_is_refused(self, goods, ground):
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(goods, review_of(goods), ground)
        assert codes(refusal) == ["ground_not_offered"]

    def test_a_person_of_the_support_team_decides(self, goods):
        case, now = ready(goods)
        decision = decide(goods, case, now)
        told = decision.statements.get(kind="statement")
        assert decision.decided_by == goods.carol
        assert "A person read the case and decided" in told.automated

    def test_negative_feedback_is_no_ground_by_itself(self, goods):
        assert "Low stars." in NEVER_GROUNDS
        assert not {"low_stars", "negative", "unwarranted"} & set(GroundKey)


class TestFairUse:
    def test_asking_again_for_the_same_review_without_ground_leads_to_a_caution(self, goods):
        review, now = groundless(goods)
        assert steps_of(goods, now) == []
        _, now = groundless(goods, review, at=now + DAY)
        assert steps_of(goods, now) == [("caution", "proposed")]

    def test_persistence_leads_to_a_suspension_that_a_lead_confirms(self, goods):
        now, review = NOW, None
        for _ in range(2):
            review, now = groundless(goods, review, at=now + DAY)
        steps_of(goods, now)
        confirm(goods, "caution", now)
        for _ in range(3):
            review, now = groundless(goods, review, at=now + DAY)
        assert steps_of(goods, now) == [("caution", "active"), ("suspension", "proposed")]
        assert filed(goods, at=now).status == "awaiting_buyer"

        suspension = confirm(goods, "suspension", now)

        with pytest.raises(UnableToFileRequest) as refusal:
            filed(goods, at=now)
        assert codes(refusal) == ["request_right_suspended"]
        assert suspension.ends_at == now + 30 * DAY
        assert filed(goods, at=suspension.ends_at).status == "awaiting_buyer"

    def test_a_request_that_was_lost_in_good_faith_never_counts(self, goods):
        now = NOW
        for _ in range(6):
            case, now = ready(goods, review_of(goods, at=now), at=now)
            decide(goods, case, now, "keep", good_faith=True, reason="An honest mistake.")
        assert steps_of(goods, now) == []
        assert fair_use_of(goods.seller, policy=case.policy_version.policy, now=now).groundless == 0

    def test_the_checker_shows_how_the_right_was_used(self, goods):
        _, now = groundless(goods)
        found = check_request(
            tenant=goods.tenant,
            by=goods.bob,
            review=review_of(goods, at=now),
            claims=[Claim("unrelated", WHY)],
            evidence=TEXT,
            now=now,
        )
        assert (found.ok, found.fair_use.groundless) == (True, 1)

    def test_a_decision_is_respected_after_one_appeal(self, goods):
        case, now = ready(goods)
        decision = decide(goods, case, now, "keep", good_faith=True, reason="The comment is about this order.")
        informed = now + timedelta(hours=1)
        decision.statements.get(kind="notice").letters.update(state="sent", sent_at=informed)
        appeal = lodge_appeal(tenant=goods.tenant, by=goods.bob, decision=decision, body="Look again.", now=informed)
        decide_appeal(
            tenant=goods.tenant,
            by=goods.dave,
            appeal=appeal,
            version=appeal.version,
            outcome="rejected",
            reason="We looked again and saw the same.",
            now=informed + DAY,
        )
        with pytest.raises(UnableToAppeal) as refusal:
            lodge_appeal(tenant=goods.tenant, by=goods.bob, decision=decision, body="Again.", now=informed + 2 * DAY)
        assert codes(refusal) == ["not_appealable"]
        assert Decision.objects.count() == 1


def confirm(cast, kind, now):
    step = MisuseStep.objects.get(kind=kind)
    return confirm_step(
        tenant=cast.tenant, by=cast.laura, step=step, version=step.version, reason="I read the cases.", now=now
    )
