"""Ground: the comment speaks of another order or offer."""

from collections.abc import Iterable
from typing import Final

from policy.facts import Finding, Mention, Reference, RemovalFacts
from policy.gathered import MentionRole
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.phrases import listed
from policy.saying import Said, say
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.WRONG_ORDER
REVISION: Final = 3
"""2: orders and offers that a program found named can answer it. 3: so can what part each of them plays, and
a number that nobody could look up."""

CONFIDENCE: Final = 0.85
"""A name that is written out is certain; that the comment is about nothing else is not."""
CONFIDENCE_MEANT: Final = 0.9
"""Its author says so, and the order is known."""
CONFIDENCE_NOT_LOOKED_UP: Final = 0.8
CONFIDENCE_BESIDE: Final = 0.7
"""What is told of another order may be all that the comment tells."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """By the orders and offers that the comment names: this one keeps it, only another one is MET.

    Where the comment says which order it is meant for, that goes before every other name.
    """
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    if facts.mentions is None:
        return unknown(
            KEY,
            REVISION,
            say(
                "Which order the comment speaks of is not gathered by itself; an agent must read it beside this "
                "order and the buyer's other orders."
            ),
            *_review_and_order(facts),
        )
    this = facts.order.order_id
    least = GROUND.parameter("likeness", parameters)
    named = [each for each in facts.mentions if each.likeness >= least]
    spoken_of = [each for each in named if each.role is not MentionRole.BESIDE]
    meant = [each for each in spoken_of if each.role is MentionRole.MEANT]
    if meant and all(each.order_id != this for each in meant):
        return _meant_for_another(facts, meant, named)
    if any(each.order_id == this for each in spoken_of):
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            say("The comment names this order or what was bought with it."),
            *_references(facts, named),
            confidence=CONFIDENCE,
        )
    return (
        _slip_of_the_pen(facts)
        or _only_another(facts, spoken_of, named)
        or _only_beside(facts, named)
        or _nothing_known(facts, named)
    )


def _meant_for_another(facts: RemovalFacts, meant: list[Mention], named: list[Mention]) -> Finding:
    known = sorted({each.order_id for each in meant if each.order_id})
    if known:
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            say("The comment says that it is meant for {orders} of the same buyer.", orders=_orders(known)),
            *_references(facts, named),
            *_order_references(known),
            confidence=CONFIDENCE_MEANT,
        )
    if any(each.order_id is None for each in meant):
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            say(
                "The comment says that it is meant for something other than this order; which order that is was "
                "not looked up."
            ),
            *_references(facts, named),
            confidence=CONFIDENCE_NOT_LOOKED_UP,
        )
    return unknown(
        KEY,
        REVISION,
        say(
            "The comment says that it is meant for another order, but what it names leads to none of this buyer's "
            "orders; an agent must read it."
        ),
        *_references(facts, named),
        *_review_and_order(facts),
    )


def _slip_of_the_pen(facts: RemovalFacts) -> Finding | None:
    """A number that is nearly this order's may be this order's, or its neighbour's."""
    nearly = [
        each
        for each in facts.mentions or ()
        if each.names is EvidenceKind.ORDER and each.order_id == facts.order.order_id and each.likeness < 100
    ]
    if not nearly:
        return None
    return unknown(
        KEY,
        REVISION,
        say(
            "The comment names a number that is this order's but for one character; an agent must read whether "
            "this order is meant."
        ),
        *_references(facts, nearly),
        *_review_and_order(facts),
    )


def _only_another(facts: RemovalFacts, spoken_of: list[Mention], named: list[Mention]) -> Finding | None:
    others = sorted({each.order_id for each in spoken_of if each.order_id})
    if others:
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            say(
                "The comment names {orders} of the same buyer or what was bought there, and nothing of this order.",
                orders=_orders(others),
            ),
            *_references(facts, named),
            *_order_references(others),
            confidence=CONFIDENCE,
        )
    if any(each.order_id is None for each in spoken_of):
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            say(
                "The comment speaks of an order whose number is not this one's, and names nothing of this order; "
                "the number was not looked up."
            ),
            *_references(facts, named),
            confidence=CONFIDENCE_NOT_LOOKED_UP,
        )
    return None


def _only_beside(facts: RemovalFacts, named: list[Mention]) -> Finding | None:
    if facts.fits_its_order:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            say("The comment fits this order."),
            Reference(EvidenceKind.REVIEW, facts.review_id),
            confidence=CONFIDENCE,
        )
    others = [each for each in named if each.order_id != facts.order.order_id]
    if not others or any(each.role is not MentionRole.BESIDE for each in others):
        return None
    return answer(
        KEY,
        REVISION,
        Verdict.NOT_MET,
        say("The comment names another order only beside this one, such as to compare the two."),
        *_references(facts, named),
        confidence=CONFIDENCE_BESIDE,
    )


def _nothing_known(facts: RemovalFacts, named: list[Mention]) -> Finding:
    if any(each.order_id == facts.order.order_id for each in named):
        told = say(
            "The comment names this order only to say that it is not meant; an agent must read it beside this order "
            "and the buyer's other orders."
        )
    elif named:
        told = say(
            "The comment names something that this buyer has not bought from this seller; an agent must read it "
            "beside this order and the buyer's other orders."
        )
    else:
        told = say(
            "The comment names no order and no offer; an agent must read it beside this order and the buyer's other "
            "orders."
        )
    return unknown(
        KEY,
        REVISION,
        told,
        *_references(facts, named),
        *_review_and_order(facts),
    )


def _orders(order_ids: list[str]) -> Said:
    if len(order_ids) == 1:
        return say("order {order}", order=order_ids[0])
    return say("the orders {orders}", orders=listed(order_ids, "and"))


def _order_references(order_ids: Iterable[str]) -> tuple[Reference, ...]:
    return tuple(Reference(EvidenceKind.ORDER, each, note="named in the comment") for each in order_ids)


def _review_and_order(facts: RemovalFacts) -> tuple[Reference, Reference]:
    return (
        Reference(EvidenceKind.REVIEW, facts.review_id),
        Reference(EvidenceKind.ORDER, facts.order.order_id),
    )


_WHAT_IT_IS: Final = {
    MentionRole.MEANT: "what the comment is meant for",
    MentionRole.BESIDE: "named beside this order",
}


def _references(facts: RemovalFacts, named: Iterable[Mention]) -> tuple[Reference, ...]:
    return tuple(
        Reference(
            EvidenceKind.REVIEW,
            facts.review_id,
            each.start,
            each.end,
            _WHAT_IT_IS.get(each.role)
            or ("an order's number" if each.names is EvidenceKind.ORDER else "an offer's name"),
        )
        for each in named
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Meant for another order"),
        called=say("meant for another order"),
        meaning=say(
            "The comment speaks of another order or offer; moving it there with the buyer's consent is offered first."
        ),
        not_this=say("A comment that also mentions an earlier order still speaks of this one."),
        asks_for=say("which order it was meant for"),
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
