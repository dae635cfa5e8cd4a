"""S4, a fulfilment network on negative feedback, under the preset `fulfilment_network`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from disputes.actions.ask_documents import UnableToAskDocuments, ask_documents
from disputes.actions.file_request import UnableToFileRequest
from disputes.actions.give_documents import give_documents
from disputes.actions.judge_documents import judge_documents
from disputes.actions.type_feedback import type_feedback
from disputes.finding.findings import propose
from disputes.models import FeedbackCause
from feedback.actions.withdraw_review import UnableToWithdrawReview, withdraw_review
from feedback.queries import partner_rating_of
from orders.models import Partner, PartnerSeat
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType
from tenants.models import Member
from tests.cast import NOW, Cast, browser, make_member
from tests.disputes.acts import codes, decide, filed, ready, review_of

DAY = timedelta(days=1)
BY_PARTNER = [kind for kind, row in RESPONSIBILITIES.items() if row.documents and not row.depends_on_real_type]
AT_FAULT = [kind for kind, row in RESPONSIBILITIES.items() if row.penalty]


@dataclass
class Network:
    cast: Cast
    partner: Partner
    nora: Member

    def review(self, comment="The wrong size came.", **order):
        return review_of(self.cast, comment, fulfilled_by="partner", partner=self.partner, **order)

    def typed(self, review, kind, by=None):
        return type_feedback(
            tenant=self.cast.tenant, by=by or self.cast.bob, review=review, feedback_type=kind, now=NOW
        )

    def asked(self, review, kind, at=NOW):
        return ask_documents(tenant=self.cast.tenant, by=self.cast.carol, review=review, feedback_type=kind, now=at)

    def found(self, review, kind, at):
        """What a case about the partner's fault would find, at that moment."""
        case = filed(self.cast, review, "partner_at_fault", at=at, feedback_type=kind)
        [finding] = propose(case, list(case.claims.all()), at=at).findings
        return finding


@pytest.fixture
def world(network) -> Network:
    partner = Partner.objects.create(
        tenant=network.tenant, external_id="north", slug="north", name="Northline", created_at=NOW - 90 * DAY
    )
    nora = make_member(network.tenant, "Nora", "partner")
    PartnerSeat.objects.create(tenant=network.tenant, partner=partner, member=nora)
    return Network(network, partner, nora)


class TestTimes:
    @pytest.mark.parametrize(("stars", "negative"), [(1, True), (2, True), (3, False), (4, False)])
    def test_one_and_two_stars_are_negative(self, network, stars, negative):
        assert (review_of(network, stars=stars).sentiment == "negative") is negative

    def test_the_buyer_has_sixty_days_to_withdraw(self, network):
        first, second = review_of(network), review_of(network)
        withdraw_review(tenant=network.tenant, by=network.alice, review=first, now=NOW + 60 * DAY)
        with pytest.raises(UnableToWithdrawReview) as refusal:
            withdraw_review(tenant=network.tenant, by=network.alice, review=second, now=NOW + 61 * DAY)
        assert codes(refusal) == ["window_closed"]

    def test_the_seller_has_ninety_days_to_ask_for_removal(self, network):
        first, second = review_of(network), review_of(network)
        assert filed(network, first, "product_review", at=NOW + 90 * DAY)
        with pytest.raises(UnableToFileRequest) as refusal:
            filed(network, second, "product_review", at=NOW + 91 * DAY)
        assert codes(refusal) == ["cutoff_passed"]


class TestTypes:
    def test_there_are_thirteen_and_each_says_who_answers(self):
        assert set(RESPONSIBILITIES) == set(FeedbackType)
        assert len(RESPONSIBILITIES) == 13

    def test_sellers_and_agents_type_negative_feedback_and_the_agent_prevails(self, world):
        review = world.review()
        world.typed(review, "poor_packaging", by=world.cast.carol)
        world.typed(review, "wrong_item", by=world.cast.bob)
        case = filed(world.cast, review, "partner_at_fault", feedback_type="wrong_item")
        facts = propose(case, list(case.claims.all()), at=NOW).facts
        assert FeedbackCause.objects.count() == 2
        assert facts.feedback_type == "poor_packaging"

    def test_the_sellers_page_offers_the_types(self, world):
        review = world.review()
        page = browser(world.cast.tenant, world.cast.bob).get(f"/selling/reviews/{review.pk}/type").content.decode()
        assert all(row.name in page for row in RESPONSIBILITIES.values())


