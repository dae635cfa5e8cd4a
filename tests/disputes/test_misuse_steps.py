"""Cautions and suspensions: who may move them where, when they end, and what they stop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.queries import entries_of
from disputes.actions.check_request import check_request
from disputes.actions.confirm_step import confirm_step
from disputes.actions.decide_step_appeal import decide_step_appeal
from disputes.actions.dismiss_step import dismiss_step
from disputes.actions.lift_step import lift_step
from disputes.actions.lodge_step_appeal import lodge_step_appeal
from disputes.jobs.sweep_steps import sweep_steps
from disputes.models import Letter, MisuseStep, StepAppeal
from disputes.queries import fair_use_of, steps_visible_to
from disputes.telling.mail import message_of
from feedback.actions.edit_review import edit_review
from feedback.actions.post_review import post_review
from feedback.actions.withdraw_review import withdraw_review
from orders.models import SellerSeat
from orders.queries import order_of_external_id, reviewable
from policy.eligibility import Claim
from policy.terms import Criterion
from tenants.queries import policy_in_force
from tests.cast import NOW, finished_order, make_mallory, make_member
from tests.disputes.acts import REPLY_OVER, TEXT, WHY, codes, filed, pointers, review_of
from tests.disputes.misuse import (
    DAY,
    blackmail,
    buyer,
    cautioned,
    confirmed,
    groundless,
    proposed,
    second_lead,
    suspended,
)
from wire.refusals import NotPermitted, NotThere, Refused

pytestmark = pytest.mark.django_db
DECIDED = NOW + REPLY_OVER
SECOND = timedelta(seconds=1)
STATES = ("proposed", "active", "ended", "lifted", "dismissed")
MOVES = ("confirm", "dismiss", "lift", "appeal", "decide appeal")
ROLES = ("nobody", "stranger", "buyer", "seller", "agent", "lead", "lead who runs the seller")

# What each move does in each state, by the lead (the seller for "appeal"); what is not here is a conflict.
ALLOWED = {
    ("confirm", "proposed"): "active",
    ("dismiss", "proposed"): "dismissed",
    ("lift", "active"): "lifted",
    ("appeal", "active"): "active",
    ("appeal", "ended"): "ended",
}
# Who sees the step at all: others are told that it is not there.
SEES = {
    "told": {"seller", "agent", "lead", "lead who runs the seller"},
    "internal": {"agent", "lead"},
}


def step_in(cast, state: str) -> MisuseStep:
    """A caution of Bob's seller in that state, and the moment it is looked at is NOW + 4 days."""
    if state in ("proposed", "dismissed"):
        groundless(cast, 3)
        step = proposed(cast, at=DECIDED)
        return step if state == "proposed" else move(cast, "dismiss", step, cast.laura, DECIDED)
    step = cautioned(cast)
    if state == "lifted":
        return move(cast, "lift", step, cast.laura, DECIDED)
    return step


def seen_at(step: MisuseStep, state: str):
    return step.ends_at if state == "ended" else DECIDED + DAY


def move(cast, name: str, step: MisuseStep, by, now, **given):
    words = {"tenant": cast.tenant, "by": by, "step": step, "now": now}
    if name == "appeal":
        return lodge_step_appeal(body="They were not groundless.", **words, **given)
    words |= {"version": step.version, "reason": "That is how I see it.", **given}
    if name == "decide appeal":
        return decide_step_appeal(**{"outcome": "upheld", **words})
    return {"confirm": confirm_step, "dismiss": dismiss_step, "lift": lift_step}[name](**words)


def who(cast, role: str):
    if role == "lead who runs the seller":
        member = make_member(cast.tenant, "Lena", "lead", "seller")
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=member)
        return member
    people = {"nobody": None, "buyer": cast.alice, "seller": cast.bob, "agent": cast.carol, "lead": cast.laura}
    return people[role] if role in people else make_member(cast.tenant, "Nora", "buyer")


