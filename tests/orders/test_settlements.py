"""Settlements: every state, every move, every side; and deadlines that hold to the second without a sweep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from audit.queries import entries_of
from feedback.actions.withdraw_review import withdraw_review
from orders.actions.accept_settlement import accept_settlement
from orders.actions.decline_settlement import decline_settlement
from orders.actions.give_compensation import give_compensation
from orders.actions.perform_settlement import perform_settlement
from orders.actions.store_upload import store_upload
from orders.actions.withdraw_settlement import withdraw_settlement
from orders.agreeing.agreements import settlements_visible_to, visible_settlement
from orders.agreeing.settling import move_settlement, status_at
from orders.jobs.settle_deadlines import settle_deadlines
from orders.models import Compensation, Settlement
from orders.queries import visible_upload
from policy.lifecycle import SETTLEMENT
from policy.terms import SettlementStatus
from tenants.models import PolicyVersion
from tests.cast import NOW, finished_order, make_cast, make_mallory, make_member
from tests.disputes.acts import codes, pointers, review_of
from tests.orders.agreed import HOUR, PERFORM_BY, WITHDRAW_BY, accepted, performed, proposed
from tests.orders.files import image, sent
from wire.refusals import NotPermitted, NotThere, Refused

SECOND = timedelta(seconds=1)
SOON = NOW + 3 * HOUR
ACTS = {
    "accept": (accept_settlement, SettlementStatus.ACCEPTED, "buyer"),
    "decline": (decline_settlement, SettlementStatus.DECLINED, "buyer"),
    "withdraw": (withdraw_settlement, SettlementStatus.WITHDRAWN, "seller"),
    "perform": (perform_settlement, SettlementStatus.PERFORMED, "seller"),
}


@pytest.fixture
def cast(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = make_cast()
    with made.inside():
        yield made


@pytest.fixture
def review(cast):
    return review_of(cast)


@pytest.fixture
def order(review):
    return review.order


def do(cast, act, settlement, at, by=None, **words):
    action, _, side = ACTS[act]
    who = by or (cast.alice if side == "buyer" else cast.bob)
    return action(tenant=cast.tenant, by=who, settlement=settlement, now=at, **words)


def in_state(cast, order, status):
    """A settlement in that state, by the same actions as people use where there are any."""
    if status is SettlementStatus.PROPOSED:
        return proposed(cast, order)
    if status in (SettlementStatus.ACCEPTED, SettlementStatus.FAILED):
        settlement = accepted(cast, order)
    elif status in (SettlementStatus.PERFORMED, SettlementStatus.HONOURED, SettlementStatus.BREACHED):
        settlement = performed(cast, order)
    else:
        settlement = proposed(cast, order)
    if settlement.status != status:
        move_settlement(settlement, status, tenant=cast.tenant, by=None, now=SOON, closed_at=SOON)
    return settlement


class TestEveryStateMoveAndSide:
    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("status", SettlementStatus)
    def test_follows_the_table(self, cast, order, status, act):
        settlement = in_state(cast, order, status)
        allowed = ACTS[act][1] in SETTLEMENT.next_of(status)
        before = settlement.version
        if allowed:
            moved = do(cast, act, settlement, SOON)
            assert (moved.status, moved.version) == (ACTS[act][1], before + 1)
            assert [entry.action for entry in entries_of(settlement)][-1] == f"settlement.{ACTS[act][1]}"
        else:
            with pytest.raises(Refused) as refusal:
                do(cast, act, settlement, SOON)
            assert codes(refusal) == ["conflict"]
            assert status.value in str(refusal.value)
            settlement.refresh_from_db()
            assert (settlement.status, settlement.version) == (status, before)

    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("who", ["alice", "bob", "carol", "laura", "nora", "ivan", "mallory", "nobody"])
    def test_is_for_the_side_whose_turn_it_is(self, cast, order, act, who):
        settlement = in_state(cast, order, SettlementStatus.ACCEPTED if act == "perform" else SettlementStatus.PROPOSED)
        members = {
            "nora": make_member(cast.tenant, "Nora", "buyer"),
            "ivan": make_member(cast.tenant, "Ivan", "integrator"),
            "mallory": make_mallory().bob,
            "nobody": None,
        }
        by = members.get(who) or getattr(cast, who, None)
        action, status, side = ACTS[act]
        given = {"tenant": cast.tenant, "by": by, "settlement": settlement, "now": SOON}
        if (who, side) in (("alice", "buyer"), ("bob", "seller")):
            assert action(**given).status == status
            return
        # What a person may not see is not there; who sees it is told whose act it is.
        sees = who in ("alice", "bob", "carol", "laura", "ivan")
        with pytest.raises(NotPermitted if sees else NotThere) as refusal, transaction.atomic():
            action(**given)
        if sees:
            assert f"Only the order's {side}" in refusal.value.detail
        assert Settlement.objects.get().version == settlement.version


class TestPropose:
    def test_runs_until_its_times_and_binds_nobody(self, cast, order):
        settlement = proposed(cast, order)
        assert (settlement.status, settlement.version) == ("proposed", 1)
        assert (settlement.perform_by, settlement.withdraw_by) == (PERFORM_BY, WITHDRAW_BY)
        assert settlement.accepted_at is None

    @pytest.mark.parametrize("who", ["alice", "carol"])
    def test_is_the_sellers(self, cast, order, who):
        with pytest.raises(NotPermitted):
            proposed(cast, order, by=getattr(cast, who))

    def test_is_not_there_for_strangers(self, cast, order):
        for stranger in (make_member(cast.tenant, "Nora", "buyer"), make_mallory().bob):
            with pytest.raises(NotThere):
                proposed(cast, order, by=stranger)

    @pytest.mark.parametrize(
        ("terms", "places"),
        [
            ({"terms": " "}, ["/terms"]),
            ({"terms": "x" * 4001}, ["/terms"]),
            ({"terms": "a\x00b"}, ["/terms"]),
            ({"perform_by": NOW}, ["/perform_by"]),
            ({"perform_by": NOW - SECOND}, ["/perform_by"]),
            ({"perform_by": None}, ["/perform_by"]),
            ({"withdraw_by": PERFORM_BY}, ["/withdraw_by"]),
            ({"withdraw_by": None}, ["/withdraw_by"]),
            ({"terms": "", "perform_by": NOW - HOUR, "withdraw_by": NOW - HOUR}, None),
        ],
    )
    def test_refuses_bad_input_at_its_place(self, cast, order, terms, places):
        with pytest.raises(Refused) as refusal:
            proposed(cast, order, **terms)
        assert set(codes(refusal)) == {"validation_failed"}
        assert pointers(refusal) == (places or ["/terms", "/perform_by", "/withdraw_by"])
        assert not Settlement.objects.exists()

    def test_wants_feedback_that_stands(self, cast, review):
        bare = finished_order(cast)
        with pytest.raises(Refused, match="no standing feedback") as refusal:
            proposed(cast, bare)
        assert codes(refusal) == ["conflict"]
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=NOW)
        with pytest.raises(Refused, match="no standing feedback"):
            proposed(cast, review.order)

    @pytest.mark.parametrize("status", SettlementStatus)
    def test_leaves_one_running_settlement_an_order(self, cast, order, status):
        in_state(cast, order, status)
        if status not in (SettlementStatus.PROPOSED, SettlementStatus.ACCEPTED, SettlementStatus.PERFORMED):
            assert proposed(cast, order, at=SOON).status == "proposed"
            return
        with pytest.raises(Refused, match="runs already") as refusal:
            proposed(cast, order, at=SOON)
        assert codes(refusal) == ["conflict"]

    def test_may_follow_one_whose_time_is_over_before_any_sweep(self, cast, order):
        first = proposed(cast, order)
        assert proposed(cast, order, at=PERFORM_BY).status == "proposed"
        first.refresh_from_db()
        assert (first.status, first.closed_at) == ("expired", PERFORM_BY)

    @pytest.mark.parametrize("preset", ["game_services", "retail", "fulfilment_network"])
    def test_is_refused_where_policy_forbids_it(self, db, preset):
        made = make_cast(slug="other", preset=preset)
        with made.inside():
            with pytest.raises(Refused, match="not possible in this marketplace") as refusal:
                proposed(made, review_of(made).order)
            assert codes(refusal) == ["not_allowed_by_policy"]

    def test_asks_no_withdrawal_at_a_time_when_the_buyer_cannot_withdraw(self, cast, order):
        _withdraw_within(cast, 2)
        with pytest.raises(Refused, match="could not keep this") as refusal:
            proposed(cast, order)
        assert pointers(refusal) == ["/withdraw_by"]
        # NOW is 15 June, 14:00 in the marketplace's UTC clock: the last day is 17 June.
        midnight = NOW.replace(hour=0) + timedelta(days=3)
        assert proposed(cast, order, withdraw_by=midnight)


def _withdraw_within(cast, days):
    version = PolicyVersion.objects.get()
    document = {**version.document, "feedback": {**version.document["feedback"], "withdraw_within_days": days}}
    PolicyVersion.objects.create(
        tenant=cast.tenant,
        number=2,
        document=document,
        effective_from=NOW - HOUR,
        published_at=NOW - HOUR,
        published_by=cast.laura,
    )


class TestDeadlines:
    def test_an_accept_is_in_time_until_the_last_second(self, cast, order):
        settlement = proposed(cast, order)
        assert do(cast, "accept", settlement, PERFORM_BY - SECOND).status == "accepted"

    @pytest.mark.parametrize("late", [timedelta(0), SECOND])
    def test_an_accept_a_second_late_is_refused_before_any_sweep(self, cast, order, late):
        settlement = proposed(cast, order)
        with pytest.raises(Refused, match="that time has passed") as refusal:
            do(cast, "accept", settlement, PERFORM_BY + late)
        assert codes(refusal) == ["conflict"]

    @pytest.mark.parametrize("act", ["decline", "withdraw"])
    def test_nobody_answers_what_has_expired(self, cast, order, act):
        settlement = proposed(cast, order)
        with pytest.raises(Refused, match="expired"):
            do(cast, act, settlement, PERFORM_BY)

    def test_a_performance_is_in_time_until_the_last_second(self, cast, order):
        settlement = accepted(cast, order)
        with pytest.raises(Refused, match="no longer binds the buyer"):
            do(cast, "perform", settlement, PERFORM_BY)
        assert do(cast, "perform", settlement, PERFORM_BY - SECOND).status == "performed"

    @pytest.mark.parametrize(
        ("make", "deadline", "ends_as"),
        [(proposed, PERFORM_BY, "expired"), (accepted, PERFORM_BY, "failed"), (performed, WITHDRAW_BY, "breached")],
    )
    def test_the_clock_ends_it_to_the_second_and_the_sweep_says_so(self, cast, order, make, deadline, ends_as):
        settlement = make(cast, order)
        running = settlement.status
        assert status_at(settlement, deadline - SECOND) == running
        assert status_at(settlement, deadline) == ends_as
        assert settle_deadlines(tenant=cast.tenant, now=deadline - SECOND) == 0
        assert settle_deadlines(tenant=cast.tenant, now=deadline + HOUR) == 1
        assert settle_deadlines(tenant=cast.tenant, now=deadline + 2 * HOUR) == 0
        settlement.refresh_from_db()
        assert (settlement.status, settlement.closed_at) == (ends_as, deadline)

    def test_a_failure_of_the_seller_leaves_the_feedback_alone(self, cast, order, review):
        accepted(cast, order)
        settle_deadlines(tenant=cast.tenant, now=PERFORM_BY)
        review.refresh_from_db()
        assert review.status == "published"
        assert Settlement.objects.get().status == "failed"


class TestHonour:
    def test_the_withdrawal_keeps_a_performed_settlement(self, cast, order, review):
        settlement = performed(cast, order)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=WITHDRAW_BY - SECOND)
        settlement.refresh_from_db()
        assert (settlement.status, settlement.closed_at) == ("honoured", WITHDRAW_BY - SECOND)
        assert settle_deadlines(tenant=cast.tenant, now=WITHDRAW_BY) == 0

    def test_a_withdrawal_a_second_late_does_not(self, cast, order, review):
        settlement = performed(cast, order)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=WITHDRAW_BY)
        settlement.refresh_from_db()
        assert settlement.status == "breached"

    def test_a_buyer_who_goes_first_has_done_their_part(self, cast, order, review):
        settlement = accepted(cast, order)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=SOON)
        settlement.refresh_from_db()
        assert settlement.status == "accepted"
        assert do(cast, "perform", settlement, SOON + HOUR).status == "honoured"

    def test_a_seller_who_does_not_follow_has_failed(self, cast, order, review):
        accepted(cast, order)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=SOON)
        settle_deadlines(tenant=cast.tenant, now=PERFORM_BY)
        assert Settlement.objects.get().status == "failed"

    def test_nothing_is_left_to_accept_once_the_feedback_is_gone(self, cast, order, review):
        settlement = proposed(cast, order)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=SOON)
        with pytest.raises(Refused, match="nothing left to settle"):
            do(cast, "accept", settlement, SOON)


class TestAnswers:
    def test_a_version_that_was_seen_before_a_change_is_stale(self, cast, order):
        settlement = proposed(cast, order)
        with pytest.raises(Refused) as refusal:
            do(cast, "accept", settlement, SOON, version=7)
        assert codes(refusal) == ["stale_version"]
        assert do(cast, "accept", settlement, SOON, version=1).version == 2

    def test_a_policy_that_forbids_settlements_ends_acceptance(self, cast, order):
        settlement = proposed(cast, order)
        version = PolicyVersion.objects.get()
        document = {**version.document, "orders": {**version.document["orders"], "settlements_allowed": False}}
        grounds = dict(document["removal"]["grounds"])
        grounds["mutual_agreement"] = {**grounds["mutual_agreement"], "enabled": False}
        document["removal"] = {**document["removal"], "grounds": grounds}
        PolicyVersion.objects.create(
            tenant=cast.tenant,
            number=2,
            document=document,
            effective_from=NOW,
            published_at=NOW,
            published_by=cast.laura,
        )
        with pytest.raises(Refused) as refusal:
            do(cast, "accept", settlement, SOON)
        assert codes(refusal) == ["not_allowed_by_policy"]


class TestProof:
    def test_is_kept_and_read_by_both_sides_and_the_desk(self, cast, order):
        settlement = accepted(cast, order)
        upload = store_upload(
            tenant=cast.tenant, by=cast.bob, name="a.png", content=sent(image()), seller=cast.seller, now=NOW
        )
        moved = do(cast, "perform", settlement, SOON, performance=" Sent. ", uploads=[upload], files=[sent(image())])
        assert moved.performance == "Sent."
        proofs = [proof.upload for proof in visible_settlement(cast.alice, settlement.pk).proofs.all()]
        assert len(proofs) == 2
        for reader in (cast.alice, cast.bob, cast.carol):
            assert [visible_upload(reader, proof.pk) for proof in proofs] == proofs
        with pytest.raises(NotThere):
            visible_upload(make_member(cast.tenant, "Nora", "buyer"), proofs[0].pk)

    def test_of_others_or_too_much_is_refused_and_nothing_is_done(self, cast, order):
        settlement = accepted(cast, order)
        theirs = store_upload(tenant=cast.tenant, by=cast.alice, name="a.png", content=sent(image()), now=NOW)
        for words, place in (
            ({"uploads": [theirs]}, "/files"),
            ({"files": [None] * 6}, "/files"),
            ({"performance": "x" * 4001}, "/performance"),
            ({"performance": "\x00"}, "/performance"),
        ):
            with pytest.raises(Refused) as refusal:
                do(cast, "perform", settlement, SOON, **words)
            assert pointers(refusal) == [place]
        assert Settlement.objects.get().status == "accepted"


class TestSight:
    def test_is_for_both_sides_the_desk_and_the_marketplace(self, cast, order):
        settlement = proposed(cast, order)
        seen = (cast.alice, cast.bob, cast.carol, cast.laura, make_member(cast.tenant, "Ivan", "integrator"))
        for member in seen:
            assert settlements_visible_to(member).get() == settlement
        for member in (make_member(cast.tenant, "Nora", "buyer"), make_mallory().alice, None):
            assert not settlements_visible_to(member).exists()


class TestCompensation:
    def give(self, cast, order, by=None, **facts):
        words = {"kind": "item", "description": "A spare blade for the dented one.", **facts}
        return give_compensation(tenant=cast.tenant, by=by or cast.bob, order=order, now=NOW, **words)

    def test_is_given_for_good(self, cast, order):
        given = self.give(cast, order, kind="partial_refund", amount=" 4.50 ")
        given.refresh_from_db()
        assert (str(given.amount), given.currency, given.given_by) == ("4.50", "EUR", cast.bob)
        assert self.give(cast, order).amount is None

    @pytest.mark.parametrize(
        ("facts", "code", "place"),
        [
            ({"kind": "gold"}, "validation_failed", "/kind"),
            ({"description": " "}, "validation_failed", "/description"),
            ({"description": "x\x00"}, "validation_failed", "/description"),
            ({"description": "10 EUR if you change your review."}, "not_allowed_by_policy", "/description"),
            ({"description": "A free item for 5 stars."}, "not_allowed_by_policy", "/description"),
            ({"amount": "much"}, "validation_failed", "/amount"),
            ({"amount": "-1"}, "validation_failed", "/amount"),
            ({"amount": "1.001"}, "validation_failed", "/amount"),
            ({"amount": "1e30"}, "validation_failed", "/amount"),
            ({"kind": "partial_refund"}, "validation_failed", "/amount"),
            ({"kind": "partial_refund", "amount": "25.01"}, "validation_failed", "/amount"),
        ],
    )
    def test_refuses(self, cast, order, facts, code, place):
        with pytest.raises(Refused) as refusal:
            self.give(cast, order, **facts)
        assert (codes(refusal), pointers(refusal)) == ([code], [place])
        assert not Compensation.objects.exists()

    def test_is_the_sellers(self, cast, order):
        for by in (cast.alice, cast.carol):
            with pytest.raises(NotPermitted):
                self.give(cast, order, by=by)
        with pytest.raises(NotThere):
            self.give(cast, order, by=make_member(cast.tenant, "Nora", "buyer"))

    def test_takes_only_the_kinds_of_the_policy(self, db):
        made = make_cast(slug="other", preset="retail")
        with made.inside():
            allowed = PolicyVersion.objects.get().document["orders"]["compensation_kinds"]
            refused = {"service", "item", "discount", "replacement", "partial_refund"} - set(allowed)
            for kind in sorted(refused):
                with pytest.raises(Refused) as refusal:
                    self.give(made, finished_order(made), kind=kind, amount="1.00")
                assert codes(refusal) == ["not_allowed_by_policy"]
