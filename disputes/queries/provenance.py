"""From a review's changes to the decisions that made them, and from a decision to what may be told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from disputes.models import Appeal, Decision, Statement
from disputes.queries.appeals import appeals_visible_to
from disputes.queries.sides import may_see_case, party_of
from disputes.queries.statements import statements_of
from policy.terms import Outcome
from tenants.models import DESK_ROLES, Member
from wire.refusals import NotThere

if TYPE_CHECKING:
    from feedback.models import Revision

_OUTCOME_OF = {
    "struck": Outcome.STRIKE,
    "removed": Outcome.REMOVE,
    "attributed": Outcome.ATTRIBUTE,
    "redacted": Outcome.REDACT,
}
_RESTORED = "restored"


def decisions_behind(changes: Iterable[Revision]) -> dict[UUID, UUID]:
    """The decision that made each of these changes, by the change's id; one query.

    A measure is dated as the decision that took effect with it; what a later decision took back, too.
    """
    changes = list(changes)
    if not changes:
        return {}
    found: dict[UUID, UUID] = {}
    taken: set[UUID] = set()
    made = list(_in_effect().filter(review__in={change.review_id for change in changes}).order_by("in_effect", "id"))
    for change in changes:
        for decision in made:
            if (decision.review_id, decision.in_effect) != (change.review_id, change.at):
                continue
            if change.kind == _RESTORED:
                fits = decision.supersedes_id is not None
            else:
                fits = decision.outcome == _OUTCOME_OF.get(change.kind) and decision.pk not in taken
            if fits and _same_criteria(decision, change):
                found[change.pk] = decision.pk
                if change.kind != _RESTORED:
                    taken.add(decision.pk)
                break
    return found


def _same_criteria(decision: Decision, change: Revision) -> bool:
    """A strike of criteria is of one with all of them struck; other changes need no such look."""
    return change.kind != "struck" or set(decision.criteria or ()) <= set(change.struck_criteria or ())


def _in_effect() -> QuerySet[Decision]:
    """Decisions that took effect, with `in_effect`: since when."""
    return Decision.objects.filter(Q(held=False) | Q(approval__approved=True)).annotate(
        in_effect=Coalesce("approval__at", "decided_at")
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A decision, and how much of it its reader may see."""

    decision: Decision
    a_side: bool
    """The reader is a party of the case, at the desk, or the marketplace's own program."""
    appeals: tuple[Appeal, ...]
    statements: tuple[Statement, ...]


def decision_told_to(member: Member | None, decision_id: UUID) -> Told:
    """The decision of that id, with those of its appeals and statements that the member may read.

    Whoever has no part in its case is told of one that shows on a review: that took effect, and changed
    something. What waits for a lead, or was sent back, is the desk's alone. NotThere otherwise.
    """
    found = (
        Decision.objects.select_related(
            "request__review__buyer", "request__seller", "policy_version", "decided_by", "approval", "superseded_by"
        )
        .filter(pk=decision_id)
        .first()
    )
    if found is None:
        raise NotThere
    at_the_desk = member is not None and member.has_role(*DESK_ROLES) and party_of(member, found.request) is None
    if not (at_the_desk or _took_effect(found)):
        raise NotThere
    if may_see_case(member, found.request):
        appeals = tuple(appeals_visible_to(member).filter(decision=found).order_by("lodged_at", "id"))
        if at_the_desk:
            statements = Statement.objects.filter(decision=found).order_by("created_at", "id")
        else:
            statements = statements_of(member).filter(decision=found)
        return Told(found, True, appeals, tuple(statements))
    if not _shows(found):
        raise NotThere
    return Told(found, False, (), ())


def _took_effect(decision: Decision) -> bool:
    return not decision.held or getattr(getattr(decision, "approval", None), "approved", False)


def _shows(decision: Decision) -> bool:
    return decision.outcome != Outcome.KEEP or decision.supersedes_id is not None
