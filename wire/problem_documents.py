"""Problem documents (RFC 9457): the one shape of every refusal of the API, and the status of every code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from policy.problems import Problem

MEDIA_TYPE = "application/problem+json"

# Each code with its status, what it means for people, and the sentence where nobody wrote a better one.
CODES: dict[str, tuple[int, str, str]] = {
    "malformed": (400, "The request could not be read", "Send a JSON object as application/json in UTF-8."),
    "not_authenticated": (401, "You are not signed in", "Send a valid key, or sign in."),
    "permission_denied": (403, "You may not do this", "Neither your roles nor your key allow this."),
    "not_found": (404, "There is nothing here", "There is nothing here, or nothing that you may see."),
    "method_not_allowed": (405, "This cannot be done here", "This address does not take this method."),
    "conflict": (409, "This clashes with what is there", "Something else is there already, or happens now."),
    "stale_version": (409, "It has changed meanwhile", "Read it again and decide on what it is now."),
    "not_reviewable": (409, "This order cannot be reviewed", "Only a closed order can be reviewed."),
    "window_closed": (409, "The time for this has passed", "The time for this has passed."),
    "already_reviewed": (409, "This order has a review", "An order takes one review."),
    "cutoff_passed": (409, "The time to contest has passed", "The time to ask for a removal has passed."),
    "ground_not_offered": (409, "This ground is not offered", "This marketplace does not offer this ground."),
    "evidence_missing": (409, "Evidence is missing", "This ground asks for evidence that is not there."),
    "request_right_suspended": (409, "You cannot file now", "Your right to file requests is suspended."),
    "already_claimed": (409, "Somebody works on this case", "Another agent has claimed this case."),
    "not_claimed": (409, "Claim the case first", "Only the agent who claimed the case may do this."),
    "same_agent": (409, "Another agent has to do this", "Whoever decided before may not decide this."),
    "not_appealable": (409, "This cannot be appealed", "This decision cannot be appealed, or not again."),
    "too_early": (409, "It is too early for this", "The deadline for the reply has not passed."),
    "contact_limited": (409, "Contact is limited", "The policy limits how often one may write about this."),
    "not_allowed_by_policy": (409, "The policy does not allow this", "The policy here does not allow this."),
    "validation_failed": (422, "Some values are not right", "Some values are not right."),
    "idempotency_mismatch": (422, "This key was used before", "The key was used for another request."),
    "rate_limited": (429, "Too many calls for now", "Please wait a little and try again."),
    "error": (500, "Something went wrong on our side", "We have been told. Please try again."),
}


def status_of(code: str) -> int:
    """The HTTP status of `code`; a code that nobody listed is a conflict."""
    return CODES.get(code, CODES["conflict"])[0]


def problem_document(code: str, detail: str = "", problems: Iterable[Problem] = ()) -> dict[str, Any]:
    """The document for `code`; `problems` become `errors`, each with its place in the body."""
    status, title, usual = CODES.get(code, CODES["conflict"])
    return {
        "type": f"/api/docs#{code}",
        "title": title,
        "status": status,
        "detail": detail or usual,
        "code": str(code),
        "errors": [{"pointer": problem.pointer, "detail": problem.detail} for problem in problems],
    }
