"""Lets a decision take effect: on the review, on the case, and in what both sides are told."""

from __future__ import annotations

from datetime import datetime

from disputes.consistency.drawing import draw
from disputes.deciding.penalties import cost_of
from disputes.misuse.watch import look_at
from disputes.models import Decision, Letter, RemovalRequest, Statement
from disputes.progress import FREE, move_case
from disputes.queries import still_hidden_without, touched_by
from disputes.telling.in_app import tell_in_app
from disputes.telling.letters import write_letter
from disputes.telling.statements import written_words
from disputes.waking import DELIVER_LETTERS
from feedback.actions.attribute_review import attribute_review
from feedback.actions.redact_review import redact_review
from feedback.actions.remove_review import remove_review
from feedback.actions.restore_review import restore_review
from feedback.actions.show_review import show_review
from feedback.actions.strike_review import strike_review
from notifications.actions.announce import announce
from policy.terms import Outcome, Party, RequestStatus
from tenants.models import Member, Tenant
from tenants.nudge import nudge

_MEASURES = {
    Outcome.STRIKE: "struck",
    Outcome.REMOVE: "removed",
    Outcome.ATTRIBUTE: "attributed",
    Outcome.REDACT: "redacted",
}


def take_effect(decision: Decision, *, case: RemovalRequest, tenant: Tenant, by: Member, now: datetime) -> None:
    """The first decision of a case that takes effect; the caller holds the case's lock."""
    apply_outcome(decision, review=case.review, tenant=tenant, by=by, now=now)
    move_case(
        case,
        RequestStatus.DECIDED,
        tenant=tenant,
        by=by,
        now=now,
        action="request.decided",
        data={
            "outcome": decision.outcome,
            "ground": decision.ground,
            "decision": str(decision.pk),
            **({"criteria": decision.criteria} if decision.criteria else {}),
        },
        closed_at=now,
        **FREE,
    )
    announce(tenant=tenant, kind="request.decided", subject=case, now=now, data={"outcome": decision.outcome})
    tell_both(decision, case=case, tenant=tenant, now=now)
    draw(decision, tenant=tenant, now=now)


def apply_outcome(decision: Decision, *, review, tenant: Tenant, by: Member, now: datetime) -> None:
    """Do to the review what the decision says, and let it be seen again if it was hidden for the case."""
    outcome = Outcome(decision.outcome)
    acting = {"tenant": tenant, "by": by, "review": review, "now": now}
    if outcome is Outcome.REDACT:
        redact_review(**acting, ground=decision.ground, spans=decision.spans)
    elif outcome is Outcome.ATTRIBUTE:
        attribute_review(**acting, ground=decision.ground, **cost_of(decision))
    elif outcome is Outcome.STRIKE:
        strike_review(**acting, ground=decision.ground, criteria=decision.criteria)
    elif outcome is Outcome.REMOVE:
        remove_review(**acting, ground=decision.ground)
    if review.hidden_at is not None and not still_hidden_without(decision.request):
        show_review(**acting)
    review.refresh_from_db()


def undo(decision: Decision, *, review, tenant: Tenant, by: Member, now: datetime) -> None:
    """Take back exactly what the decision did to the review; what other cases decided about it stands."""
    if decision.outcome == Outcome.KEEP:
        return
    in_effect_since = decision.approval.at if decision.held else decision.decided_at
    taken = review.revisions.filter(kind=_MEASURES[Outcome(decision.outcome)], at=in_effect_since).order_by("number")
    # Strikes of criteria add up: of those of one moment its own is the first with all of its criteria struck.
    own = taken.filter(struck_criteria__contains=decision.criteria) if decision.criteria else taken.reverse()
    measure = own.first()
    restore_review(tenant=tenant, by=by, review=review, ground=decision.ground, measure=measure.number, now=now)
    review.refresh_from_db()


def tell_both(decision: Decision, *, case: RemovalRequest, tenant: Tenant, now: datetime) -> None:
    """The statement of reasons and the notice, each with its letter: rows that wait for a worker."""
    told = (
        (Party.AUTHOR, case.review.buyer, None, Letter.Kind.STATEMENT),
        (Party.REQUESTER, case.filed_by, case.seller, Letter.Kind.NOTICE),
    )
    for party, addressee, seller, kind in told:
        statement = Statement.objects.create(
            tenant=tenant,
            decision=decision,
            review=case.review,
            addressee=addressee,
            seller=seller,
            created_at=now,
            **written_words(decision, case=case, party=party, to=addressee, tenant=tenant, now=now),
        )
        write_letter(kind, to=addressee, case=case, statement=statement, now=now)
        tell_in_app(statement, case=case, tenant=tenant, now=now)
    nudge(DELIVER_LETTERS, tenant_id=str(tenant.pk))
    look_at(touched_by(decision), tenant=tenant)
