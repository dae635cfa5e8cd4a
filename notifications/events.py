"""The kinds of events that programs outside can hear of, each with what happened, in one line.

Actions announce them (`notifications.actions.announce`); the API, its pages and the documentation list them from here.
"""

from __future__ import annotations

from policy.saying import say

TEST = "webhook.test"
"""Sent by hand, to see whether an endpoint answers; nobody subscribes to it."""

EVENTS: dict[str, str] = {
    "review.published": say("A buyer left a review."),
    "review.edited": say("The author changed the stars or the words of a review."),
    "review.withdrawn": say("The author took a review back."),
    "review.removed": say("A decision took a review down."),
    "review.struck": say("A decision struck a review, or single ratings of it: readable, but not counted."),
    "review.redacted": say("A decision hid words of a review."),
    "review.attributed": say("A decision made a review count for the fulfilment partner."),
    "review.restored": say("A decision on a review was taken back."),
    "response.published": say("A seller responded to a review, or changed the response."),
    "response.withdrawn": say("A seller took a response back."),
    "rating.changed": say("A seller’s rating was counted anew and is another."),
    "request.filed": say("A request to remove a review was filed."),
    "request.decided": say("A request to remove a review was decided, and the decision took effect."),
    "request.withdrawn": say("A request to remove a review was withdrawn."),
    "appeal.lodged": say("A side appealed against a decision."),
    "appeal.decided": say("An appeal was decided."),
}


def unknown_kinds(kinds: list[str]) -> list[str]:
    """Those that nothing ever announces."""
    return [kind for kind in kinds if kind not in EVENTS]
