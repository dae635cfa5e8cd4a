"""Short ways to a decision that waits: Carol removes Alice's review and may still take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.actions.prepare_decision import prepare_decision
from disputes.actions.prepare_group_decision import prepare_group_decision
from disputes.deciding.grace import GRACE
from disputes.jobs.apply_prepared import apply_prepared
from disputes.models import PreparedDecision, RemovalRequest
from tests.cast import Cast

REASON = "The chat shows it plainly."


def prepare(cast: Cast, case: RemovalRequest, now: datetime, outcome: str = "remove", **words: Any) -> PreparedDecision:
    """Carol's decision as `decide` makes it, with the time to take it back."""
    met = "not_met" if outcome == "keep" else "met"
    given = {
        "by": cast.carol,
        "version": case.version,
        "findings": {claim.ground: met for claim in case.claims.all()},
        "reason": REASON,
        "departure_reason": "I read the chat beside it.",
        **words,
    }
    return prepare_decision(tenant=cast.tenant, request=case, outcome=outcome, now=now, **given)


def prepare_all(cast: Cast, group: Any, cases: Any, now: datetime, **words: Any) -> list[PreparedDecision]:
    """Carol's removal of all of them."""
    given = {
        "by": cast.carol,
        "versions": {str(each.pk): each.version for each in cases},
        "outcome": "remove",
        "findings": {"feedback_bombing": "met"},
        "reason": "The accounts belong to one person.",
        "departure_reason": "I compared the accounts.",
        **words,
    }
    return prepare_group_decision(tenant=cast.tenant, group=group, now=now, **given)


def time_runs_out(cast: Cast, now: datetime) -> int:
    """The worker comes by when what was prepared at `now` can be taken back no more."""
    return apply_prepared(tenant=cast.tenant, now=now + GRACE)
