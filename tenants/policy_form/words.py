"""The words for every rule of the document: what it is called, what it does, in which unit it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.grounds import GROUNDS
from policy.responsibility import RESPONSIBILITIES
from policy.saying import say
from policy.terms import FeedbackType, GroundKey


@dataclass(frozen=True, slots=True)
class Words:
    label: str
    help: str = ""
    unit: str = ""
    null: str = ""
    absent: str = ""
    zero: str = ""
    empty: str = say("None")


FEEDBACK: Final = {
    "reviewable_statuses": Words(say("Orders that can be reviewed"), "Only orders that came to an end."),
    "leave_within_days": Words(
        say("Time to leave a review"), "Counted from the closing of the order.", "day", say("No limit")
    ),
    "edit_within_days": Words(
        say("Time to edit a review"), "Counted from its first publication.", "day", say("No limit")
    ),
    "withdraw_within_days": Words(
        say("Time to withdraw a review"), "Counted from its first publication.", "day", say("No limit")
    ),
    "comment_max_length": Words(say("Longest comment"), "", "character"),
    "fulfilment_not_applicable_if_never_started": Words(
        say("Fulfilment can be left out where the seller never started the order")
    ),
    "one_star_caps": Words(say("A review with one star in one criterion"), "Whether it can still be positive."),
    "rate_formula": Words(say("How the feedback rate is counted")),
    "target_rate": Words(
        say("Rate that sellers are asked to keep"), "A seller with less is at risk, or below target.", "%"
    ),
    "minimum_ratings": Words(
        say("Ratings for a rate of the last 365 days"),
        "With fewer in that time, the rate of the seller's lifetime is shown.",
        "rating",
    ),
    "same_buyer_collapse_days": Words(
        say("Reviews by the same buyer that count as one"),
        "Within so many days only the latest counts. 0 counts all of them.",
        "day",
        zero=say("None, all of them count"),
    ),
}
REMOVAL: Final = {
    "cutoff_days": Words(
        say("Time to ask for removal"),
        "Counted from the review's first publication; the day of filing decides.",
        "day",
    ),
    "cutoff_exempt_grounds": Words(say("Grounds without that limit")),
    "buyer_reply_hours": Words(say("Time for the author's reply"), "Nothing is decided before it has passed.", "hour"),
    "decision_due_hours": Words(say("Time to decide"), "Counted from the reply, or from the end of its time.", "hour"),
    "evidence_required": Words(
        say("Every request needs evidence"), "Except where the comment itself shows it: then nothing more is needed."
    ),
    "more_information_hours": Words(
        say("Time to answer a question"), "For whoever is asked for more information.", "hour"
    ),
    "second_approval": Words(
        say("A lead approves heavy decisions"), "Until then such a decision is held, and nothing of it takes effect."
    ),
}
SECOND_APPROVAL: Final = {
    "rate_impact_points": Words(
        say("Change of the seller's rate that needs approval"),
        "A decision that moves the rate by so much, or more.",
        "percentage point",
    ),
    "minimum_ratings": Words(
        say("Only for sellers with at least"), "Of fewer ratings each one moves the rate far.", "rating"
    ),
    "outcomes": Words(
        say("Outcomes that need approval"), "Whatever they change in the rate.", empty=say("None of themselves")
    ),
    "group_size": Words(
        say("Reviews in one case that need approval"), "A case about so many at once, or more.", "review", say("Never")
    ),
}
GROUND: Final = {
    "enabled": Words(say("Offered")),
    "outcome": Words(say("Recommended outcome"), "What is proposed to the agent when the ground is met."),
    "outcomes": Words(say("Outcomes an agent can choose"), "Keeping the review is always possible."),
    "required_evidence": Words(
        say("Evidence that must be shown"), "Each kind that is ticked.", empty=say("No particular kind")
    ),
    "statement_min_length": Words(
        say("Shortest explanation"),
        "What the seller writes when asking. 0 for none.",
        "character",
        zero=say("No least length"),
    ),
}
PARAMETERS: Final = {
    "likeness": (say("Likeness from which words are the same"), "of 100"),
    "least_confidence": (say("Certainty from which a finding is proposed"), "of 1"),
    "least_reviews": (say("Least size of a coordinated set"), "review"),
    "least_linked": (say("Least number of linked authors in it"), "author"),
    "burst_likelihood": (say("Chance below which a burst is no accident"), "of 1"),
    "unrelated_up_to": (say("Likeness up to which a comment is unrelated"), "of 1"),
    "related_from": (say("Likeness from which a comment is related"), "of 1"),
}
"""What a ground's threshold is called, and its unit; what it means is said by the ground itself."""

