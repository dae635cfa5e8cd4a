"""S1, a marketplace of game services on feedback and the seller's rating, under the preset `game_services`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.file_request import UnableToFileRequest
from feedback.actions.post_review import UnableToPostReview, post_review
from orders.actions.give_compensation import give_compensation
from orders.actions.propose_settlement import UnableToProposeSettlement, propose_settlement
from orders.actions.send_message import send_message
from orders.course import course_of
from policy.lifecycle import CUSTOM_ORDER
from policy.terms import CustomOrderStatus
from policy.time_limits import custom_order_link
from tenants.queries import policy_in_force
from tests.cast import NOW, browser, finished_order
from tests.disputes.acts import codes, decide, filed, ready, review_of

DAY = timedelta(days=1)


def post(cast, stars, comment="", **order):
    return post_review(
        tenant=cast.tenant, by=cast.alice, order=finished_order(cast, **order), stars=stars, comment=comment, now=NOW
    )


class TestLeavingFeedback:
    @pytest.mark.parametrize("status", ["finished", "refund", "canceled"])
    def test_finished_refunded_and_canceled_orders_can_be_reviewed(self, services, status):
        assert review_of(services, status=status).status == "published"

    @pytest.mark.parametrize("status", ["awaiting_payment", "in_progress", "delivered"])
    def test_others_cannot(self, services, status):
        with pytest.raises(UnableToPostReview) as refusal:
            review_of(services, status=status, closed_at=None)
        assert codes(refusal) == ["not_reviewable"]

    def test_fulfilment_start_time_and_communication_are_rated_each_for_itself(self, services):
        review = post(services, {"fulfilment": 5, "start_time": 2, "communication": 4})
        assert (review.fulfilment, review.start_time, review.communication) == (5, 2, 4)

    @pytest.mark.parametrize("stars", [0, 6, 4.5, None, "5"])
    def test_from_one_to_five_whole_stars(self, services, stars):
        with pytest.raises(UnableToPostReview) as refusal:
            post(services, {"fulfilment": 5, "start_time": 5, "communication": stars})
        assert codes(refusal) == ["validation_failed"]

    def test_the_words_are_read_on_the_sellers_page(self, services):
        post(services, {"fulfilment": 5, "start_time": 5, "communication": 5}, "Boosted me in one evening.")
        page = browser(services.tenant).get(f"/sellers/{services.seller.slug}").content.decode()
        assert "Boosted me in one evening." in page


class TestAvoidingNegativeFeedback:
    def test_what_was_promised_and_what_was_done_stand_side_by_side(self, services):
        late = finished_order(
            services,
            promised_completion_at=NOW - 5 * DAY,
            delivered_at=NOW - 3 * DAY,
            closed_at=NOW - 2 * DAY,
            placed_at=NOW - 9 * DAY,
        )
        assert "2 days late" in str(course_of(late, NOW))

    def test_a_delay_can_be_told_in_advance_in_the_chat(self, services):
        order = finished_order(services, status="in_progress", closed_at=None)
        told, _ = send_message(
            tenant=services.tenant, by=services.bob, order=order, sender="seller", body="A day later, sorry.", now=NOW
        )
        assert told.sent_at == NOW

    @pytest.mark.parametrize("kind", ["service", "item", "discount"])
    def test_services_items_and_discounts_may_make_good(self, services, kind):
        order = finished_order(services, status="in_progress", closed_at=None)
        given = give_compensation(
            tenant=services.tenant,
            by=services.bob,
            order=order,
            kind=kind,
            description="For the late start.",
            now=NOW,
        )
        assert given.kind == kind

    def test_the_link_of_a_custom_order_lives_for_24_hours(self, services):
        policy = policy_in_force(at=NOW).policy
        limit = custom_order_link(NOW, policy)
        assert not limit.passed(NOW + timedelta(hours=24) - timedelta(seconds=1))
        assert limit.passed(NOW + timedelta(hours=24))
        assert CustomOrderStatus.EXPIRED in CUSTOM_ORDER.next_of(CustomOrderStatus.OPEN)
        assert not CUSTOM_ORDER.next_of(CustomOrderStatus.EXPIRED)

    def test_formal_settlements_are_not_used_here(self, services):
        review = review_of(services)
        with pytest.raises(UnableToProposeSettlement) as refusal:
            propose_settlement(
                tenant=services.tenant,
                by=services.bob,
                order=review.order,
                terms="We do it again.",
                perform_by=NOW + DAY,
                withdraw_by=NOW + 2 * DAY,
                now=NOW,
            )
        assert codes(refusal) == ["not_allowed_by_policy"]


class TestAskingForDeletion:
    @pytest.mark.parametrize("ground", ["feedback_bombing", "wrong_order", "unrelated"])
    def test_competitors_another_offer_and_unrelated_words_are_reasons(self, services, ground):
        case, now = ready(services, None, ground)
        decision = decide(services, case, now)
        assert (decision.outcome, decision.ground) == ("remove", ground)

    def test_blackmail_for_extra_services_or_a_discount_is_one(self, services):
        from policy.eligibility import Evidence

        review = review_of(services)
        threat, _ = send_message(
            tenant=services.tenant,
            by=services.alice,
            order=review.order,
            sender="buyer",
            body="Ten more levels for free or the one star stays.",
            now=NOW,
        )
        case, now = ready(services, review, "blackmail", evidence=[Evidence("message", ref=str(threat.pk))])
        assert decide(services, case, now).ground == "blackmail"

    @pytest.mark.parametrize("ground", ["duplicate", "mutual_agreement", "product_review"])
    def test_there_are_no_other_reasons(self, services, ground):
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(services, None, ground)
        assert codes(refusal) == ["ground_not_offered"]

    def test_evidence_is_required(self, services):
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(services, None, "unrelated", evidence=())
        assert codes(refusal) == ["evidence_missing"]
