"""A decision that finds the partner at fault: the review changes sides, points are set, and all goes back exactly."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from disputes.actions.claim_request import claim_request
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.models import Decision, Statement
from feedback.actions.post_review import post_review
from feedback.jobs.recompute_rate import recompute_rate
from feedback.models import Review, Revision
from feedback.queries import partner_rating_of, penalties_of, rating_of
from policy.responsibility import RESPONSIBILITIES
from policy.terms import Criterion, FeedbackType
from tests.cast import NOW, finished_order, make_cast
from tests.disputes.acts import decide
from tests.disputes.partners import HOUR, Network, make_network
from tests.disputes.test_parallel import at_once

PENALIZED = {"wrong_item", "poor_packaging", "damaged_or_expired", "inaccurate_description"}
ANSWERED = [key for key, duty in RESPONSIBILITIES.items() if duty.documents and not duty.depends_on_real_type]
_OF_NOBODY = ("version", "computed_at")


@pytest.fixture
def network(db) -> Network:
    made = make_network()
    with made.cast.inside():
        yield made


def attributed(network, kind, review=None, at=NOW):
    """The partner was asked, said nothing in time, and Carol found it at fault."""
    review = review or network.review(at=at)
    case, later = network.case(review, kind, at=at)
    network.ask(review, kind, now=at + HOUR)
    later += 2 * HOUR
    case.refresh_from_db()
    case = claim_request(tenant=network.tenant, by=network.cast.carol, request=case, now=later)
    return decide(network.cast, case, later, "attribute", departure_reason="The box says it."), later


def overturned(network, decision, at):
    """Alice appeals, and Dave takes the decision back."""
    appeal = lodge_appeal(tenant=network.tenant, by=network.cast.alice, decision=decision, body="No.", now=at)
    words = {"version": 1, "outcome": "upheld", "reason": "The partner did well."}
    return decide_appeal(tenant=network.tenant, by=network.cast.dave, appeal=appeal, now=at + HOUR, **words)


def figures(network, at):
    """The seller's and the partner's rating, without what says when they were computed."""
    recompute_rate(tenant=network.tenant, seller_id=network.cast.seller.pk, now=at)
    ratings = rating_of(network.cast.seller, at), partner_rating_of(network.partner, at)
    return [{name: value for name, value in each.items() if name not in _OF_NOBODY} for each in ratings]


class TestPenalties:
    @pytest.mark.parametrize("kind", ANSWERED)
    def test_are_set_by_policy_for_the_types_that_carry_one(self, network, kind):
        decision, later = attributed(network, kind)

        review = Review.objects.get()
        assert (review.status, review.attributed_to) == ("attributed", network.partner)
        expected = [{"order": review.order.external_id, "feedback_type": kind, "points": 10, "at": later}]
        assert penalties_of(network.partner) == (expected if kind in PENALIZED else [])
        assert (review.attributed_as, review.penalty_points) == (kind, 10 if kind in PENALIZED else 0)

    def test_stand_while_their_decision_does(self, network):
        decision, later = attributed(network, "wrong_item")
        assert [each["points"] for each in penalties_of(network.partner)] == [10]

        overturned(network, decision, later + HOUR)

        assert penalties_of(network.partner) == []
        kept = Revision.objects.get(kind="attributed")  # what was decided stays on record
        assert (kept.attributed_as, kept.penalty_points) == ("wrong_item", 10)

    def test_come_with_an_appeal_that_is_upheld_for_the_seller(self, network):
        review = network.review()
        case, later = network.case(review, "wrong_item")
        kept = decide(network.cast, case, later, "keep", departure_reason="It was a mistake.")
        appeal = lodge_appeal(tenant=network.tenant, by=network.cast.bob, decision=kept, body="No.", now=later)
        words = {"version": 1, "outcome": "upheld", "new_outcome": "attribute", "reason": "It was the partner."}
        decide_appeal(tenant=network.tenant, by=network.cast.dave, appeal=appeal, now=later + HOUR, **words)

        assert [each["points"] for each in penalties_of(network.partner)] == [10]

    def test_are_none_where_the_type_is_the_sellers_own(self, network):
        review = network.review("Rude on the telephone.")
        case, later = network.case(review, "poor_customer_service")
        decide(network.cast, case, later, "keep")
        told = Statement.objects.get(kind="notice")
        assert "the seller's own published policies decide" in told.facts
        assert not Review.objects.exclude(penalty_points=0).exists()


class TestFigures:
    def test_move_from_the_seller_to_the_partner_and_back_to_the_digit(self, network):
        self._reviews(network)
        network.review("Soap instead of salts.", at=NOW, external_id="contested")
        contested = Review.objects.get(order__external_id="contested")
        moment = NOW + timedelta(days=9)
        before = figures(network, moment)

        decision, later = attributed(network, "wrong_item", contested)
        seller, partner = figures(network, moment)
        assert seller["windows"]["365"]["negative"] == before[0]["windows"]["365"]["negative"] - 1
        assert partner["windows"]["365"] == {"positive": 0, "neutral": 0, "negative": 1, "rate": "0.0000"}
        assert partner["histogram"]["1"] == 1
        assert (partner["status"], partner["basis"]["fell_back"]) == ("critical", True)
        assert [each["points"] for each in partner["penalties"]] == [10]

        overturned(network, decision, later)
        assert figures(network, moment) == before

    def test_count_each_under_its_own_day_in_the_marketplaces_zone(self, network):
        attributed(network, "wrong_item", network.review(at=NOW))
        attributed(network, "poor_packaging", network.review(at=NOW - timedelta(days=40)), at=NOW - timedelta(days=39))
        windows = partner_rating_of(network.partner, NOW + timedelta(days=29))["windows"]
        assert [windows[key]["negative"] for key in ("30", "90", "365", "lifetime")] == [1, 2, 2, 2]
        windows = partner_rating_of(network.partner, NOW + timedelta(days=30))["windows"]
        assert [windows[key]["negative"] for key in ("30", "90", "365", "lifetime")] == [0, 2, 2, 2]

    def test_of_a_partner_without_reviews_are_not_rated(self, network):
        rating = partner_rating_of(network.partner, NOW)
        assert (rating["rate"], rating["status"], rating["penalties"]) == (None, "not_rated", [])
        assert rating["partner"] == "petras"

    def test_have_the_shape_of_a_sellers(self, network):
        seller, partner = rating_of(network.cast.seller, NOW), partner_rating_of(network.partner, NOW)
        assert set(seller) - {"seller"} == set(partner) - {"partner", "penalties"}

    def test_have_an_index_of_their_own(self, network):
        # Which index the planner takes for a handful of rows is its own affair.
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'reviews_of_a_partner'")
            [(definition,)] = cursor.fetchall()
        assert definition.endswith("(tenant_id, attributed_to_id, published_on) WHERE (attributed_to_id IS NOT NULL)")

    def _reviews(self, network):
        for number, stars in enumerate((5, 5, 3, 1)):
            order = finished_order(network.cast, closed_at=NOW - timedelta(days=20 * number + 1))
            post_review(
                tenant=network.tenant,
                by=network.cast.alice,
                order=order,
                stars=dict.fromkeys(Criterion, stars),
                comment="",
                now=NOW - timedelta(days=20 * number),
            )


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_agents_ask_and_one_request_is_made(self):
        network = make_network()
        with network.cast.inside():
            review = network.review()
        answers = at_once(network.cast, *[lambda: network.ask(review, "wrong_item", NOW + HOUR)] * 2)
        assert sorted(type(each).__name__ for each in answers) == ["DocumentRequest", "UnableToAskDocuments"]

    def test_two_members_answer_and_one_answer_is_kept(self):
        network = make_network()
        with network.cast.inside():
            asked = network.ask(network.review(), "wrong_item")
        answers = at_once(
            network.cast, *[lambda n=n: network.give(asked, NOW + HOUR, answer=f"Answer {n}") for n in (1, 2)]
        )
        assert sorted(type(each).__name__ for each in answers) == ["DocumentRequest", "UnableToGiveDocuments"]

    def test_documents_and_a_decision_do_not_lock_each_other(self):
        network = make_network()
        with network.cast.inside():
            review = network.review()
            case, later = network.case(review, "wrong_item")
            asked = network.ask(review, "wrong_item", NOW + HOUR)
            case.refresh_from_db()
        words = {"departure_reason": "The box says it."}
        at_once(
            network.cast,
            lambda: network.give(asked, later),
            lambda: decide(network.cast, case, later, "attribute", **words),
        )
        with network.cast.inside():
            asked.refresh_from_db()
            assert asked.given_at is not None
            assert Review.objects.filter(penalty_points=10).count() == Decision.objects.count()


class TestAnotherMarketplace:
    def test_knows_nothing_of_it(self, db):
        network, other = make_network(), make_cast(slug="elsewhere", preset="fulfilment_network")
        with network.cast.inside():
            attributed(network, FeedbackType.WRONG_ITEM)
        with other.inside():
            assert not Review.objects.exclude(penalty_points=0).exists()
