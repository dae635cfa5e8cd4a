"""The set that a contested review belongs to: reviews joined by what they share, close enough in time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

import networkx as nx

from evidence.coordination.traces import STRONG, WEAK, Trace, Traces, sound
from evidence.material import SellerReview
from policy.facts import Coordination, Link

REACH: Final = timedelta(days=45)
"""Two people of one household may both be disappointed months apart; that joins nothing."""
WEAK_REACH: Final = timedelta(days=14)
"""What strangers may share too has to be shared at nearly the same time."""

_BY: Final = (*STRONG, *WEAK)
_SAME_BUYER: Final = "buyer"


def set_around(contested: SellerReview, negatives: Sequence[SellerReview], traces: Traces) -> Coordination:
    """What ties the contested review to others: by sound links, else by weak ones, else nothing."""
    members = [contested]
    for keys in (sound, _any):
        joined = _joined_with(contested, negatives, traces, keys)
        if len({review.author.buyer_id for review in joined}) > 1:
            members = joined
            break
    return _described(contested, members, traces)


def _any(traces: Iterable[Trace]) -> Iterator[tuple[Trace, ...]]:
    """Whatever may link two reviews, if only weakly."""
    return ((trace,) for trace in traces if trace.kind in _BY)


def _joined_with(
    contested: SellerReview,
    negatives: Sequence[SellerReview],
    traces: Traces,
    keys: Callable[[Iterable[Trace]], Iterator[tuple[Trace, ...]]],
) -> list[SellerReview]:
    graph = nx.Graph()
    graph.add_node(contested.review_id)
    holders: dict[tuple[Trace, ...], list[SellerReview]] = defaultdict(list)
    for review in negatives:
        for key in (*keys(traces[review.review_id]), (Trace(_SAME_BUYER, review.author.buyer_id),)):
            holders[key].append(review)
    for key, sharing in holders.items():
        reach = REACH if key[0].kind in (*STRONG, _SAME_BUYER) else WEAK_REACH
        graph.add_edges_from(
            (one.review_id, other.review_id)
            for one, other in pairwise(sharing)
            if other.posted_at - one.posted_at <= reach
        )
    joined = nx.node_connected_component(graph, contested.review_id)
    return [review for review in negatives if review.review_id in joined]


def _described(contested: SellerReview, members: Sequence[SellerReview], traces: Traces) -> Coordination:
    links = tuple(_links(contested, members, traces))
    author_of = {review.review_id: review.author.buyer_id for review in members}
    linked = {author_of[link.review_id] for link in links if link.by in ("device", "payment")}
    competing = {
        author_of[review.review_id]
        for review in members
        if any(trace.kind == "competitor" for trace in traces[review.review_id])
    }
    return Coordination(
        cluster_size=len(members),
        other_reviews=tuple(review.review_id for review in members if review is not contested),
        linked_accounts=len(linked),
        competitor_members=len(competing),
        author_linked=contested.author.buyer_id in linked | competing,
        shared_wording=len({link.review_id for link in links if link.by == "words"}),
        accounts=len(set(author_of.values())),
        days=(members[-1].posted_at.date() - members[0].posted_at.date()).days + 1,
        links=links,
        young_accounts=_marked("young", members, traces),
        canceled_soon=_marked("canceled", members, traces),
    )


def _links(contested: SellerReview, members: Sequence[SellerReview], traces: Traces) -> Iterator[Link]:
    """For each review and kind one other author's that shares it, the contested one before any other."""
    holders: dict[Trace, list[SellerReview]] = defaultdict(list)
    for review in (contested, *(each for each in members if each is not contested)):
        for trace in traces[review.review_id]:
            holders[trace].append(review)
    for review in members:
        for by in _BY:
            others = [
                other
                for trace in sorted(traces[review.review_id])
                if trace.kind == by
                for other in _first_two_authors(holders[trace])
                if other.author.buyer_id != review.author.buyer_id
            ]
            if others:
                yield Link(review.review_id, (contested if contested in others else others[0]).review_id, by)


def _first_two_authors(sharing: Sequence[SellerReview]) -> list[SellerReview]:
    """Enough to find somebody else for anyone."""
    other = [each for each in sharing if each.author.buyer_id != sharing[0].author.buyer_id]
    return [sharing[0], *other[:1]]


def _marked(kind: str, members: Sequence[SellerReview], traces: Traces) -> tuple[str, ...]:
    if len(members) == 1:
        return ()
    return tuple(
        review.review_id for review in members if any(trace.kind == kind for trace in traces[review.review_id])
    )
