"""Short ways to have statements that are to be reported, and to send them."""

from __future__ import annotations

from datetime import datetime, timedelta

from disputes.actions.set_reporting import set_reporting
from disputes.jobs.send_reports import send_batch
from disputes.models import Decision, Report, Reporting, Statement
from disputes.queries.reporting import account_of
from policy.terms import Outcome
from tests.cast import NOW, Cast
from tests.disputes.acts import decide, filed, ready, review_of
from tests.disputes.dsa_server import TOKEN


def turned_on(cast: Cast, *, token: str = TOKEN, database: str = "production", **given) -> Reporting:
    """Laura turns it on. Call it inside the marketplace."""
    account = account_of()
    return set_reporting(
        tenant=cast.tenant,
        by=cast.laura,
        database=database,
        token=token,
        version=account.version if account else 0,
        **{"on": True, "since": NOW - timedelta(days=1), "now": NOW, **given},
    )


def stated(cast: Cast, outcome: str = "remove", **words) -> Statement:
    """A decided case: the statement to its author."""
    case, now = ready(cast, review_of(cast))
    decide(cast, case, now, outcome, **words)
    return Statement.objects.get(decision__request=case, kind="statement")


def many(cast: Cast, number: int) -> list[Statement]:
    """So many statements of one case that was decided as often: only the rows count here."""
    case = filed(cast)
    words = dict.fromkeys(("measure", "duration", "territory", "source", "automated", "redress"), "Said.")
    made = []
    for at in (NOW + timedelta(seconds=n) for n in range(number)):
        decision = Decision.objects.create(
            tenant=cast.tenant,
            request=case,
            review=case.review,
            outcome=Outcome.REMOVE,
            findings={"unrelated": "met"},
            proposed={},
            ground="unrelated",
            reason="It speaks of another order.",
            good_faith=True,
            policy_version=case.policy_version,
            facts={},
            decided_by=cast.carol,
            decided_at=at,
        )
        made.append(
            Statement.objects.create(
                tenant=cast.tenant,
                decision=decision,
                review=case.review,
                kind=Statement.Kind.STATEMENT,
                addressee=cast.alice,
                facts="The review was published on 15 June 2026.",
                explanation="It speaks of another order.",
                ground="unrelated",
                created_at=at,
                **words,
            )
        )
    return made


def refused(cast: Cast, statement: Statement) -> Report:
    """As the database left it; the account is set where it was not. Call it inside the marketplace."""
    account = account_of() or turned_on(cast)
    return Report.objects.create(
        tenant=cast.tenant,
        statement=statement,
        database=account.database,
        state=Report.State.REFUSED,
        reasons=["category: The selected category is invalid."],
        payload={"puid": str(statement.pk), "territorial_scope": ["DE"]},
        attempts=1,
        created_at=NOW,
    )


def sent(cast: Cast, at: datetime = NOW + timedelta(days=5)) -> int:
    """One run. Call it outside the marketplace."""
    return send_batch(tenant=cast.tenant, clock=lambda: at)


def states(cast: Cast) -> dict[str, int]:
    with cast.inside():
        found = list(Report.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}