class TestEveryMoveInEveryState:
    @pytest.mark.parametrize("state", STATES)
    @pytest.mark.parametrize("name", MOVES)
    @pytest.mark.parametrize("role", ROLES)
    def test_is_for_whom_the_table_says(self, cast, state, name, role):
        step = step_in(cast, state)
        before, by, now = step.status, who(cast, role), seen_at(step, state)
        told = state in ("active", "ended", "lifted")
        sees = role in SEES["told" if told else "internal"]
        its_own = role in ("seller", "lead who runs the seller")
        right_role = its_own if name == "appeal" else role == "lead"

        if not sees:
            with pytest.raises(NotThere):
                move(cast, name, step, by, now)
        elif not right_role:
            with pytest.raises(NotPermitted):
                move(cast, name, step, by, now)
        elif (name, state) in ALLOWED:
            move(cast, name, step, by, now)
        else:
            with pytest.raises(Refused) as refusal:
                move(cast, name, step, by, now)
            assert codes(refusal) == ["not_appealable" if name == "appeal" else "conflict"]

        step.refresh_from_db()
        done = sees and right_role and (name, state) in ALLOWED
        ended = state == "ended" and done
        assert step.status == (ALLOWED[name, state] if done else "ended" if ended else before)


class TestConfirming:
    def test_a_caution_holds_as_long_as_misuse_looks_back(self, cast):
        step = cautioned(cast)
        assert (step.status, step.ends_at, step.confirmed_by) == ("active", DECIDED + 90 * DAY, cast.laura)
        assert [each.action for each in entries_of(step)] == ["misuse.proposed", "misuse.active"]

    def test_needs_a_reason_and_the_version_that_was_seen(self, cast):
        groundless(cast, 3)
        step = proposed(cast, at=DECIDED)
        with pytest.raises(Refused) as refusal:
            confirmed(cast, step, at=DECIDED, reason=" ", version=None)
        assert pointers(refusal) == ["/version", "/reason"]
        with pytest.raises(Refused) as refusal:
            confirmed(cast, step, at=DECIDED, version=7)
        assert codes(refusal) == ["stale_version"]

    def test_a_suspension_without_a_caution_in_force_is_refused(self, cast):
        caution = cautioned(cast)
        groundless(cast, 2, at=NOW + DAY)
        step = proposed(cast, at=DECIDED + DAY)
        move(cast, "lift", caution, cast.laura, DECIDED + DAY)
        with pytest.raises(Refused) as refusal:
            confirmed(cast, step, at=DECIDED + DAY)
        assert codes(refusal) == ["conflict"] and "needs a caution before it" in str(refusal.value)
        assert fair_use(cast, DECIDED + DAY).suspended_until is None

    def test_is_refused_when_the_cases_were_overturned(self, cast):
        from tests.disputes.test_misuse_counting import overturn

        decisions = groundless(cast, 3)
        step = proposed(cast, at=DECIDED)
        overturn(cast, decisions[0], DECIDED + DAY)
        with pytest.raises(Refused) as refusal:
            confirmed(cast, step, at=DECIDED + DAY)
        assert "no longer calls for it" in str(refusal.value)

    def test_tells_everybody_who_runs_the_seller(self, cast):
        partner = make_member(cast.tenant, "Berta", "seller")
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=partner)
        step = suspended(cast)
        letters = Letter.objects.filter(step=step, kind="step_confirmed")
        assert {letter.addressee for letter in letters} == {cast.bob, partner}

        message = message_of(letters[0], tenant=cast.tenant)
        for said in (
            "You were given a suspension",
            "5 groundless requests, out of 5 decided in the span: 100%",
            "Three requests had nothing to them.",
            "Your right to request the removal of reviews is suspended until",
            "you can appeal once",
            f"/misuse/{step.pk}",
        ):
            assert said in message.subject + message.body, said


def fair_use(cast, now):
    return fair_use_of(cast.seller, policy=policy_in_force(at=now).policy, now=now)


