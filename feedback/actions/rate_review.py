"""Puts stars and words on a review, with the sentiment that the policy derives from them."""

from __future__ import annotations

from collections.abc import Mapping

from feedback.models import Review
from feedback.revising import derive
from policy.document import PolicyDocument
from policy.problems import Problem
from policy.review_content import comment_problems, content_problems
from policy.saying import say
from policy.terms import Criterion, ProblemCode
from tenants.models import PolicyVersion

OVERALL = "overall"
_RATED = frozenset({OVERALL, *(criterion.value for criterion in Criterion)})


def plain_comment(comment: str) -> str:
    """The comment with one kind of line end, as forms count it; blanks alone are no comment."""
    comment = comment.replace("\r\n", "\n")
    return comment if comment.strip() else ""


def rating_problems(
    stars: Mapping[str, object],
    comment: str,
    policy: PolicyDocument,
    *,
    ever_started: bool,
    criteria_only: bool = False,
) -> list[Problem]:
    """Everything wrong with what was given, each beside its field.

    One overall rating may stand in for the criteria, unless `criteria_only`: only imported reviews have one.
    """
    rated = _RATED - {OVERALL} if criteria_only else _RATED
    if unknown := sorted(set(stars) - rated):
        return [Problem(ProblemCode.VALIDATION_FAILED, f"/{name}", say("Nobody rates that here.")) for name in unknown]
    if (overall := stars.get(OVERALL)) is None:
        by_criterion = {criterion: stars.get(criterion.value) for criterion in Criterion}
        return content_problems(by_criterion, comment, policy, ever_started=ever_started)
    problems = []
    if isinstance(overall, bool) or not isinstance(overall, int) or not 1 <= overall <= 5:
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/overall", say("Stars are whole numbers from 1 to 5.")))
    if any(stars.get(criterion.value) is not None for criterion in Criterion):
        problems.append(
            Problem(ProblemCode.VALIDATION_FAILED, "/overall", say("Rate either the criteria or the whole, not both."))
        )
    return [*problems, *comment_problems(comment, policy.feedback.comment_max_length)]


def put_rating(review: Review, stars: Mapping[str, int | None], comment: str, version: PolicyVersion) -> None:
    """Set the stars, the comment and what follows from them on the unsaved review; they have no problems."""
    overall = stars.get(OVERALL)
    for criterion in Criterion:
        setattr(review, criterion.value, None if overall else stars.get(criterion.value))
    review.overall = overall
    review.comment = comment
    derive(review, version)
