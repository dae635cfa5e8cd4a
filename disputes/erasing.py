"""Facts as they were kept with a finding or a decision, without anybody's words."""

from __future__ import annotations

from typing import Any


def facts_without_words(facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts with empty texts: comment, chat, other comments, notice; times, states and places stay.

    They can still be read (`disputes.finding.facts.from_snapshot`). Doing it again changes nothing.
    """
    emptied = dict(facts)
    if "comment" in emptied:
        emptied["comment"] = ""
    for key in ("chat", "other_reviews"):
        if key in emptied:
            emptied[key] = [{**each, "text": ""} for each in emptied[key] or ()]
    if emptied.get("notice"):
        emptied["notice"] = {**emptied["notice"], "explanation": "", "law": ""}
    if emptied.get("order"):
        emptied["order"] = {**emptied["order"], "tracking_number": ""}
    return emptied
