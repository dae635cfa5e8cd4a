"""S2, a large retailer's course on seller feedback, under the preset `retail`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.file_request import UnableToFileRequest
from feedback.actions.put_response import put_response
from feedback.models import Response
from orders.actions.give_compensation import UnableToGiveCompensation, give_compensation
from orders.actions.send_message import send_message
from policy.facts import CommentSentence, OrderFacts
from policy.grounds import NEVER_GROUNDS, find
from policy.terms import FulfilledBy, GroundKey, OrderStatus, Subject, Verdict
from tests.cast import NOW, browser
from tests.disputes.acts import codes, decide, filed, ready, review_of
from tests.policy.cast import contested

DAY = timedelta(days=1)


def read_as(*subjects: Subject, **facts):
    sentences = tuple(CommentSentence(n, n + 1, subject) for n, subject in enumerate(subjects))
    return contested(sentences=sentences, **facts)


def shipped(at, promised=NOW - 5 * DAY) -> OrderFacts:
    return OrderFacts(
        "order-1",
        OrderStatus.FINISHED,
        FulfilledBy.SELLER,
        promised_ship_at=promised,
        shipped_at=at,
        tracking_number="TRACK-1",
    )


class TestWhatStays:
    @pytest.mark.parametrize(
        "reason", ["A problem that has been resolved since.", "An opinion that seems unwarranted but is genuine."]
    )
    def test_neither_a_resolved_problem_nor_an_unwarranted_opinion_is_a_ground(self, reason):
        assert reason in NEVER_GROUNDS

    def test_nothing_is_removed_because_the_parties_made_up(self, retail):
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(retail, None, "mutual_agreement")
        assert codes(refusal) == ["ground_not_offered"]


class TestWhatIsRemoved:
    def test_obscene_language_goes_and_the_rest_may_stay(self, retail):
        review = review_of(retail, "What a damned mess. It came late.")
        case, now = ready(retail, review, "obscene_language")
        decision = decide(retail, case, now, "redact", spans=[[7, 13]])
        review.refresh_from_db()
        assert (decision.outcome, review.status, review.redactions) == ("redact", "published", [[7, 13]])

    def test_obscene_language_without_a_rest_is_removed(self, retail):
        case, now = ready(retail, review_of(retail, "Damned!"), "obscene_language")
        assert decide(retail, case, now, "remove").outcome == "remove"

    def test_personal_information_is_found_hidden_at_once_and_taken_out(self, retail):
        review = review_of(retail, "Call Bob at +49 171 1234567 and ask him yourself.")
        case = filed(retail, review, "personal_information")
        review.refresh_from_db()
        assert (case.status, review.hidden_at) == ("in_review", NOW)
        assert case.claims.get().findings.get().verdict == "MET"

    def test_a_comment_that_is_only_about_the_product_is_removed(self, retail):
        assert find(GroundKey.PRODUCT_REVIEW, read_as(Subject.PRODUCT, Subject.PRODUCT)).verdict is Verdict.MET
        case, now = ready(retail, None, "product_review")
        assert decide(retail, case, now).outcome == "remove"

    def test_one_sentence_about_the_seller_keeps_it(self):
        found = find(GroundKey.PRODUCT_REVIEW, read_as(Subject.PRODUCT, Subject.SELLER_SERVICE))
        assert found.verdict is Verdict.NOT_MET


class TestWhatIsStruckThrough:
    @pytest.mark.parametrize("subject", [Subject.FULFILMENT, Subject.FULFILMENT_SERVICE])
    def test_a_comment_only_about_fulfilment_or_service_of_the_platform(self, subject):
        order = OrderFacts("order-1", OrderStatus.FINISHED, FulfilledBy.PLATFORM)
        assert find(GroundKey.PLATFORM_FULFILMENT, read_as(subject, order=order)).verdict is Verdict.MET

    def test_not_where_the_seller_fulfilled_or_a_sentence_speaks_of_something_else(self):
        platform = OrderFacts("order-1", OrderStatus.FINISHED, FulfilledBy.PLATFORM)
        for facts in (
            read_as(Subject.FULFILMENT),
            read_as(Subject.FULFILMENT, Subject.SELLER_SERVICE, order=platform),
        ):
            assert find(GroundKey.PLATFORM_FULFILMENT, facts).verdict is Verdict.NOT_MET

    def test_a_comment_only_about_delay_although_the_seller_shipped_on_time(self):
        facts = read_as(Subject.DELIVERY, order=shipped(NOW - 6 * DAY))
        assert find(GroundKey.SHIPPED_ON_TIME, facts).verdict is Verdict.MET

    def test_not_where_the_seller_shipped_late(self):
        facts = read_as(Subject.DELIVERY, order=shipped(NOW - 4 * DAY))
        assert find(GroundKey.SHIPPED_ON_TIME, facts).verdict is Verdict.NOT_MET

    def test_struck_words_can_be_read_and_count_in_no_rate(self, retail, figures):
        review = review_of(retail, "Where is my parcel? Weeks late.")
        before = figures(retail)
        case, now = ready(retail, review, "shipped_on_time", evidence=())
        decide(retail, case, now, "strike")
        after = figures(retail, now)
        page = browser(retail.tenant).get(f"/sellers/{retail.seller.slug}").content.decode()
        assert (before["windows"]["lifetime"]["negative"], after["windows"]["lifetime"]["negative"]) == (1, 0)
        assert after["struck"] == 1
        assert "Weeks late" in page

    def test_striking_is_all_that_these_grounds_allow(self, retail):
        from disputes.actions.decide_request import UnableToDecide

        case, now = ready(retail, None, "platform_fulfilment", evidence=())
        with pytest.raises(UnableToDecide) as refusal:
            decide(retail, case, now, "remove", departure_reason="It reads so.")
        assert codes(refusal) == ["validation_failed"]


class TestManagingFeedback:
    def test_figures_of_short_and_long_spans_stand_side_by_side(self, retail, figures):
        review_of(retail, stars=5, at=NOW - 60 * DAY, closed_at=NOW - 61 * DAY)
        review_of(retail, stars=1)
        windows = figures(retail)["windows"]
        assert [windows[span]["positive"] for span in ("30", "90", "365", "lifetime")] == [0, 1, 1, 1]
        assert windows["30"]["negative"] == 1

    @pytest.mark.parametrize(
        "words",
        [
            "We refund ten euros if you remove your negative feedback.",
            "Change your review to five stars and the replacement is yours.",
        ],
    )
    def test_nothing_may_be_offered_for_a_change_of_feedback(self, retail, words):
        with pytest.raises(UnableToGiveCompensation) as refusal:
            give_compensation(
                tenant=retail.tenant,
                by=retail.bob,
                order=review_of(retail).order,
                kind="replacement",
                description=words,
                now=NOW,
            )
        assert codes(refusal) == ["not_allowed_by_policy"]

    def test_the_seller_can_write_to_the_buyer_about_negative_feedback(self, retail):
        order = review_of(retail).order
        message, _ = send_message(
            tenant=retail.tenant, by=retail.bob, order=order, sender="seller", body="What went wrong?", now=NOW
        )
        assert message.order == order

    def test_the_seller_can_answer_in_public_once(self, retail):
        review = review_of(retail)
        for body in ("We are sorry.", "We are very sorry."):
            put_response(tenant=retail.tenant, by=retail.bob, review=review, body=body, now=NOW)
        page = browser(retail.tenant).get(f"/sellers/{retail.seller.slug}").content.decode()
        assert Response.objects.get().body == "We are very sorry."
        assert "We are very sorry." in page

    def test_removal_is_requested_where_feedback_is_managed(self, retail):
        review = review_of(retail)
        page = browser(retail.tenant, retail.bob).get(f"/reviews/{review.pk}").content.decode()
        assert f"/selling/requests/new?review={review.pk}" in page