APPEALS: Final = {
    "window_days": Words(
        say("Time to appeal"), "Counted from being informed. Held to the DSA in full: at least 183 days.", "day"
    ),
    "decision_due_hours": Words(say("Time to decide an appeal"), "Counted from its lodging.", "hour"),
}
MISUSE: Final = {
    "groundless_to_caution": Words(
        say("Groundless cases that lead to a caution"),
        "A second one about the same review leads to it as well.",
        "case",
    ),
    "groundless_to_suspend": Words(
        say("Groundless cases that lead to a suspension"), "Only after a caution, so it is more than that.", "case"
    ),
    "within_days": Words(say("Looking back"), "Older cases do not count.", "day"),
    "minimum_share": Words(
        say("Share of groundless cases"), "A suspension needs more than this share of all decided ones.", "%"
    ),
    "suspension_days": Words(say("Length of a suspension"), "It ends by itself.", "day"),
}
CONTACT: Final = {
    "messages_after_negative": Words(
        say("Messages about a negative review"),
        "By the seller to its author. 0 for none at all.",
        "message",
        zero=say("None at all"),
    ),
    "within_days": Words(say("Time over which these messages are counted"), "", "day"),
    "quiet_hours_after_negative": Words(
        say("Quiet time after a negative review"),
        "The seller does not write about it before. 0 for none.",
        "hour",
        zero=say("None"),
    ),
}
ORDERS: Final = {
    "custom_order_link_hours": Words(
        say("Life of a custom order's private link"), "", "hour", say("Custom orders are not offered")
    ),
    "finish_after_days": Words(
        say("Time for the buyer to confirm a delivery"),
        "Then the order is finished, and can be reviewed.",
        "day",
        say("The order waits for the buyer"),
    ),
    "settlements_allowed": Words(
        say("Settlements"), "Seller and buyer may agree in writing that the feedback is withdrawn for something done."
    ),
    "compensation_kinds": Words(
        say("What a seller may give to make something good"), "Tied to nothing: never to feedback."
    ),
}
FULFILMENT: Final = {
    "partners_allowed": Words(say("Fulfilment partners"), "Whether partners store, pack and ship orders here."),
    "documents_due_hours": Words(say("Time for a partner's documents"), "Counted from being asked.", "hour"),
}
TRANSPARENCY: Final = {
    "dsa_tier": Words(say("EU Digital Services Act"), "How far this marketplace is held to it."),
    "publish_counts": Words(
        say("Publish what was removed"), "How many reviews were removed or struck, by ground, outcome and stars."
    ),
}
RETENTION: Final = {
    "removed_reviews_days": Words(
        say("Words of removed and withdrawn reviews"),
        "Then the comment goes; stars, dates and the decision stay. At least a year.",
        "day",
        say("Kept without an end"),
    ),
    "case_files_days": Words(
        say("Files shown in a case"),
        "Counted from its closing, and never less than the time to appeal.",
        "day",
        say("Kept without an end"),
    ),
    "notifiers_days": Words(
        say("Name and address of who sent a notice"),
        "Counted from the answer, and never less than the time to appeal.",
        "day",
        say("Kept without an end"),
    ),
    "notifications_days": Words(say("Notifications that were read"), "Counted from reading.", "day"),
}
_PARTS: Final = {
    "feedback": FEEDBACK,
    "removal": REMOVAL,
    "appeals": APPEALS,
    "misuse": MISUSE,
    "contact": CONTACT,
    "orders": ORDERS,
    "fulfilment": FULFILMENT,
    "transparency": TRANSPARENCY,
    "retention": RETENTION,
}


def words_for(path: tuple[str, ...]) -> Words:
    """The words for the rule at `path`. KeyError where nobody has written them."""
    match path:
        case ("removal", "grounds", key, "parameters", name):
            label, unit = PARAMETERS[name]
            meaning = GROUNDS[GroundKey(key)].parameters[name].meaning
            return Words(label, f"{meaning} Leave it empty for the usual.", unit)
        case ("removal", "grounds", _, name):
            return GROUND[name]
        case ("removal", "second_approval", name):
            return SECOND_APPROVAL[name]
        case ("fulfilment", "penalties", kind):
            return _penalty(FeedbackType(kind))
        case (part, name):
            return _PARTS[part][name]
    raise KeyError(path)


def _penalty(kind: FeedbackType) -> Words:
    duty = RESPONSIBILITIES[kind]
    return Words(
        say("Penalty: {type}", type=duty.called),
        f"Off the partner's rating if {duty.at_fault_if}. Leave it empty for none.",
        "point",
        absent=say("No penalty"),
    )
