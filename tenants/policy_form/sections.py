"""Where each rule stands: the fieldsets of the form, which are also the parts of the readable page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.grounds import GROUNDS
from policy.responsibility import RESPONSIBILITIES
from policy.saying import say
from policy.terms import FeedbackType, GroundKey
from tenants.policy_form.fields import Field, field_of
from tenants.policy_form.words import FEEDBACK, GROUND, RETENTION, SECOND_APPROVAL


@dataclass(frozen=True, slots=True)
class Section:
    """A group of rules under one title. `ground` names the ground that it is about."""

    key: str
    title: str
    note: str
    fields: tuple[Field, ...]
    ground: GroundKey | None = None


RATE: Final = ("one_star_caps", "rate_formula", "target_rate", "minimum_ratings", "same_buyer_collapse_days")


def _fields(*path: str, names: tuple[str, ...]) -> tuple[Field, ...]:
    return tuple(field_of((*path, name)) for name in names)


def _ground(key: GroundKey) -> Section:
    path = ("removal", "grounds", key.value)
    text = GROUNDS[key].text
    parameters = tuple(field_of((*path, "parameters", name)) for name in GROUNDS[key].parameters)
    return Section(
        f"ground-{key.value}", text.name, text.meaning, (*_fields(*path, names=tuple(GROUND)), *parameters), key
    )


def _penalties() -> tuple[Field, ...]:
    return tuple(
        field_of(("fulfilment", "penalties", kind.value)) for kind in FeedbackType if RESPONSIBILITIES[kind].penalty
    )


SECTIONS: Final[tuple[Section, ...]] = (
    Section(
        "feedback",
        say("Leaving feedback"),
        say("Who can write a review, and for how long."),
        _fields("feedback", names=tuple(name for name in FEEDBACK if name not in RATE)),
    ),
    Section(
        "rate",
        say("Sentiment and rate"),
        say("How stars become a rate. A change here counts all reviews afresh."),
        _fields("feedback", names=RATE),
    ),
    Section(
        "removal",
        say("Asking for removal"),
        say("Windows and deadlines of a case."),
        _fields(
            "removal",
            names=(
                "cutoff_days",
                "cutoff_exempt_grounds",
                "buyer_reply_hours",
                "decision_due_hours",
                "more_information_hours",
                "evidence_required",
            ),
        ),
    ),
    Section(
        "approval",
        say("Second approval"),
        say("Which decisions wait for a lead."),
        (
            field_of(("removal", "second_approval")),
            *_fields("removal", "second_approval", names=tuple(SECOND_APPROVAL)),
        ),
    ),
    *(_ground(key) for key in GroundKey),
    Section(
        "appeals",
        say("Appeals"),
        say("Against any decision, by the side that it goes against."),
        _fields("appeals", names=("window_days", "decision_due_hours")),
    ),
    Section(
        "misuse",
        say("Misuse"),
        say("Steps against groundless requests, demands under threat and unfounded notices. A lead confirms each."),
        _fields(
            "misuse",
            names=("groundless_to_caution", "groundless_to_suspend", "within_days", "minimum_share", "suspension_days"),
        ),
    ),
    Section(
        "contact",
        say("Contact"),
        say("How often a seller can write to a buyer about a negative review."),
        _fields("contact", names=("messages_after_negative", "within_days", "quiet_hours_after_negative")),
    ),
    Section(
        "orders",
        say("Agreements and making good"),
        say("What seller and buyer may agree on beside the order."),
        _fields(
            "orders",
            names=("settlements_allowed", "compensation_kinds", "custom_order_link_hours", "finish_after_days"),
        ),
    ),
    Section(
        "fulfilment",
        say("Fulfilment partners"),
        say("What a partner answers for."),
        (*_fields("fulfilment", names=("partners_allowed", "documents_due_hours")), *_penalties()),
    ),
    Section(
        "transparency",
        say("What is published"),
        say("About decisions, for everyone."),
        _fields("transparency", names=("dsa_tier", "publish_counts")),
    ),
    Section(
        "retention",
        say("How long data is kept"),
        say("Then it goes by itself. Whoever asks for erasure does not wait for these days."),
        _fields("retention", names=tuple(RETENTION)),
    ),
)

FIELDS: Final[tuple[Field, ...]] = tuple(field for section in SECTIONS for field in section.fields)
_BY_POINTER: Final = {field.pointer: (section, field) for section in SECTIONS for field in section.fields}


def field_at(pointer: str) -> tuple[Section, Field] | None:
    """The field that a JSON Pointer into the document names, or the one round it; None for the document itself."""
    while pointer:
        if found := _BY_POINTER.get(pointer):
            return found
        if inside := next((each for at, each in _BY_POINTER.items() if at.startswith(f"{pointer}/")), None):
            return inside
        pointer = pointer.rpartition("/")[0]
    return None
