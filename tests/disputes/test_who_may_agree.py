"""Reviews, settlements and steps against misuse: who may do what, from which status, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from disputes.actions.confirm_step import confirm_step
from disputes.actions.decide_step_appeal import decide_step_appeal
from disputes.actions.dismiss_step import dismiss_step
from disputes.actions.lift_step import lift_step
from disputes.actions.lodge_step_appeal import lodge_step_appeal
from disputes.models import Letter
from feedback.actions.attribute_review import attribute_review
from feedback.actions.edit_review import edit_review
from feedback.actions.put_response import put_response
from feedback.actions.remove_review import remove_review
from feedback.actions.strike_review import strike_review
from feedback.actions.withdraw_review import withdraw_review
from orders.actions.accept_settlement import accept_settlement
from orders.actions.decline_settlement import decline_settlement
from orders.actions.perform_settlement import perform_settlement
from orders.actions.propose_settlement import propose_settlement
from orders.actions.withdraw_settlement import withdraw_settlement
from orders.jobs.settle_deadlines import settle_deadlines
from orders.models import Partner
from policy.lifecycle import REVIEW, SETTLEMENT, SUSPENSION
from policy.terms import ReviewStatus, SettlementStatus, SuspensionStatus
from tests.cast import NOW, Cast, make_cast
from tests.disputes.acts import REPLY_OVER, review_of
from tests.disputes.misuse import groundless, proposed
from tests.disputes.who_may import (
    DAY,
    LEADS,
    RUN_THE_STORE,
    People,
    check,
    names_only_known_statuses,
    rule,
)


@pytest.fixture
def people(db) -> Iterator[People]:
    made = People.of(make_cast())
    with made.cast.inside():
        yield made


# Reviews


def review_that_is(cast: Cast, status: ReviewStatus) -> tuple[Any, datetime]:
    partner, _ = Partner.objects.get_or_create(
        tenant=cast.tenant, external_id="north", defaults={"slug": "north", "name": "North", "created_at": NOW}
    )
    review = review_of(cast, fulfilled_by="partner", partner=partner)
    desk = {"tenant": cast.tenant, "by": cast.carol, "review": review, "now": NOW}
    match status:
        case ReviewStatus.WITHDRAWN:
            withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=NOW)
        case ReviewStatus.STRUCK:
            strike_review(**desk)
        case ReviewStatus.REMOVED:
            remove_review(**desk)
        case ReviewStatus.ATTRIBUTED:
            attribute_review(**desk)
    review.refresh_from_db()
    return review, NOW + DAY


def edit(cast, by, review, now):
    stars = {"fulfilment": 2, "start_time": 2, "communication": 2}
    edit_review(tenant=cast.tenant, by=by, review=review, version=review.version, stars=stars, comment="So.", now=now)


def withdraw(cast, by, review, now):
    withdraw_review(tenant=cast.tenant, by=by, review=review, now=now)


def respond(cast, by, review, now):
    put_response(tenant=cast.tenant, by=by, review=review, body="We are sorry.", now=now)


REVIEWS = {
    "edit": rule(edit, {"author"}, "published"),
    "withdraw": rule(withdraw, {"author"}, "published"),
    "respond": rule(respond, RUN_THE_STORE, "published", "struck", "attributed"),
}


# Settlements


def settlement_that_is(cast: Cast, status: SettlementStatus) -> tuple[Any, datetime]:
    tenant, review = cast.tenant, review_of(cast)
    settlement = propose_settlement(
        tenant=tenant,
        by=cast.bob,
        order=review.order,
        terms="A new blade.",
        perform_by=NOW + 3 * DAY,
        withdraw_by=NOW + 6 * DAY,
        now=NOW,
    )
    given = {"tenant": tenant, "settlement": settlement, "now": NOW + DAY}
    if status is SettlementStatus.DECLINED:
        decline_settlement(by=cast.alice, **given)
    elif status is SettlementStatus.WITHDRAWN:
        withdraw_settlement(by=cast.bob, **given)
    elif status not in (SettlementStatus.PROPOSED, SettlementStatus.EXPIRED):
        accept_settlement(by=cast.alice, **given)
    if status in (SettlementStatus.PERFORMED, SettlementStatus.HONOURED, SettlementStatus.BREACHED):
        settlement.refresh_from_db()
        perform_settlement(by=cast.bob, **given, performance="Sent it.")
    if status is SettlementStatus.HONOURED:
        withdraw_review(tenant=tenant, by=cast.alice, review=review, now=NOW + 2 * DAY)
    now = NOW + 2 * DAY
    if status in (SettlementStatus.EXPIRED, SettlementStatus.FAILED, SettlementStatus.BREACHED):
        now = NOW + 7 * DAY
        settle_deadlines(tenant=tenant, now=now)
    settlement.refresh_from_db()
    assert settlement.status == status
    return settlement, now


def accept(cast, by, settlement, now):
    accept_settlement(tenant=cast.tenant, by=by, settlement=settlement, now=now)


def decline(cast, by, settlement, now):
    decline_settlement(tenant=cast.tenant, by=by, settlement=settlement, now=now)


def take_proposal_back(cast, by, settlement, now):
    withdraw_settlement(tenant=cast.tenant, by=by, settlement=settlement, now=now)


def perform(cast, by, settlement, now):
    perform_settlement(tenant=cast.tenant, by=by, settlement=settlement, performance="Sent it.", now=now)


SETTLEMENTS = {
    "accept": rule(accept, {"author"}, "proposed"),
    "decline": rule(decline, {"author"}, "proposed"),
    "withdraw": rule(take_proposal_back, RUN_THE_STORE, "proposed"),
    "perform": rule(perform, RUN_THE_STORE, "accepted"),
}


# Steps against misuse: the first lead confirmed what is in force.


def step_that_is(cast: Cast, status: SuspensionStatus) -> tuple[Any, datetime]:
    groundless(cast, 3)
    start = NOW + REPLY_OVER
    step = proposed(cast, at=start)
    if status is SuspensionStatus.DISMISSED:
        dismiss(cast, cast.laura, step, start)
    elif status is not SuspensionStatus.PROPOSED:
        confirm(cast, cast.laura, step, start)
        step.refresh_from_db()
    now = start + DAY
    Letter.objects.update(state="sent", sent_at=start)
    if status is SuspensionStatus.LIFTED:
        lift(cast, cast.laura, step, now)
    elif status is SuspensionStatus.ENDED:
        now = step.ends_at + timedelta(seconds=1)
    step.refresh_from_db()
    return step, now


def confirm(cast, by, step, now):
    confirm_step(tenant=cast.tenant, by=by, step=step, version=step.version, reason="I read the cases.", now=now)


def dismiss(cast, by, step, now):
    dismiss_step(tenant=cast.tenant, by=by, step=step, version=step.version, reason="Two were honest.", now=now)


def lift(cast, by, step, now):
    lift_step(tenant=cast.tenant, by=by, step=step, version=step.version, reason="One was overturned.", now=now)


def complain(cast, by, step, now):
    lodge_step_appeal(tenant=cast.tenant, by=by, step=step, body="They were honest.", now=now)


def answer_complaint(cast, by, step, now):
    appeal = lodge_step_appeal(tenant=cast.tenant, by=cast.bob, step=step, body="They were honest.", now=now)
    decide_step_appeal(
        tenant=cast.tenant, by=by, step=step, version=appeal.version, outcome="upheld", reason="So it is.", now=now
    )


STEPS = {
    "confirm": rule(confirm, LEADS, "proposed"),
    "dismiss": rule(dismiss, LEADS, "proposed"),
    "lift": rule(lift, LEADS, "active"),
    # A caution that has ended can still be complained of: it counts before a suspension.
    "appeal": rule(complain, RUN_THE_STORE, "active", "ended"),
    "decide the appeal": rule(answer_complaint, {"lead"}, "active", "ended"),
}


class TestWhoMay:
    def test_do_what_with_a_review(self, people):
        assert names_only_known_statuses(REVIEWS, REVIEW)
        check(REVIEWS, ReviewStatus, review_that_is, people)

    def test_do_what_with_a_settlement(self, people):
        assert names_only_known_statuses(SETTLEMENTS, SETTLEMENT)
        check(SETTLEMENTS, SettlementStatus, settlement_that_is, people)

    def test_do_what_with_a_step_against_misuse(self, people):
        assert names_only_known_statuses(STEPS, SUSPENSION)
        check(STEPS, SuspensionStatus, step_that_is, people)
