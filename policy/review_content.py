"""What a review may hold: whole stars from 1 to 5 and a comment that can be read."""

import unicodedata
from collections.abc import Mapping

from policy.document import PolicyDocument
from policy.problems import Problem
from policy.saying import say
from policy.terms import Criterion, ProblemCode

_KEPT_CONTROLS = frozenset("\n\r\t")


def content_problems(
    stars: Mapping[Criterion, object], comment: str, policy: PolicyDocument, *, ever_started: bool
) -> list[Problem]:
    """Everything wrong with what a buyer typed, each beside its field; an empty list when it may be kept."""
    problems = [
        Problem(ProblemCode.VALIDATION_FAILED, f"/{criterion.value}", sentence)
        for criterion in Criterion
        if (sentence := _star_problem(criterion, stars.get(criterion), policy, ever_started))
    ]
    return [*problems, *comment_problems(comment, policy.feedback.comment_max_length)]


def comment_problems(comment: str, limit: int) -> list[Problem]:
    """What is wrong with the words. Every script, emoji and combining mark is welcome."""
    if len(comment) > limit:
        over = say(
            "A comment can have up to {most:d} characters; this one has {number:d}.", most=limit, number=len(comment)
        )
        return [Problem(ProblemCode.VALIDATION_FAILED, "/comment", over)]
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in _KEPT_CONTROLS for char in comment):
        unreadable = say("The comment holds control characters that cannot be shown; please remove them.")
        return [Problem(ProblemCode.VALIDATION_FAILED, "/comment", unreadable)]
    return []


def fulfilment_may_be_left_out(policy: PolicyDocument, *, ever_started: bool) -> bool:
    """Whether there is no fulfilment to rate, because the seller never started the order."""
    return policy.feedback.fulfilment_not_applicable_if_never_started and not ever_started


def _star_problem(criterion: Criterion, given: object, policy: PolicyDocument, ever_started: bool) -> str:
    if given is None:
        left_out = criterion is Criterion.FULFILMENT and fulfilment_may_be_left_out(policy, ever_started=ever_started)
        return "" if left_out else say("Please choose from 1 to 5 stars.")
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= 5:
        return say("Stars are whole numbers from 1 to 5.")
    return ""
