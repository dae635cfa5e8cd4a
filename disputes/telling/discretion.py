"""Keeps who sent a notice out of what the review's author is going to read."""

from __future__ import annotations

from disputes.models import Origin, RemovalRequest
from disputes.refusals import invalid
from evidence.personal_information import find_spans
from policy.problems import Problem


def naming_problems(case: RemovalRequest, text: str, pointer: str = "/reason") -> list[Problem]:
    """Words of an agent that name whoever sent the notice: both sides read them."""
    if case.origin != Origin.NOTICE:
        return []
    sender = case.filed_by
    # A first name alone would be found in every other sentence.
    known = [sender.email, *([sender.name] if " " in sender.name.strip() else [])]
    if any(span.kind == "party" for span in find_spans(text, known=known)):
        detail = "This names who sent the notice, and the review's author reads it. Please leave the name out."
        return [invalid(pointer, detail)]
    return []
