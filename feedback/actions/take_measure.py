"""What decisions on a review share: measures that are taken, stand, and are taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from feedback.actions.record_change import locked, record_change
from feedback.models import Review, Revision
from feedback.revising import put_struck
from policy.lifecycle import REVIEW, MoveRefused, move
from policy.phrases import review_is
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode, ReviewStatus
from tenants.models import Member, PolicyVersion, Tenant
from wire.refusals import Refused

KIND_OF = {
    ReviewStatus.STRUCK: Revision.Kind.STRUCK,
    ReviewStatus.REMOVED: Revision.Kind.REMOVED,
    ReviewStatus.ATTRIBUTED: Revision.Kind.ATTRIBUTED,
}
MEASURES = (*KIND_OF.values(), Revision.Kind.REDACTED)


def take_measure(
    *,
    tenant: Tenant,
    by: Member | None,
    review: Review,
    status: ReviewStatus,
    ground: str,
    now: datetime,
    unable: type[Refused],
    attributed_as: str = "",
    penalty_points: int = 0,
) -> Review:
    """Give the review `status` under `ground`; raises `unable` (`conflict`) where no move leads there."""
    review = locked(review)
    review.status = moved(review, status, unable)
    review.ground = ground
    _attribute(review, attributed_as, penalty_points)
    data = {"ground": ground, **({"penalty": penalty_points} if penalty_points else {})}
    return record_change(tenant=tenant, by=by, review=review, kind=KIND_OF[status], now=now, data=data)


def moved(review: Review, status: ReviewStatus, unable: type[Refused]) -> ReviewStatus:
    """The status that the review may take from where it stands; raises `unable` where it may not."""
    try:
        return move(REVIEW, ReviewStatus(review.status), status)
    except MoveRefused as error:
        detail = say(
            "This review is {status} and cannot become {wanted} ({name}).",
            status=review_is(ReviewStatus(review.status)),
            wanted=review_is(status),
            name=error.name,
        )
        raise unable(Problem(ProblemCode.CONFLICT, "", detail)) from None


def _attribute(review: Review, attributed_as: str, penalty_points: int) -> None:
    """Who answers for the review, as what and at what cost: its order's partner while it is attributed, else nobody."""
    is_partners = review.status == ReviewStatus.ATTRIBUTED
    review.attributed_to = review.order.partner if is_partners else None
    review.attributed_as, review.penalty_points = (attributed_as, penalty_points) if is_partners else ("", 0)


@dataclass(frozen=True, slots=True)
class Measure:
    """What one decision did to a review."""

    revision: Revision
    criteria: frozenset[str]
    """The criteria that it struck itself; none where it struck the whole review, or did something else."""

    @property
    def number(self) -> int:
        return self.revision.number


def standing_measures(review: Review) -> list[Measure]:
    """The measures on the review that no restoration took back, oldest first."""
    standing: list[Measure] = []
    struck: frozenset[str] = frozenset()
    for revision in Revision.objects.filter(review=review).order_by("number"):
        before, struck = struck, frozenset(revision.struck_criteria or ())
        if revision.kind in MEASURES:
            standing.append(Measure(revision, struck - before))
        elif revision.kind == Revision.Kind.RESTORED:
            # Without a number it took back all that stood.
            taken_back = {revision.undoes} if revision.undoes else {each.number for each in standing}
            standing = [each for each in standing if each.number not in taken_back]
    return standing


def apply_measures(review: Review, measures: Iterable[Measure], version: PolicyVersion) -> None:
    """Set status, ground, redactions and struck criteria to what exactly these measures make of the review.

    `version` is the policy in force, which says what sentiment the criteria that count amount to. What the author
    withdrew stays withdrawn, whatever decisions come and go.
    """
    status, ground, attribution, redactions = ReviewStatus.PUBLISHED.value, "", ("", 0), []
    criteria: set[str] = set()
    for each in measures:
        measure = each.revision
        if measure.kind == Revision.Kind.REDACTED:
            redactions = merged([*redactions, *(measure.spans or [])])
        elif each.criteria:
            criteria |= each.criteria
        else:
            status, ground = measure.status, measure.ground
            attribution = measure.attributed_as, measure.penalty_points
    if review.status != ReviewStatus.WITHDRAWN:
        review.status, review.ground = status, ground
    _attribute(review, *attribution)
    review.redactions = redactions
    put_struck(review, criteria, version)


def merged(spans: Iterable[Iterable[int]]) -> list[list[int]]:
    """Spans [start, end) in order, those that meet or overlap as one."""
    result: list[list[int]] = []
    for start, end in sorted((start, end) for start, end in spans):
        if result and start <= result[-1][1]:
            result[-1][1] = max(result[-1][1], end)
        else:
            result.append([start, end])
    return result
