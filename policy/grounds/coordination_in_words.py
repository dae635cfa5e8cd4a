"""What speaks for a coordinated set, in words: what links the authors, and apart from that the time."""

from typing import Final

from policy.facts import Burst, Coordination, Reference
from policy.saying import Said, say, say_number
from policy.terms import EvidenceKind

_SAME: Final = {
    "device": "same device",
    "payment": "same means of payment",
    "competitor": "same competing seller",
    "address": "same network address",
    "words": "nearly the same words",
}
_NOT_COMPARED: Final = {
    "devices": say("Devices and means of payment of the authors are not recorded, so that was not compared."),
    "competitors": say("For which sellers the authors act is not recorded, so that was not compared."),
}
WEAK_EYES_FROM: Final = 6
"""An attack may be as small as 5 reviews; where those would not stand out, the finding says so."""


def signs_in_words(found: Coordination) -> list[Said]:
    """What links the accounts of the set, the strongest first; empty where nothing does."""
    signs = []
    if found.linked_accounts:
        signs.append(_linked_in_words(found))
    if found.competitor_members:
        members = found.competitor_members
        signs.append(
            say_number("{number} member of a competing seller", "{number} members of a competing seller", members)
        )
    if found.shared_wording:
        signs.append(
            say_number(
                "{number} review in nearly the same words as another",
                "{number} reviews in nearly the same words as another",
                found.shared_wording,
            )
        )
    if addresses := {link.review_id for link in found.links if link.by == "address"}:
        signs.append(
            say_number(
                "{number} review from the same network address as another",
                "{number} reviews from the same network address as another",
                len(addresses),
            )
        )
    if found.young_accounts:
        signs.append(
            say_number(
                "{number} review from accounts opened together shortly before",
                "{number} reviews from accounts opened together shortly before",
                len(found.young_accounts),
            )
        )
    if found.canceled_soon:
        signs.append(
            say_number(
                "{number} order canceled soon after being placed",
                "{number} orders canceled soon after being placed",
                len(found.canceled_soon),
            )
        )
    return signs


def burst_in_words(found: Coordination, burst: bool) -> str:
    """How the days of the review stand out, or how well the search for it could see; empty where neither is known."""
    if burst and found.burst:
        return _burst_in_words(found.burst, found.burst_likelihood or 1)
    if found.accounts is None:
        return ""
    if found.burst_likelihood is None:
        return say("Whether more came at once than usual was not measured: too few of the seller's reviews are known.")
    if found.burst_seen_from and found.burst_seen_from >= WEAK_EYES_FROM:
        return say(
            "No unusual number came at once, but the search for that has weak eyes here: at this seller fewer "
            "than {number} negative reviews within 3 days do not stand out.",
            number=found.burst_seen_from,
        )
    return say("No unusual number came at once.")


def not_compared_in_words(found: Coordination) -> list[Said]:
    """What could not be looked at, as sentences; empty where everything could."""
    return [_NOT_COMPARED[each] for each in found.not_recorded]


def set_as_references(found: Coordination, review_id: str) -> tuple[Reference, ...]:
    """The other reviews of the set, each with what links it; never the thing itself, nor who wrote it."""
    return tuple(
        Reference(EvidenceKind.REVIEW, each, note=_note(found, each, review_id)) for each in found.other_reviews
    )


def _linked_in_words(found: Coordination) -> Said:
    by_device, by_payment = (any(link.by == kind for link in found.links) for kind in ("device", "payment"))
    accounts = found.linked_accounts
    if by_device and by_payment:
        return say_number(
            "{number} account that shares a device or a means of payment with another one",
            "{number} accounts that share a device or a means of payment with another one",
            accounts,
        )
    if by_device:
        return say_number(
            "{number} account that shares a device with another one",
            "{number} accounts that share a device with another one",
            accounts,
        )
    if by_payment:
        return say_number(
            "{number} account that shares a means of payment with another one",
            "{number} accounts that share a means of payment with another one",
            accounts,
        )
    return say_number("{number} account linked to another one", "{number} accounts linked to another one", accounts)


def _burst_in_words(burst: Burst, likelihood: float) -> Said:
    given = {"day": burst.starts_on, "negatives": burst.negatives, "usual": burst.usual}
    often = float(f"{1000 * likelihood:.3g}")
    if burst.days == 1:
        return say_number(
            "Apart from that, the time: in the day from {day}, {negatives} of {number} review were negative where "
            "about {usual} would be usual, and chance makes so many at once in {often} of 1,000 such pasts.",
            "Apart from that, the time: in the day from {day}, {negatives} of {number} reviews were negative where "
            "about {usual} would be usual, and chance makes so many at once in {often} of 1,000 such pasts.",
            burst.reviews,
            often=often,
            **given,
        )
    return say_number(
        "Apart from that, the time: in the {days:d} days from {day}, {negatives} of {number} review were negative "
        "where about {usual} would be usual, and chance makes so many at once in {often} of 1,000 such pasts.",
        "Apart from that, the time: in the {days:d} days from {day}, {negatives} of {number} reviews were negative "
        "where about {usual} would be usual, and chance makes so many at once in {often} of 1,000 such pasts.",
        burst.reviews,
        days=burst.days,
        often=often,
        **given,
    )


def _note(found: Coordination, review_id: str, contested: str) -> str:
    notes = [
        f"{_SAME[link.by]} as {'this review' if link.other_review_id == contested else 'another of the set'}"
        for link in found.links
        if link.review_id == review_id
    ]
    if review_id in found.young_accounts:
        notes.append("fresh account")
    if review_id in found.canceled_soon:
        notes.append("order canceled soon")
    return ", ".join(notes) or "of the same set"