def check(cast, review, now):
    return check_request(
        tenant=cast.tenant,
        by=cast.bob,
        review=review,
        claims=[Claim("unrelated", WHY)],
        evidence=TEXT,
        now=now,
    )


class TestASuspendedSeller:
    def test_can_neither_file_nor_is_told_otherwise_by_the_checker(self, cast):
        step, review = suspended(cast), review_of(cast)
        last = step.ends_at - SECOND
        with pytest.raises(Refused) as refusal:
            filed(cast, review, at=last)
        assert codes(refusal) == ["request_right_suspended"]
        assert "19 July 2026" in str(refusal.value)

        result = check(cast, review, last)
        assert [problem.code for problem in result.problems] == ["request_right_suspended"]
        assert (result.fair_use.cautions, result.fair_use.suspended_until) == (1, step.ends_at)

    def test_is_free_to_the_second_when_the_time_is_over(self, cast):
        step, review = suspended(cast), review_of(cast)
        assert check(cast, review, step.ends_at).ok
        assert MisuseStep.objects.get(pk=step.pk).status == "active"
        filed(cast, review, at=step.ends_at)

    def test_is_free_at_once_when_it_is_lifted(self, cast):
        step = suspended(cast)
        move(cast, "lift", step, cast.laura, step.confirmed_at)
        assert filed(cast, review_of(cast), at=step.confirmed_at).status == "awaiting_buyer"

    def test_may_not_ask_for_personal_information_either(self, cast):
        step = suspended(cast)
        with pytest.raises(Refused) as refusal:
            filed(cast, review_of(cast), "personal_information", at=step.confirmed_at)
        assert codes(refusal) == ["request_right_suspended"]


class TestASuspendedBuyer:
    @pytest.fixture
    def step(self, cast):
        blackmail(cast)
        confirmed(cast, proposed(cast, buyer(cast), at=DECIDED), at=DECIDED)
        blackmail(cast, at=NOW + DAY)
        return confirmed(cast, proposed(cast, buyer(cast), at=DECIDED + DAY), at=DECIDED + DAY)

    def post(self, cast, now):
        order = finished_order(cast, closed_at=now - DAY)
        stars = dict.fromkeys(Criterion, 3)
        return post_review(tenant=cast.tenant, by=cast.alice, order=order, stars=stars, comment="So so.", now=now)

    def test_can_post_nothing_until_the_second_it_ends(self, cast, step):
        with pytest.raises(Refused) as refusal:
            self.post(cast, step.ends_at - SECOND)
        assert codes(refusal) == ["not_allowed_by_policy"]
        assert "suspended until 19 July 2026" in str(refusal.value)
        assert self.post(cast, step.ends_at)

    def test_is_not_offered_the_form(self, cast, step):
        order = order_of_external_id(finished_order(cast, closed_at=step.confirmed_at).external_id)
        policy = policy_in_force(at=step.confirmed_at).policy
        asked = {"tenant": cast.tenant, "policy": policy}
        assert not reviewable(order, now=step.confirmed_at, **asked)
        assert reviewable(order, now=step.ends_at, **asked)

    def test_may_still_edit_and_withdraw(self, cast, step):
        review = review_of(cast, buyer=make_member(cast.tenant, "Nora", "buyer"))
        review.buyer = cast.alice
        review.save(update_fields=["buyer"])
        now = step.confirmed_at
        edit_review(
            tenant=cast.tenant,
            by=cast.alice,
            review=review,
            version=review.version,
            stars=dict.fromkeys(Criterion, 2),
            comment=None,
            now=now,
        )
        review.refresh_from_db()
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, version=review.version, now=now)
        review.refresh_from_db()
        assert (review.fulfilment, review.status) == (2, "withdrawn")

    def test_can_post_again_when_it_is_lifted(self, cast, step):
        move(cast, "lift", step, cast.laura, step.confirmed_at)
        assert self.post(cast, step.confirmed_at + DAY)


