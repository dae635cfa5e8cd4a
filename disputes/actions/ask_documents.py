"""An agent asks the fulfilment partner to show that it did its part; there is a deadline, and silence counts."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from disputes.actions.type_feedback import READ, keep_cause, partner_problems, type_problems
from disputes.finding.looking_again import look_again
from disputes.models import DocumentRequest, FeedbackCause, Letter
from disputes.permissions import check_may_ask_partner
from disputes.queries import cause_in_force, open_request_about, type_in_force
from disputes.refusals import UnableToAct, conflict, invalid, moment
from disputes.tasks import deliver_letters
from disputes.telling.letters import write_letter
from orders.queries import members_of_partner
from policy.problems import Problem
from policy.responsibility import RESPONSIBILITIES, documents_due
from policy.terms import FeedbackType, FulfilledBy
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from tenants.queries import policy_in_force


class UnableToAskDocuments(UnableToAct):
    """No partner shipped it, the type asks nothing of a partner, or the partner is asked already."""


@transaction.atomic
def ask_documents(
    *, tenant: Tenant, by: Member | None, review, now: datetime, feedback_type: str | None = None
) -> DocumentRequest:
    """The request, due as policy says, and a letter to each who runs the partner.

    Without `feedback_type` the type in force is meant; with one, the agent types the review so. A request still
    open for other papers is replaced by this one, with a new deadline. Raises NotThere, NotPermitted;
    UnableToAskDocuments with `not_allowed_by_policy`, `conflict` or `validation_failed` at /feedback_type.
    """
    check_may_ask_partner(by, review)
    chosen = feedback_type or _known_type(review) or ""
    if problems := [*partner_problems(now), *_order_problems(review), *_type_problems(chosen)]:
        raise UnableToAskDocuments(*problems)
    kind = FeedbackType(chosen)
    open_one = DocumentRequest.objects.select_for_update(of=("self",)).filter(review=review, given_at=None).first()
    if open_one is not None and open_one.asks_for == RESPONSIBILITIES[kind].documents:
        raise UnableToAskDocuments(conflict(_asked_already(open_one, tenant)))
    cause = _typed(tenant, by, review, kind, now)
    asked = _kept(tenant, by, review, kind, open_one, now)
    data = {"feedback_type": kind.value, "due_at": asked.due_at.isoformat(), "partner": str(asked.partner_id)}
    record_entry(tenant=tenant, by=by, action="documents.asked", subject=asked, now=now, data=data)
    for member in members_of_partner(asked.partner_id):
        about = cause if open_one is not None else None
        write_letter(Letter.Kind.DOCUMENTS_ASKED, to=member, documents=asked, about=about, now=now)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
    look_again(review, tenant=tenant, now=now)
    return asked


def _known_type(review) -> str | None:
    case = open_request_about(review)
    return type_in_force(review, case.claims.order_by("id") if case else ())


def _order_problems(review) -> list[Problem]:
    if review.status not in READ:
        return [conflict("This review is no longer shown, so there is nothing to answer for.")]
    if review.order.fulfilled_by != FulfilledBy.PARTNER:
        return [conflict("No fulfilment partner shipped this order, so there is nobody to ask.")]
    return []


def _type_problems(chosen: str) -> list[Problem]:
    if problems := type_problems(chosen):
        return problems
    duty = RESPONSIBILITIES[FeedbackType(chosen)]
    if not duty.partner_may_answer:
        return [invalid("/feedback_type", f'For the type "{duty.name}" the partner has nothing to show.')]
    return []


def _asked_already(asked: DocumentRequest, tenant: Tenant) -> str:
    return (
        f"The partner was already asked for {asked.asks_for} on {moment(asked.asked_at, tenant)}; "
        f"they are due on {moment(asked.due_at, tenant)}."
    )


def _typed(tenant: Tenant, by: Member, review, kind: FeedbackType, now: datetime) -> FeedbackCause:
    """Asking for what a type makes due says that the review is of that type."""
    cause = cause_in_force(review)
    if cause is not None and cause.side == FeedbackCause.Side.AGENT and cause.feedback_type == kind:
        return cause
    side = FeedbackCause.Side.AGENT
    return keep_cause(tenant=tenant, by=by, review=review, feedback_type=kind, side=side, now=now)


def _kept(
    tenant: Tenant, by: Member, review, kind: FeedbackType, open_one: DocumentRequest | None, now: datetime
) -> DocumentRequest:
    limit = documents_due(kind, now, policy_in_force(at=now).policy)
    facts = {
        "feedback_type": kind.value,
        "asks_for": RESPONSIBILITIES[kind].documents,
        "asked_by": by,
        "asked_at": now,
        "due_at": limit.ends_at,
    }
    if open_one is not None:
        facts["version"] = open_one.version + 1
        for name, value in facts.items():
            setattr(open_one, name, value)
        open_one.save(update_fields=list(facts))
        return open_one
    try:
        with transaction.atomic():
            return DocumentRequest.objects.create(
                tenant=tenant, partner=review.order.partner, order=review.order, review=review, **facts
            )
    except IntegrityError as error:
        if "one_open_document_request_a_review" not in str(error):
            raise
        raise UnableToAskDocuments(conflict("Somebody else has just asked the partner about this review.")) from None
