"""Ground: the comment speaks of another order or offer."""

from collections.abc import Sequence
from typing import Final

from policy.facts import Finding, Mention, Reference, RemovalFacts
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.phrases import listed
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.WRONG_ORDER
REVISION: Final = 2
"""2: orders and offers that a program found named can answer it."""

CONFIDENCE: Final = 0.85
"""A name that is written out is certain; that the comment is about nothing else is not."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """By the orders and offers that the comment names: this one keeps it, only another of the buyer's is MET."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    review = Reference(EvidenceKind.REVIEW, facts.review_id)
    this_order = Reference(EvidenceKind.ORDER, facts.order.order_id)
    if facts.mentions is None:
        return unknown(
            KEY,
            REVISION,
            "Which order the comment speaks of is not gathered by itself; an agent must read it beside this "
            "order and the buyer's other orders.",
            review,
            this_order,
        )
    least = GROUND.parameter("likeness", parameters)
    named = [each for each in facts.mentions if each.likeness >= least]
    if any(each.order_id == facts.order.order_id for each in named):
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            "The comment names this order or what was bought with it.",
            *_references(facts, named),
            confidence=CONFIDENCE,
        )
    others = sorted({each.order_id for each in named if each.order_id})
    if others:
        orders = "order " + others[0] if len(others) == 1 else f"the orders {listed(others, 'and')}"
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            f"The comment names {orders} of the same buyer or what was bought there, and nothing of this order.",
            *_references(facts, named),
            *(Reference(EvidenceKind.ORDER, each, note="named in the comment") for each in others),
            confidence=CONFIDENCE,
        )
    if facts.fits_its_order:
        return answer(KEY, REVISION, Verdict.NOT_MET, "The comment fits this order.", review, confidence=CONFIDENCE)
    what = "something that this buyer has not bought from this seller" if named else "no order and no offer"
    return unknown(
        KEY,
        REVISION,
        f"The comment names {what}; an agent must read it beside this order and the buyer's other orders.",
        *_references(facts, named),
        review,
        this_order,
    )


def _references(facts: RemovalFacts, named: Sequence[Mention]) -> tuple[Reference, ...]:
    return tuple(
        Reference(
            EvidenceKind.REVIEW,
            facts.review_id,
            each.start,
            each.end,
            "an order's number" if each.names is EvidenceKind.ORDER else "an offer's name",
        )
        for each in named
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Meant for another order",
        meaning="The comment speaks of another order or offer; moving it there with the buyer's consent is "
        "offered first.",
        not_this="A comment that also mentions an earlier order still speaks of this one.",
        asks_for="which order it was meant for",
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
    parameters={
        "likeness": Bounds(
            70, 100, 90, "Words that are so like an offer's name or an order's number, from 0 to 100, name it."
        )
    },
)