class TestTheClock:
    def test_ends_a_step_without_the_sweep_and_the_sweep_writes_it_down(self, cast):
        step = suspended(cast)
        with pytest.raises(Refused) as refusal:
            move(cast, "lift", step, cast.laura, step.ends_at)
        assert "ended by itself" in str(refusal.value)

        assert sweep_steps(tenant=cast.tenant, now=step.ends_at - SECOND) == 0
        assert sweep_steps(tenant=cast.tenant, now=step.ends_at) == 1
        assert sweep_steps(tenant=cast.tenant, now=step.ends_at) == 0
        step.refresh_from_db()
        assert (step.status, step.closed_at, step.closed_by) == ("ended", step.ends_at, None)

    def test_ends_the_caution_to_the_second(self, cast):
        step = cautioned(cast)
        assert fair_use(cast, step.ends_at - SECOND).cautions == 1
        assert fair_use(cast, step.ends_at).cautions == 0


class TestAppealing:
    def test_is_decided_by_another_lead_and_lifts_what_is_in_force(self, cast):
        step = suspended(cast)
        now = step.confirmed_at + DAY
        appeal = move(cast, "appeal", step, cast.bob, now)
        with pytest.raises(Refused) as refusal:
            move(cast, "decide appeal", step, cast.laura, now, version=1)
        assert codes(refusal) == ["same_agent"]

        move(cast, "decide appeal", step, second_lead(cast), now, version=1)
        step.refresh_from_db()
        appeal.refresh_from_db()
        assert (step.status, appeal.upheld) == ("lifted", True)
        assert fair_use(cast, now).suspended_until is None
        assert Letter.objects.filter(step=step, kind="step_lifted").count() == 1

    def test_leaves_it_in_force_when_rejected(self, cast):
        step = suspended(cast)
        now = step.confirmed_at + DAY
        move(cast, "appeal", step, cast.bob, now)
        move(cast, "decide appeal", step, second_lead(cast), now, version=1, outcome="rejected")
        letter = Letter.objects.get(step=step, kind="step_appeal_rejected")
        assert "That is how I see it." in message_of(letter, tenant=cast.tenant).body
        assert fair_use(cast, now).suspended_until == step.ends_at

    def test_happens_once(self, cast):
        step = suspended(cast)
        move(cast, "appeal", step, cast.bob, step.confirmed_at)
        with pytest.raises(Refused) as refusal:
            move(cast, "appeal", step, cast.bob, step.confirmed_at)
        assert codes(refusal) == ["not_appealable"]

    def test_a_day_after_the_window_is_too_late(self, cast):
        step = cautioned(cast)
        step.letters.update(sent_at=DECIDED)
        MisuseStep.objects.filter(pk=step.pk).update(ends_at=DECIDED + 300 * DAY)
        with pytest.raises(Refused) as refusal:
            move(cast, "appeal", step, cast.bob, DECIDED + 184 * DAY)
        assert codes(refusal) == ["not_appealable"]
        assert move(cast, "appeal", step, cast.bob, DECIDED + 183 * DAY)

    def test_is_upheld_by_lifting(self, cast):
        step = suspended(cast)
        move(cast, "appeal", step, cast.bob, step.confirmed_at)
        move(cast, "lift", step, cast.laura, step.confirmed_at)
        assert StepAppeal.objects.get(step=step).upheld is True

    def test_of_what_has_ended_meanwhile_is_still_answered(self, cast):
        step = suspended(cast)
        move(cast, "appeal", step, cast.bob, step.confirmed_at)
        move(cast, "decide appeal", step, second_lead(cast), step.ends_at, version=1)
        step.refresh_from_db()
        assert (step.status, StepAppeal.objects.get(step=step).upheld) == ("ended", True)


class TestWhoSees:
    def test_nobody_of_another_marketplace(self, cast):
        step = cautioned(cast)
        mallory = make_mallory()
        with mallory.inside():
            for member in (mallory.laura, mallory.bob):
                assert not steps_visible_to(member).filter(pk=step.pk).exists()
