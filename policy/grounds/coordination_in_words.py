"""What speaks for a coordinated set, in words: what links the authors, and apart from that the time."""

from collections.abc import Mapping
from typing import Final

from policy.facts import Burst, Coordination, Reference
from policy.phrases import date_in_words, plural
from policy.terms import EvidenceKind

_SAME: Final = {
    "device": "same device",
    "payment": "same means of payment",
    "competitor": "same competing seller",
    "address": "same network address",
    "words": "nearly the same words",
}
_SHARED: Final[Mapping[tuple[str, ...], str]] = {("device",): "a device", ("payment",): "a means of payment"}
_NOT_COMPARED: Final = {
    "devices": "Devices and means of payment of the authors are not recorded",
    "competitors": "For which sellers the authors act is not recorded",
}
WEAK_EYES_FROM: Final = 6
"""An attack may be as small as 5 reviews; where those would not stand out, the finding says so."""


def signs_in_words(found: Coordination) -> list[str]:
    """What links the accounts of the set, the strongest first; empty where nothing does."""
    signs = []
    if found.linked_accounts:
        signs.append(_linked_in_words(found))
    if found.competitor_members:
        signs.append(f"{plural(found.competitor_members, 'member')} of a competing seller")
    if found.shared_wording:
        signs.append(f"{plural(found.shared_wording, 'review')} in nearly the same words as another")
    if addresses := {link.review_id for link in found.links if link.by == "address"}:
        signs.append(f"{plural(len(addresses), 'review')} from the same network address as another")
    if found.young_accounts:
        signs.append(f"{plural(len(found.young_accounts), 'review')} from accounts opened together shortly before")
    if found.canceled_soon:
        signs.append(f"{plural(len(found.canceled_soon), 'order')} canceled soon after being placed")
    return signs


def burst_in_words(found: Coordination, burst: bool) -> str:
    """How the days of the review stand out, or how well the search for it could see; empty where neither is known."""
    if burst and found.burst:
        return f" Apart from that, the time: {_days_in_words(found.burst, found.burst_likelihood or 1)}."
    if found.accounts is None:
        return ""
    if found.burst_likelihood is None:
        return " Whether more came at once than usual was not measured: too few of the seller's reviews are known."
    if found.burst_seen_from and found.burst_seen_from >= WEAK_EYES_FROM:
        return (
            " No unusual number came at once, but the search for that has weak eyes here: at this seller fewer "
            f"than {found.burst_seen_from} negative reviews within 3 days do not stand out."
        )
    return " No unusual number came at once."


def not_compared_in_words(found: Coordination) -> str:
    """What could not be looked at; empty where everything could."""
    return "".join(f" {_NOT_COMPARED[each]}, so that was not compared." for each in found.not_recorded)


def set_as_references(found: Coordination, review_id: str) -> tuple[Reference, ...]:
    """The other reviews of the set, each with what links it; never the thing itself, nor who wrote it."""
    return tuple(
        Reference(EvidenceKind.REVIEW, each, note=_note(found, each, review_id)) for each in found.other_reviews
    )


def _linked_in_words(found: Coordination) -> str:
    kinds = tuple(kind for kind in ("device", "payment") if any(link.by == kind for link in found.links))
    if not kinds:
        return f"{plural(found.linked_accounts, 'account')} linked to another one"
    shared = _SHARED.get(kinds, "a device or a means of payment")
    return f"{plural(found.linked_accounts, 'account')} that share {shared} with another one"


def _days_in_words(burst: Burst, likelihood: float) -> str:
    days = "day" if burst.days == 1 else f"{burst.days} days"
    return (
        f"in the {days} from {date_in_words(burst.starts_on)}, {burst.negatives:,} of "
        f"{plural(burst.reviews, 'review')} were negative where about {burst.usual:,.10g} would be usual, "
        f"and chance makes so many at once in {1000 * likelihood:,.3g} of 1,000 such pasts"
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
