"""A strike may be of one criterion or two: decided, told, appealed and taken back as such."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.approve_decision import approve_decision
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.decide_request import UnableToDecide
from disputes.actions.lodge_appeal import UnableToAppeal, lodge_appeal
from disputes.models import Decision, Statement
from disputes.refusals import UnableToAct
from disputes.telling.dsa_payload import payload_of
from feedback.actions.post_review import post_review
from feedback.actions.strike_review import UnableToStrikeReview, strike_review
from feedback.jobs.recompute_rate import recompute_rate
from feedback.queries import rating_of
from tests.cast import NOW, finished_order
from tests.disputes.acts import codes, decide, pointers, ready, review_of
from tests.disputes.dsa_rules import broken_rules

LATE = {"fulfilment": 4, "start_time": 1, "communication": 5}


@pytest.fixture
def review(cast):
    order = finished_order(cast, external_id="GG-1")
    return post_review(
        tenant=cast.tenant, by=cast.alice, order=order, stars=LATE, comment="It began a day late.", now=NOW
    )


def struck(cast, review, *criteria, **words):
    """A case about the review, with a decision that strikes these criteria."""
    case, now = ready(cast, review)
    return decide(cast, case, now, "strike", criteria=list(criteria), **words), now


def stands(review):
    review.refresh_from_db()
    return review.status, review.struck_criteria, review.sentiment


def appeal(cast, decision, now, *, by=None, **upheld):
    lodged = lodge_appeal(tenant=cast.tenant, by=by or cast.alice, decision=decision, body="It is wrong.", now=now)
    return settled(cast, lodged, now, **upheld) if upheld else lodged


def settled(cast, lodged, now, **upheld):
    given = {"version": lodged.version, "outcome": "upheld", "reason": "Read again, it reads otherwise.", **upheld}
    return decide_appeal(tenant=cast.tenant, by=cast.dave, appeal=lodged, now=now, **given)


class TestDecide:
    def test_strikes_that_alone_and_the_rest_counts(self, cast, review):
        decision, now = struck(cast, review, "start_time")

        assert (decision.outcome, decision.criteria, decision.ground) == ("strike", ["start_time"], "unrelated")
        assert stands(review) == ("published", ["start_time"], "positive")
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=now)
        rating = rating_of(cast.seller, now)
        assert (rating["criteria"]["start_time"], rating["struck"], rating["rate"]) == (None, 0, "1.0000")

    def test_tells_both_sides_which(self, cast, review):
        struck(cast, review, "communication", "start_time")

        author, requester = (Statement.objects.get(kind=kind).measure for kind in ("statement", "notice"))
        assert author == (
            "The stars for start time and communication in your review are struck through: they can still be read, and "
            "they no longer count. The rest of the review stays, and its other stars go on counting in the seller's "
            "feedback rate."
        )
        assert "in the review are struck through" in requester and requester.endswith("in your feedback rate.")
        for statement in Statement.objects.all():
            assert "You can appeal within" in statement.redress

    def test_gives_the_transparency_database_a_payload_that_says_so(self, cast, review):
        struck(cast, review, "start_time")
        payload = payload_of(Statement.objects.get(kind="statement"), tenant=cast.tenant)
        assert broken_rules(payload) == []
        assert "The stars for start time stay readable" in payload["decision_visibility_other"]

    def test_strikes_of_several_cases_add_up(self, cast, review):
        struck(cast, review, "start_time")
        struck(cast, review, "fulfilment")
        assert stands(review)[1] == ["fulfilment", "start_time"]
        struck(cast, review)
        assert stands(review)[:2] == ("struck", ["fulfilment", "start_time"])

    @pytest.mark.parametrize(
        ("outcome", "criteria", "pointer"),
        [
            ("strike", ["fulfilment", "start_time", "communication"], "/criteria"),
            ("strike", ["start_time", "price"], "/criteria/1"),
            ("remove", ["start_time"], "/criteria"),
            ("keep", ["start_time"], "/criteria"),
        ],
    )
    def test_refuses_beside_the_field(self, cast, review, outcome, criteria, pointer):
        case, now = ready(cast, review)
        with pytest.raises(UnableToDecide) as refusal:
            decide(cast, case, now, outcome, criteria=criteria)
        assert (codes(refusal), pointers(refusal)) == (["validation_failed"], [pointer])
        assert not Decision.objects.exists()

    def test_refuses_what_another_decision_struck(self, cast, review):
        struck(cast, review, "start_time")
        with pytest.raises(UnableToDecide, match="struck start time already"):
            struck(cast, review, "start_time")


class TestHeld:
    @pytest.fixture
    def held(self, retail):
        """One negative among twenty, of which a strike of the start time makes a positive one."""
        for day in range(19):
            review_of(retail, "Fine.", 5, at=NOW + timedelta(minutes=day))
        order = finished_order(
            retail,
            promised_ship_at=NOW - timedelta(days=9),
            shipped_at=NOW - timedelta(days=9, hours=1),
            tracking_number="1Z 999",
        )
        bad = post_review(
            tenant=retail.tenant,
            by=retail.alice,
            order=order,
            stars={"fulfilment": 1, "start_time": 1, "communication": 5},
            comment="It never arrived.",
            now=NOW + timedelta(minutes=30),
        )
        case, now = ready(retail, bad, "shipped_on_time", at=NOW + timedelta(hours=1))
        recompute_rate(tenant=retail.tenant, seller_id=retail.seller.pk, now=now)
        return retail, case, now

    def test_by_how_far_the_part_moves_the_rate(self, held):
        cast, case, now = held
        # Without the start time it is neutral, and all ratings divide: the rate stays where it is.
        assert not decide(cast, case, now, "strike", criteria=["start_time"]).held

    def test_takes_effect_when_a_lead_agrees_unless_it_was_struck_meanwhile(self, held):
        cast, case, now = held
        decision = decide(cast, case, now, "strike", criteria=["start_time", "fulfilment"])
        assert decision.held
        assert stands(case.review) == ("published", None, "negative")
        case.refresh_from_db()
        approval = {"tenant": cast.tenant, "by": cast.laura, "request": case, "version": case.version, "now": now}
        other = strike_review(
            tenant=cast.tenant, by=None, review=case.review, ground="unrelated", criteria=["start_time"], now=now
        )
        with pytest.raises(UnableToStrikeReview) as refusal:
            approve_decision(**approval)
        assert codes(refusal) == ["conflict"]
        assert stands(case.review)[1] == other.struck_criteria


class TestAppeal:
    def test_restores_exactly_what_it_struck(self, cast, review):
        first, now = struck(cast, review, "start_time")
        # Another case, decided at the very same moment.
        struck(cast, review, "fulfilment")

        settled_appeal = appeal(cast, first, now, new_outcome=None)

        assert stands(review)[:2] == ("published", ["fulfilment"])
        told = Statement.objects.filter(decision=settled_appeal.new_decision, kind="statement").get().measure
        assert "taken back, exactly" in told
        assert "By another decision its stars for order fulfilment are struck through and do not count." in told

    def test_of_a_whole_strike_made_at_the_same_moment_leaves_the_part(self, cast, review):
        struck(cast, review, "start_time")
        whole, now = struck(cast, review)
        appeal(cast, whole, now, new_outcome=None)
        assert stands(review)[:2] == ("published", ["start_time"])

    def test_of_the_author_may_end_with_less_struck(self, cast, review):
        whole, now = struck(cast, review)
        lodged = appeal(cast, whole, now)
        with pytest.raises(UnableToAct, match="milder than strike"):
            settled(cast, lodged, now, new_outcome="strike")
        settled(cast, lodged, now, new_outcome="strike", criteria=["start_time", "fulfilment"])
        assert stands(review)[:2] == ("published", ["fulfilment", "start_time"])

    def test_of_the_author_may_keep_one_of_two(self, cast, review):
        two, now = struck(cast, review, "start_time", "fulfilment")
        lodged = appeal(cast, two, now)
        with pytest.raises(UnableToAct, match="milder than strike of order fulfilment and start time"):
            settled(cast, lodged, now, new_outcome="strike", criteria=["start_time", "communication"])
        settled(cast, lodged, now, new_outcome="strike", criteria=["start_time"])
        assert stands(review)[:2] == ("published", ["start_time"])

    def test_of_the_requester_may_end_with_more_struck(self, cast, review):
        part, now = struck(cast, review, "start_time")
        lodged = appeal(cast, part, now, by=cast.bob)
        with pytest.raises(UnableToAct, match="heavier than strike of start time"):
            settled(cast, lodged, now, new_outcome="strike", criteria=["communication"])
        settled(cast, lodged, now, new_outcome="strike")
        assert stands(review)[:2] == ("struck", None)

    def test_of_the_requester_has_nothing_against_a_whole_strike(self, cast, review):
        whole, now = struck(cast, review)
        with pytest.raises(UnableToAppeal):
            appeal(cast, whole, now, by=cast.bob)
