"""What members are told by itself: of messages, orders, agreements, reviews, decisions; and what rings with nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.actions.edit_review import edit_review
from feedback.actions.post_review import post_review
from feedback.actions.put_response import put_response
from feedback.actions.withdraw_review import withdraw_review
from notifications.models import Notification
from orders.actions.decline_settlement import decline_settlement
from orders.actions.give_compensation import give_compensation
from orders.actions.put_order import put_order
from orders.actions.send_message import send_message
from orders.actions.withdraw_settlement import withdraw_settlement
from orders.jobs.settle_deadlines import settle_deadlines
from orders.models import SellerMute, SellerSeat
from tests.cast import NOW, browser, finished_order, make_mallory, make_member
from tests.disputes.acts import decide, ready, review_of
from tests.orders.agreed import accepted, performed, proposed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STARS = {"fulfilment": 2, "start_time": 2, "communication": 2}


@pytest.fixture
def inside(cast):
    with cast.inside():
        yield cast


def told(member, kind: str = "") -> list[str]:
    rows = Notification.objects.filter(member=member, **({"kind": kind} if kind else {})).order_by("created_at", "id")
    return [row.title for row in rows]


def write(cast, order, sender="seller", body="Hello", now=NOW, **more):
    by = more.pop("by", cast.bob if sender == "seller" else cast.alice)
    return send_message(tenant=cast.tenant, by=by, order=order, sender=sender, body=body, now=now, **more)


def reviewed(cast):
    order = finished_order(cast)
    return post_review(tenant=cast.tenant, by=cast.alice, order=order, stars=STARS, comment="Slow.", now=NOW)


class TestMessages:
    def test_ring_once_an_hour_with_the_other_side(self, inside):
        order = finished_order(inside, status="in_progress", closed_at=None)
        for minutes in (0, 5, 30, 65):
            write(inside, order, now=NOW + timedelta(minutes=minutes))

        assert told(inside.alice) == ["Bob's Store wrote to you: A rare blade"] * 2
        assert told(inside.bob) == []

    def test_of_the_buyer_ring_with_everyone_who_runs_the_seller(self, inside):
        rita = make_member(inside.tenant, "Rita", "seller")
        SellerSeat.objects.create(tenant=inside.tenant, seller=inside.seller, member=rita)

        write(inside, finished_order(inside), "buyer")

        assert told(inside.bob) == told(rita) == ["Alice wrote to you: A rare blade"]

    def test_carry_none_of_their_words_out(self, inside):
        write(inside, finished_order(inside), body="My address is 1 High Street")

        row = Notification.objects.get()
        assert "High Street" not in row.title + row.body

    def test_of_a_muted_seller_do_not_ring_once_the_order_is_over(self, inside):
        SellerMute.objects.create(tenant=inside.tenant, buyer=inside.alice, seller=inside.seller, since=NOW)

        write(inside, finished_order(inside))
        assert told(inside.alice) == []

        write(inside, finished_order(inside, status="in_progress", closed_at=None))
        assert len(told(inside.alice)) == 1

    def test_that_are_moved_in_from_long_ago_do_not_ring(self, inside):
        order = finished_order(inside)
        write(inside, order, by=None, sent_at=NOW - timedelta(days=8), external_id="m-1")
        assert told(inside.alice) == []

        write(inside, order, by=None, sent_at=NOW - timedelta(days=2), external_id="m-2")
        assert len(told(inside.alice)) == 1
        assert Notification.objects.get().email_due_at is None

    def test_sent_again_under_the_same_id_ring_once(self, inside):
        order = finished_order(inside)
        for _ in range(3):
            write(inside, order, by=None, sent_at=NOW, external_id="m-1")

        assert len(told(inside.alice)) == 1


class TestOrders:
    FACTS = {
        "external_id": "o-1",
        "buyer": {"external_id": "alice"},
        "seller": {"external_id": "bobs-store"},
        "offer": {"external_id": "offer-1", "title": "A rare blade"},
        "status": "in_progress",
        "placed_at": "2026-06-14T09:00:00Z",
        "fulfilled_by": "seller",
    }

    def put(self, cast, by, **facts):
        return put_order(tenant=cast.tenant, by=by, facts={**self.FACTS, **facts}, now=NOW)

    @pytest.fixture
    def ivan(self, cast):
        return make_member(cast.tenant, "Ivan", "integrator")

    def test_that_the_marketplace_moves_ring_with_the_buyer_once(self, inside, ivan):
        self.put(inside, ivan)
        for _ in range(3):
            self.put(inside, ivan, status="delivered")

        assert told(inside.alice) == ["Your order was delivered: A rare blade"]
        assert told(inside.bob) == []

    def test_that_are_new_or_changed_otherwise_do_not(self, inside, ivan):
        self.put(inside, ivan)
        self.put(inside, ivan, promised_completion_at="2026-06-20T09:00:00Z")

        assert told(inside.alice) == []

    def test_that_the_marketplace_itself_moves_in_do_not(self, inside):
        self.put(inside, None)
        self.put(inside, None, status="delivered")

        assert told(inside.alice) == []

    def test_closed_more_than_a_week_ago_do_not(self, inside, ivan):
        placed, long_ago, lately = "2026-06-01T09:00:00Z", "2026-06-08T09:00:00Z", "2026-06-09T09:00:00Z"
        self.put(inside, ivan, placed_at=placed)
        self.put(inside, ivan, placed_at=placed, status="canceled", closed_at=long_ago)
        assert told(inside.alice) == []

        self.put(inside, ivan, placed_at=placed, external_id="o-2")
        self.put(inside, ivan, placed_at=placed, external_id="o-2", status="canceled", closed_at=lately)
        assert told(inside.alice) == ["Your order was canceled: A rare blade"]


class TestAgreements:
    @pytest.fixture
    def order(self, inside):
        return review_of(inside).order

    def test_a_proposal_rings_with_the_buyer_and_its_answer_with_the_seller(self, inside, order):
        settlement = proposed(inside, order)
        assert told(inside.alice, "settlement_proposed") == ["Bob's Store proposes a settlement: A rare blade"]
        assert Notification.objects.get(kind="settlement_proposed").path == f"/settlements/{settlement.pk}/answer"

        decline_settlement(tenant=inside.tenant, by=inside.alice, settlement=settlement, now=NOW + HOUR)
        assert told(inside.bob, "settlement_answered") == ["Your settlement was declined: A rare blade"]

    def test_each_step_rings_with_the_other_side(self, inside, order):
        settlement = performed(inside, order)

        assert told(inside.bob, "settlement_answered") == ["Your settlement was accepted: A rare blade"]
        assert told(inside.alice, "settlement_answered") == [
            "The seller says that the settlement is done: A rare blade"
        ]
        withdraw_review(tenant=inside.tenant, by=inside.alice, review=settlement.order.review, now=NOW + 4 * HOUR)
        assert "Your settlement was kept, the review is withdrawn: A rare blade" in told(inside.bob)

    def test_one_that_is_taken_back_rings_with_the_buyer(self, inside, order):
        settlement = proposed(inside, order)
        withdraw_settlement(tenant=inside.tenant, by=inside.bob, settlement=settlement, now=NOW + HOUR)

        assert told(inside.alice, "settlement_answered") == ["The seller took the settlement back: A rare blade"]

    def test_one_whose_time_ran_out_rings_with_both_however_often_somebody_looks(self, inside, order):
        accepted(inside, order)
        for _ in range(3):
            settle_deadlines(tenant=inside.tenant, now=NOW + timedelta(days=9))

        assert any("did not keep the settlement" in each for each in told(inside.alice, "settlement_answered"))
        assert told(inside.bob, "settlement_answered")[-1] == ("Your settlement failed, its time is over: A rare blade")

    def test_a_compensation_rings_with_the_buyer_and_is_tied_to_nothing(self, inside):
        order = finished_order(inside)
        give_compensation(
            tenant=inside.tenant, by=inside.bob, order=order, kind="item", description="A second blade", now=NOW
        )

        row = Notification.objects.get(member=inside.alice)
        assert row.kind == "compensation_given"
        assert row.body == "It is yours whatever your review says."


class TestReviews:
    def test_that_come_change_and_go_ring_with_the_seller(self, inside):
        review = reviewed(inside)
        for minutes, stars in ((1, 4), (2, 5)):
            review = edit_review(
                tenant=inside.tenant,
                by=inside.alice,
                review=review,
                version=review.version,
                stars={"fulfilment": stars},
                comment=None,
                now=NOW + timedelta(minutes=minutes),
            )
        withdraw_review(tenant=inside.tenant, by=inside.alice, review=review, now=NOW + HOUR)

        order = review.order.external_id
        titles = told(inside.bob)
        assert titles[0] == f"A new negative review: order {order}"
        assert len(told(inside.bob, "review_changed")) == 2
        assert titles[-1] == f"A review was withdrawn: order {order}"
        assert told(inside.alice) == []

    def test_responses_ring_with_the_buyer_once(self, inside):
        review = reviewed(inside)
        for body in ("Sorry for that.", "Sorry for all of that."):
            put_response(tenant=inside.tenant, by=inside.bob, review=review, body=body, now=NOW)

        row = Notification.objects.get(member=inside.alice)
        assert row.title == f"Bob's Store responded to your review of order {review.order.external_id}"
        assert row.path == f"/reviews/{review.pk}"


class TestDecisions:
    def test_ring_in_the_app_alone_and_lead_to_what_each_side_may_read(self, inside):
        case, now = ready(inside, review_of(inside))
        decide(inside, case, now)

        for member, word in ((inside.alice, "your review"), (inside.bob, "the review")):
            row = Notification.objects.get(member=member, kind="request_decided")
            assert row.title == f"A decision about {word} of order {case.review.order.external_id}"
            assert row.email_due_at is None
            assert browser(inside.tenant, member).get(row.path).status_code == 200


class TestElsewhere:
    def test_nothing_rings_with_members_of_another_marketplace(self, cast):
        mallory = make_mallory()
        with cast.inside():
            write(cast, finished_order(cast))
            reviewed(cast)
        with mallory.inside():
            assert not Notification.objects.exists()
