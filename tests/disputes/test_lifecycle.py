"""Which acts each status of a case allows, as one table."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from disputes.actions.ask_information import ask_information
from disputes.actions.decide_request import decide_request
from disputes.actions.give_information import give_information
from disputes.actions.reply_to_request import reply_to_request
from disputes.actions.withdraw_request import withdraw_request
from disputes.models import RemovalRequest
from policy.lifecycle import REQUEST
from policy.terms import RequestStatus
from tests.cast import NOW
from tests.disputes.acts import REPLY_OVER, decide, filed, ready
from wire.refusals import Refused

LATER = NOW + REPLY_OVER


def reply(cast, case, now):
    reply_to_request(tenant=cast.tenant, by=cast.alice, request=case, body="Not so.", now=now)


def withdraw(cast, case, now):
    withdraw_request(tenant=cast.tenant, by=cast.bob, request=case, now=now)


def ask(cast, case, now):
    ask_information(
        tenant=cast.tenant, by=cast.carol, request=case, version=case.version, question="Which one?", now=now
    )


def give(cast, case, now):
    give_information(tenant=cast.tenant, by=cast.bob, request=case, answer="That one.", now=now)


def settle(cast, case, now):
    decide_request(
        tenant=cast.tenant,
        by=cast.carol,
        request=case,
        version=case.version,
        outcome="remove",
        findings={"unrelated": "met"},
        reason="It is plain.",
        departure_reason="I read the chat beside it.",
        now=now,
    )


ACTS = {
    reply: "in_review",
    withdraw: "withdrawn",
    ask: "more_information",
    give: "in_review",
    settle: "decided",
}

ALLOWED = {
    "awaiting_buyer": {reply, withdraw},
    "in_review": {ask, settle},
    "more_information": {withdraw, give},
    "decided": set(),
    "withdrawn": set(),
}


def in_status(cast, status):
    """A case of that status, held by Carol where somebody can hold it, and the moment."""
    if status == "awaiting_buyer":
        return filed(cast), NOW
    if status == "withdrawn":
        case = filed(cast)
        withdraw(cast, case, NOW)
        case.refresh_from_db()
        return case, NOW
    case, now = ready(cast)
    if status == "more_information":
        ask(cast, case, now)
    if status == "decided":
        decide(cast, case, now)
    case.refresh_from_db()
    return case, now


@pytest.mark.parametrize("status", ALLOWED)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_each_status_allows_only_its_moves(cast, status, act):
    case, now = in_status(cast, status)
    assert case.status == status

    if act in ALLOWED[status]:
        act(cast, case, now)
        wanted = ACTS[act]
    else:
        with pytest.raises(Refused):
            act(cast, case, now)
        wanted = status

    case.refresh_from_db()
    assert case.status == wanted
    assert wanted == status or RequestStatus(wanted) in REQUEST.next_of(RequestStatus(status))


def test_the_database_knows_no_other_status(cast):
    case = filed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        RemovalRequest.objects.filter(pk=case.pk).update(status="forgotten")
