"""Removal requests and appeals: who may do what, from which status, and that everything else is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from disputes.actions.approve_decision import approve_decision
from disputes.actions.ask_information import ask_information
from disputes.actions.claim_appeal import claim_appeal
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.decide_request import decide_request
from disputes.actions.give_information import give_information
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.release_request import release_request
from disputes.actions.reply_to_request import reply_to_request
from disputes.actions.send_back_decision import send_back_decision
from disputes.actions.withdraw_request import withdraw_request
from disputes.models import Letter
from policy.lifecycle import APPEAL, REQUEST
from policy.terms import AppealStatus, RequestStatus
from tests.cast import NOW, Cast, make_cast
from tests.disputes.acts import decide, filed, review_of
from tests.disputes.who_may import (
    AGENTS,
    DAY,
    LATER,
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


# Removal requests


def case_that_is(cast: Cast, status: RequestStatus) -> tuple[Any, datetime]:
    case, now = filed(cast, review_of(cast)), NOW + DAY
    if status is RequestStatus.AWAITING_BUYER:
        return case, now
    if status is RequestStatus.SUBMITTED:
        type(case).objects.filter(pk=case.pk).update(status=status)
        case.refresh_from_db()
        return case, now
    if status is RequestStatus.WITHDRAWN:
        return withdraw_request(tenant=cast.tenant, by=cast.bob, request=case, now=now), now
    now = LATER
    case = claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
    if status is RequestStatus.MORE_INFORMATION:
        question = {"version": case.version, "question": "Which message?"}
        ask_information(tenant=cast.tenant, by=cast.carol, request=case, **question, now=now)
    elif status is RequestStatus.DECIDED:
        decide(cast, case, now)
    elif status is RequestStatus.AWAITING_APPROVAL:
        decide(cast, case, now, "strike")
    else:
        release_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
    case.refresh_from_db()
    return case, now + timedelta(minutes=1)


def reply(cast, by, case, now):
    reply_to_request(tenant=cast.tenant, by=by, request=case, body="It was so.", now=now)


def take_back(cast, by, case, now):
    withdraw_request(tenant=cast.tenant, by=by, request=case, now=now)


def claim(cast, by, case, now):
    return claim_request(tenant=cast.tenant, by=by, request=case, now=now)


def ask(cast, by, case, now):
    case = claim(cast, by, case, now)
    ask_information(tenant=cast.tenant, by=by, request=case, version=case.version, question="Which one?", now=now)


def give(cast, by, case, now):
    give_information(tenant=cast.tenant, by=by, request=case, answer="That one.", now=now)


def settle(cast, by, case, now):
    case = claim(cast, by, case, now)
    decide_request(
        tenant=cast.tenant,
        by=by,
        request=case,
        version=case.version,
        outcome="remove",
        findings={"unrelated": "met"},
        reason="It is plain.",
        departure_reason="I read the chat beside it.",
        now=now,
    )


def approve(cast, by, case, now):
    approve_decision(tenant=cast.tenant, by=by, request=case, version=case.version, now=now)


def send_back(cast, by, case, now):
    send_back_decision(tenant=cast.tenant, by=by, request=case, version=case.version, reason="Look again.", now=now)


REQUESTS = {
    "reply": rule(reply, {"author"}, "awaiting_buyer"),
    "withdraw": rule(take_back, RUN_THE_STORE, "submitted", "awaiting_buyer", "more_information"),
    "claim": rule(claim, AGENTS, "submitted", "awaiting_buyer", "in_review", "more_information"),
    "ask": rule(ask, AGENTS, "in_review"),
    "give information": rule(give, RUN_THE_STORE, "more_information"),
    "decide": rule(settle, AGENTS, "in_review"),
    "approve": rule(approve, LEADS, "awaiting_approval"),
    "send back": rule(send_back, LEADS, "awaiting_approval"),
}


# Appeals: the first agent decided, the requester appealed.


def appeal_that_is(cast: Cast, status: AppealStatus) -> tuple[Any, datetime]:
    case, now = case_that_is(cast, RequestStatus.IN_REVIEW)
    case = claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
    decision = decide(cast, case, now, "keep")
    Letter.objects.update(state="sent", sent_at=now)
    now += DAY
    appeal = lodge_appeal(tenant=cast.tenant, by=cast.bob, decision=decision, body="Look again.", now=now)
    if status is not AppealStatus.LODGED:
        appeal = claim_appeal(tenant=cast.tenant, by=cast.dave, appeal=appeal, now=now)
    if status in (AppealStatus.UPHELD, AppealStatus.REJECTED):
        decided(cast, cast.dave, appeal, now, status)
    elif status is AppealStatus.IN_REVIEW:
        now += DAY  # the lease is over
    appeal.refresh_from_db()
    return appeal, now


def decided(cast, by, appeal, now, outcome=AppealStatus.REJECTED):
    decide_appeal(
        tenant=cast.tenant,
        by=by,
        appeal=appeal,
        version=appeal.version,
        outcome=outcome.value,
        new_outcome="remove" if outcome is AppealStatus.UPHELD else None,
        reason="We looked again.",
        now=now,
    )


def uphold(cast, by, appeal, now):
    decided(cast, by, appeal, now, AppealStatus.UPHELD)


def take_appeal(cast, by, appeal, now):
    claim_appeal(tenant=cast.tenant, by=by, appeal=appeal, now=now)


APPEALS = {
    "claim": rule(take_appeal, {"agent"}, "lodged", "in_review"),
    "reject": rule(decided, {"agent"}, "lodged", "in_review"),
    "uphold": rule(uphold, {"agent"}, "lodged", "in_review"),
}


class TestWhoMay:
    def test_do_what_with_a_removal_request(self, people, monkeypatch):
        # Striking is held here, so that a case can wait for a lead.
        monkeypatch.setattr("disputes.deciding.judging.must_be_approved", lambda outcome, **_: outcome == "strike")
        assert names_only_known_statuses(REQUESTS, REQUEST)
        check(REQUESTS, RequestStatus, case_that_is, people)

    def test_do_what_with_an_appeal(self, people):
        assert names_only_known_statuses(APPEALS, APPEAL)
        check(APPEALS, AppealStatus, appeal_that_is, people)