class TestThePartnersDocuments:
    @pytest.mark.parametrize("kind", BY_PARTNER)
    def test_are_asked_for_by_what_the_type_needs(self, world, kind):
        asked = world.asked(world.review(), kind)
        assert asked.asks_for == RESPONSIBILITIES[kind].documents
        assert asked.due_at == NOW + timedelta(hours=72)

    @pytest.mark.parametrize("kind", ["wants_answer", "warning_of_scam"])
    def test_help_an_inquiry_whatever_the_type_really_is(self, world, kind):
        assert "inquiry" in world.asked(world.review(), kind).asks_for

    @pytest.mark.parametrize(
        "kind", ["poor_customer_service", "canceled_still_received", "mistake", "product_review", "other"]
    )
    def test_are_not_asked_for_where_the_partner_has_no_part(self, world, kind):
        with pytest.raises(UnableToAskDocuments):
            world.asked(world.review(), kind)

    @pytest.mark.parametrize("kind", BY_PARTNER)
    def test_clear_the_partner_when_they_prove_it_right(self, world, kind):
        review = world.review()
        self.give(world, world.asked(review, kind), proves=True)
        assert world.found(review, kind, NOW + 2 * DAY).verdict == "NOT_MET"

    @pytest.mark.parametrize("kind", BY_PARTNER)
    def test_put_it_at_fault_when_they_show_the_contrary(self, world, kind):
        review = world.review()
        self.give(world, world.asked(review, kind), proves=False)
        assert world.found(review, kind, NOW + 2 * DAY).verdict == "MET"

    @pytest.mark.parametrize("kind", BY_PARTNER)
    def test_that_do_not_come_in_time_count_against_it(self, world, kind):
        review = world.review()
        asked = world.asked(review, kind)
        assert world.found(review, kind, asked.due_at + timedelta(seconds=1)).verdict == "MET"

    @staticmethod
    def give(world, asked, *, proves):
        given = give_documents(
            tenant=world.cast.tenant, by=world.nora, request=asked, answer="See our packing list.", now=NOW + DAY
        )
        return judge_documents(
            tenant=world.cast.tenant,
            by=world.cast.carol,
            request=given,
            version=given.version,
            proves_it_right=proves,
            judgement="The list names the item.",
            now=NOW + DAY,
        )


class TestFaultAndNoFault:
    @pytest.mark.parametrize("kind", BY_PARTNER)
    def test_at_fault_the_partner_takes_the_rating_and_the_penalty_of_the_type(self, world, figures, kind):
        review = world.review()
        asked = world.asked(review, kind)
        case, now = ready(world.cast, review, "partner_at_fault", feedback_type=kind, at=asked.due_at + DAY)
        decide(world.cast, case, now, "attribute")
        review.refresh_from_db()
        sellers, partners = figures(world.cast, now), partner_rating_of(world.partner, now)
        assert (review.status, review.attributed_to) == ("attributed", world.partner)
        assert sellers["windows"]["lifetime"]["negative"] == 0
        assert partners["windows"]["lifetime"]["negative"] == 1
        assert [each["points"] for each in partners["penalties"]] == ([10] if kind in AT_FAULT else [])

    def test_penalties_are_for_wrong_damaged_badly_packed_and_incomplete_goods(self):
        assert set(AT_FAULT) == {"wrong_item", "poor_packaging", "damaged_or_expired", "inaccurate_description"}

    @pytest.mark.parametrize(
        ("kind", "sentence"),
        [
            ("poor_customer_service", "published policies decide"),
            ("inaccurate_description", "treated as a product review"),
            ("canceled_still_received", "treated as a return"),
        ],
    )
    def test_some_types_are_nobodys_fault(self, kind, sentence):
        row = RESPONSIBILITIES[FeedbackType(kind)]
        assert row.seller.startswith("No fault")
        assert sentence in row.seller

    @pytest.mark.parametrize("kind", ["poor_customer_service", "canceled_still_received", "mistake"])
    def test_for_which_the_partner_never_answers(self, world, kind):
        assert world.found(world.review(), kind, NOW).verdict == "NOT_MET"


class TestWhatTheSellerDoes:
    def test_a_mistake_is_put_right_with_the_customer(self, world):
        assert "bring the rating in line" in RESPONSIBILITIES[FeedbackType.MISTAKE].seller

    def test_a_product_review_is_first_a_matter_with_the_customer_and_then_of_removal(self, world):
        first, then = RESPONSIBILITIES[FeedbackType.PRODUCT_REVIEW].seller.split(", then ")
        assert first.startswith("Ask the customer")
        assert then == "request its removal."
        case, now = ready(world.cast, world.review("The fabric is thin."), "product_review")
        assert decide(world.cast, case, now).outcome == "remove"

    @pytest.mark.parametrize("kind", ["wants_answer", "warning_of_scam"])
    def test_a_wish_for_an_answer_or_a_warning_is_judged_by_what_it_really_is(self, world, kind):
        found = world.found(world.review(), kind, NOW)
        assert found.verdict == "UNKNOWN"
        assert "which type the comment really has" in found.explanation
