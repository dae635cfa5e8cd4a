"""The orders and offers that a comment names, and what part each plays in it."""

from collections.abc import Sequence

from evidence.folding import fold
from evidence.material import KnownOrder, Material
from evidence.relation.offer_names import names
from evidence.relation.order_numbers import Number, leads_to, numbers, slip_of
from evidence.relation.roles import role_of, said_to_be_meant_elsewhere
from policy.gathered import Mention, MentionRole
from policy.terms import EvidenceKind


def mentions(material: Material) -> tuple[Mention, ...]:
    """Every order number, every offer's name and every "this was for another order", in the comment's order."""
    comment = material.facts.comment
    own_id = material.facts.order.order_id
    others = material.other_orders or ()
    reviewed = (each.order_id for each in material.facts.other_reviews)
    known = tuple(dict.fromkeys((own_id, *(each.order_id for each in others), *reviewed)))
    nowhere = None if material.other_orders is None else ""
    read = numbers(comment, known, (material.facts.order.tracking_number,))
    found = [mention for number in read if (mention := _number(comment, number, known, nowhere))]
    found += _offers(comment, own_id, material.offer_title, others)
    if not any(each.role is MentionRole.MEANT for each in found) and (said := said_to_be_meant_elsewhere(comment)):
        start, end = fold(comment).span(*said)
        found.append(Mention(start, end, EvidenceKind.TEXT, None, role=MentionRole.MEANT))
    return tuple(sorted(found, key=lambda each: (each.start, each.end)))


def _number(comment: str, number: Number, known: Sequence[str], nowhere: str | None) -> Mention | None:
    """What a number leads to among the known orders, this one first, and `nowhere` where to none of them.

    One that is built unlike this marketplace's counts only where it is said to be meant.
    """
    own_id = known[0]
    named = leads_to(number, known)
    role = role_of(comment, number.at, number.until, own=named == own_id)
    if not (named or number.shaped or role is MentionRole.MEANT):
        return None
    slip = None if named or role is MentionRole.MEANT else slip_of(number, own_id)
    if slip is not None:
        return Mention(number.start, number.end, EvidenceKind.ORDER, own_id, slip, MentionRole.NAMED)
    return Mention(number.start, number.end, EvidenceKind.ORDER, named or nowhere, role=role)


def _offers(comment: str, own_id: str, own_title: str, others: tuple[KnownOrder, ...]) -> list[Mention]:
    """Names of offers, where this order's own is known: without it nothing sets the others apart."""
    if not own_title.strip():
        return []
    first_of = {each.offer_title: each.order_id for each in reversed(others) if each.offer_title.strip()}
    first_of.pop(own_title, None)
    titles = {order_id: title for title, order_id in first_of.items()}
    return [
        Mention(
            *fold(comment).span(name.at, name.until),
            EvidenceKind.TEXT,
            name.order_id,
            name.likeness,
            role_of(comment, name.at, name.until, own=name.order_id == own_id),
        )
        for name in names(comment, {own_id: own_title, **titles})
    ]
