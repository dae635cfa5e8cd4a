"""The words for every rule of the document: what it is called, what it does, in which unit it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.grounds import GROUNDS
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType, GroundKey


@dataclass(frozen=True, slots=True)
class Words:
    label: str
    help: str = ""
    unit: str = ""
    null: str = ""
    absent: str = ""
    zero: str = ""
    empty: str = "None"


FEEDBACK: Final = {
    "reviewable_statuses": Words("Orders that can be reviewed", "Only orders that came to an end."),
    "leave_within_days": Words("Time to leave a review", "Counted from the closing of the order.", "day", "No limit"),
    "edit_within_days": Words("Time to edit a review", "Counted from its first publication.", "day", "No limit"),
    "withdraw_within_days": Words(
        "Time to withdraw a review", "Counted from its first publication.", "day", "No limit"
    ),
    "comment_max_length": Words("Longest comment", "", "character"),
    "fulfilment_not_applicable_if_never_started": Words(
        "Fulfilment can be left out where the seller never started the order"
    ),
    "one_star_caps": Words("A review with one star in one criterion", "Whether it can still be positive."),
    "rate_formula": Words("How the feedback rate is counted"),
    "target_rate": Words("Rate that sellers are asked to keep", "A seller with less is at risk, or below target.", "%"),
    "minimum_ratings": Words(
        "Ratings for a rate of the last 365 days",
        "With fewer in that time, the rate of the seller's lifetime is shown.",
        "rating",
    ),
    "same_buyer_collapse_days": Words(
        "Reviews by the same buyer that count as one",
        "Within so many days only the latest counts. 0 counts all of them.",
        "day",
        zero="None, all of them count",
    ),
}
REMOVAL: Final = {
    "cutoff_days": Words(
        "Time to ask for removal",
        "Counted from the review's first publication; the day of filing decides.",
        "day",
    ),
    "cutoff_exempt_grounds": Words("Grounds without that limit"),
    "buyer_reply_hours": Words("Time for the author's reply", "Nothing is decided before it has passed.", "hour"),
    "decision_due_hours": Words("Time to decide", "Counted from the reply, or from the end of its time.", "hour"),
    "evidence_required": Words(
        "Every request needs evidence", "Except where the comment itself shows it: then nothing more is needed."
    ),
    "more_information_hours": Words("Time to answer a question", "For whoever is asked for more information.", "hour"),
    "second_approval": Words(
        "A lead approves heavy decisions", "Until then such a decision is held, and nothing of it takes effect."
    ),
}
SECOND_APPROVAL: Final = {
    "rate_impact_points": Words(
        "Change of the seller's rate that needs approval",
        "A decision that moves the rate by so much, or more.",
        "percentage point",
    ),
    "minimum_ratings": Words(
        "Only for sellers with at least", "Of fewer ratings each one moves the rate far.", "rating"
    ),
    "outcomes": Words("Outcomes that need approval", "Whatever they change in the rate.", empty="None of themselves"),
    "group_size": Words(
        "Reviews in one case that need approval", "A case about so many at once, or more.", "review", "Never"
    ),
}
GROUND: Final = {
    "enabled": Words("Offered"),
    "outcome": Words("Recommended outcome", "What is proposed to the agent when the ground is met."),
    "outcomes": Words("Outcomes an agent can choose", "Keeping the review is always possible."),
    "required_evidence": Words("Evidence that must be shown", "Each kind that is ticked.", empty="No particular kind"),
    "statement_min_length": Words(
        "Shortest explanation", "What the seller writes when asking. 0 for none.", "character", zero="No least length"
    ),
}
PARAMETERS: Final = {
    "likeness": ("Likeness from which words are the same", "of 100"),
    "least_confidence": ("Certainty from which a finding is proposed", "of 1"),
    "least_reviews": ("Least size of a coordinated set", "review"),
    "least_linked": ("Least number of linked authors in it", "author"),
    "burst_likelihood": ("Chance below which a burst is no accident", "of 1"),
    "unrelated_up_to": ("Likeness up to which a comment is unrelated", "of 1"),
    "related_from": ("Likeness from which a comment is related", "of 1"),
}
"""What a ground's threshold is called, and its unit; what it means is said by the ground itself."""

APPEALS: Final = {
    "window_days": Words(
        "Time to appeal", "Counted from being informed. Held to the DSA in full: at least 183 days.", "day"
    ),
    "decision_due_hours": Words("Time to decide an appeal", "Counted from its lodging.", "hour"),
}
MISUSE: Final = {
    "groundless_to_caution": Words(
        "Groundless cases that lead to a caution",
        "A second one about the same review leads to it as well.",
        "case",
    ),
    "groundless_to_suspend": Words(
        "Groundless cases that lead to a suspension", "Only after a caution, so it is more than that.", "case"
    ),
    "within_days": Words("Looking back", "Older cases do not count.", "day"),
    "minimum_share": Words(
        "Share of groundless cases", "A suspension needs more than this share of all decided ones.", "%"
    ),
    "suspension_days": Words("Length of a suspension", "It ends by itself.", "day"),
}
CONTACT: Final = {
    "messages_after_negative": Words(
        "Messages about a negative review",
        "By the seller to its author. 0 for none at all.",
        "message",
        zero="None at all",
    ),
    "within_days": Words("Time over which these messages are counted", "", "day"),
    "quiet_hours_after_negative": Words(
        "Quiet time after a negative review",
        "The seller does not write about it before. 0 for none.",
        "hour",
        zero="None",
    ),
}
ORDERS: Final = {
    "custom_order_link_hours": Words(
        "Life of a custom order's private link", "", "hour", "Custom orders are not offered"
    ),
    "settlements_allowed": Words(
        "Settlements", "Seller and buyer may agree in writing that the feedback is withdrawn for something done."
    ),
    "compensation_kinds": Words("What a seller may give to make something good", "Tied to nothing: never to feedback."),
}
FULFILMENT: Final = {
    "partners_allowed": Words("Fulfilment partners", "Whether partners store, pack and ship orders here."),
    "documents_due_hours": Words("Time for a partner's documents", "Counted from being asked.", "hour"),
}
TRANSPARENCY: Final = {
    "dsa_tier": Words("EU Digital Services Act", "How far this marketplace is held to it."),
    "publish_counts": Words(
        "Publish what was removed", "How many reviews were removed or struck, by ground, outcome and stars."
    ),
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
        f"Penalty: {duty.name[0].lower()}{duty.name[1:]}",
        f"Off the partner's rating if {duty.at_fault_if}. Leave it empty for none.",
        "point",
        absent="No penalty",
    )
