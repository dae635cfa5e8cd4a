"""What authors and orders leave behind that those of another review may share: devices, words, days."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import Final, NamedTuple, TypeAlias

from evidence.coordination.wording import groups_of_copies
from evidence.material import SellerReview

STRONG: Final = ("device", "payment", "competitor")
"""One of these in common is a link by itself."""
WEAK: Final = ("address", "words")
"""These are common among strangers too, so they only link with something else in common."""

YOUNG: Final = timedelta(days=14)
"""An account is young when its review came so soon after it was opened."""
OPENED_TOGETHER: Final = timedelta(days=3)
"""Accounts of one batch were opened no farther apart, each from the next."""

_ADDRESSES: Final = frozenset({"address", "ip", "network"})
_PAYMENTS: Final = frozenset({"payment", "card", "iban", "bank", "wallet"})
_ENOUGH_AGES: Final = 6
_THESE_DAYS: Final = timedelta(days=3)
_CONTENT_AMONG_STRANGERS: Final = {"address": 1 / 3}
_CONTENT_ELSEWHERE: Final = 1 / 2


class Trace(NamedTuple):
    """One thing that can be shared."""

    kind: str
    value: str


Traces: TypeAlias = Mapping[str, frozenset[Trace]]
"""By the id of the review."""


def traces_of(negatives: Sequence[SellerReview], content: Sequence[SellerReview]) -> Traces:
    """What each of the negative reviews leaves, without what is nobody's own: the address of a mobile carrier."""
    found: dict[str, set[Trace]] = {
        review.review_id: set(_of_the_author(review)) | set(_of_the_order(review)) for review in negatives
    }
    common = _common(found, negatives, content)
    found = {review_id: traces - common for review_id, traces in found.items()}
    for kind, groups in (("words", groups_of_copies(negatives)), ("young", _batches(negatives, content))):
        for number, group in enumerate(groups):
            for review in group:
                found[review.review_id].add(Trace(kind, str(number)))
    return {review_id: frozenset(traces) for review_id, traces in found.items()}


def sound(traces: Iterable[Trace]) -> Iterator[tuple[Trace, ...]]:
    """What, in common, links two reviews: one strong trace, or a weak one with another kind beside it."""
    ordered = sorted(traces)
    for trace in ordered:
        if trace.kind in STRONG:
            yield (trace,)
    for one, other in combinations([trace for trace in ordered if trace.kind not in STRONG], 2):
        if one.kind != other.kind and {one.kind, other.kind} & set(WEAK):
            yield one, other


def _of_the_author(review: SellerReview) -> Iterator[Trace]:
    for fingerprint in review.author.fingerprints or ():
        kind = fingerprint.partition(":")[0].casefold() if ":" in fingerprint else ""
        yield Trace("address" if kind in _ADDRESSES else "payment" if kind in _PAYMENTS else "device", fingerprint)
    for seller in review.author.member_of or ():
        yield Trace("competitor", seller)


def _of_the_order(review: SellerReview) -> Iterator[Trace]:
    if review.canceled_soon:
        yield Trace("canceled", "soon")


def _common(
    found: Mapping[str, set[Trace]], negatives: Sequence[SellerReview], content: Sequence[SellerReview]
) -> set[Trace]:
    """What content buyers share as well: half as many as discontent ones, of an address a third as many."""
    discontent_with: dict[Trace, set[str]] = defaultdict(set)
    content_with: dict[Trace, set[str]] = defaultdict(set)
    for review in negatives:
        for trace in found[review.review_id]:
            discontent_with[trace].add(review.author.buyer_id)
    discontent = {review.author.buyer_id for review in negatives}
    for review in content:
        if review.author.buyer_id not in discontent:
            for trace in _of_the_author(review):
                content_with[trace].add(review.author.buyer_id)
    return {
        trace
        for trace, holders in discontent_with.items()
        if len(content_with[trace]) >= len(holders) * _CONTENT_AMONG_STRANGERS.get(trace.kind, _CONTENT_ELSEWHERE)
    }


def _batches(negatives: Sequence[SellerReview], content: Sequence[SellerReview]) -> list[list[SellerReview]]:
    """Young accounts that were opened together; none on days when most content buyers were as new."""
    aged = [each for each in content if each.author.account_created_at]
    young = sorted(
        (opened, review.review_id, review)
        for review in negatives
        if (opened := review.author.account_created_at) and _is_young(review) and not _all_are_new(review, aged)
    )
    batches = [[review] for _, _, review in young[:1]]
    for (opened, _, _), (next_opened, _, review) in pairwise(young):
        if next_opened - opened > OPENED_TOGETHER:
            batches.append([])
        batches[-1].append(review)
    return [batch for batch in batches if len({review.author.buyer_id for review in batch}) > 1]


def _all_are_new(review: SellerReview, aged: Sequence[SellerReview]) -> bool:
    """Whether most buyers of these days, or else of this seller, are new: a viral day, or a young marketplace."""
    since = bisect_left(aged, review.posted_at - _THESE_DAYS, key=_posted_at)
    until = bisect_right(aged, review.posted_at + _THESE_DAYS, key=_posted_at)
    those = aged[since:until] if until - since >= _ENOUGH_AGES else aged
    return len(those) >= _ENOUGH_AGES and 2 * sum(map(_is_young, those)) > len(those)


def _posted_at(review: SellerReview) -> datetime:
    return review.posted_at


def _is_young(review: SellerReview) -> bool:
    opened = review.author.account_created_at
    return opened is not None and review.posted_at - opened <= YOUNG
