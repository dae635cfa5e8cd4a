"""What each ground's gatherers are given beside the facts: the parties, the other orders, the seller's history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from evidence.gather import Material
from evidence.material import Author, KnownOrder, SellerHistory, SellerReview
from evidence.relation.order_numbers import candidate_numbers
from evidence.wording import band_keys
from feedback.queries import ratings_a_day, reviews_around, reviews_by, reviews_sharing_words
from orders.queries import other_orders_of_buyer, sellers_of_members
from policy.facts import RemovalFacts
from policy.terms import GroundKey, OrderStatus, Sentiment
from tenants.queries import fingerprints_of, members_linked_to

DAYS_AROUND = 90
"""A set is looked for among the reviews of so many days before and after."""
REVIEWS_AROUND = 500
"""Of each sentiment, on each side; the nearest in time."""
HISTORY = timedelta(days=730)
OTHER_ORDERS = 200
CANDIDATES = 50
LINKED_ACCOUNTS = 50
SOON = timedelta(days=1)
"""A cancellation so soon after the order was placed says that nobody meant to buy."""

_NAMES_ORDERS = frozenset({GroundKey.WRONG_ORDER, GroundKey.UNRELATED, GroundKey.DUPLICATE})


def material_for(ground: GroundKey, facts: RemovalFacts, review, *, at: datetime) -> Material:
    """Only what this ground looks at is read from the database, each in a fixed number of queries."""
    order = review.order
    return Material(
        facts,
        party_names=_party_names(order),
        seller_name=order.seller.name,
        offer_title=order.offer.title if order.offer else "",
        offer_description=order.offer.description if order.offer else "",
        other_orders=_other_orders(review) if ground in _NAMES_ORDERS else None,
        author=_authors([review.buyer], review, at)[review.buyer_id] if ground is GroundKey.DUPLICATE else None,
        candidates=_candidates(review, at) if ground is GroundKey.DUPLICATE else None,
        history=_history(review, at) if ground is GroundKey.FEEDBACK_BOMBING else None,
    )


def _party_names(order) -> tuple[str, ...]:
    """The buyer's full name and address; a first name alone would mark every greeting."""
    name, email = order.buyer.name.strip(), order.buyer.email
    return (*((name,) if " " in name else ()), *((email,) if email else ()))


def _other_orders(review) -> tuple[KnownOrder, ...]:
    order = review.order
    named = candidate_numbers(review.comment, order.external_id)
    return tuple(
        KnownOrder(
            order_id=each.external_id,
            offer_title=each.offer.title if each.offer else "",
            same_seller=each.seller_id == order.seller_id,
        )
        for each in other_orders_of_buyer(order, named=named, limit=OTHER_ORDERS)
    )


def _candidates(review, at: datetime) -> tuple[SellerReview, ...]:
    """Reviews by accounts that are linked to the author's, and those anywhere that share words with it."""
    linked = members_linked_to(review.buyer, now=at, limit=LINKED_ACCOUNTS)
    found = {each.pk: each for each in reviews_by(linked, review.seller_id, limit=CANDIDATES)}
    found |= {each.pk: each for each in reviews_sharing_words(review, band_keys(review.comment), limit=CANDIDATES)}
    found.pop(review.pk, None)
    return _compared(found.values(), review, at)


def _history(review, at: datetime) -> SellerHistory:
    around = reviews_around(review, days=DAYS_AROUND, limit=REVIEWS_AROUND)
    return SellerHistory(
        _compared(around, review, at),
        per_day=ratings_a_day(review.seller_id, since=(review.published_at - HISTORY).date()),
    )


def _compared(reviews: Iterable, contested, at: datetime) -> tuple[SellerReview, ...]:
    listed = list(reviews)
    authors = _authors([each.buyer for each in listed], contested, at)
    return tuple(
        SellerReview(
            review_id=str(each.pk),
            order_id=each.order.external_id,
            author=authors[each.buyer_id],
            text=each.comment,
            posted_at=each.published_at,
            negative=each.sentiment == Sentiment.NEGATIVE,
            canceled_soon=_canceled_soon(each.order),
            same_seller=each.seller_id == contested.seller_id,
        )
        for each in listed
    )


def _authors(members: Iterable, contested, at: datetime) -> dict[UUID, Author]:
    known = {each.pk: each for each in members}
    fingerprints, sellers = fingerprints_of(known, now=at), sellers_of_members(known)
    reviewed = contested.order.seller.external_id
    return {
        pk: Author(
            buyer_id=str(pk),
            fingerprints=fingerprints[pk],
            # Without the marketplace's word, an account is as old here as its sign-up; a name pushed in has none.
            account_created_at=member.account_created_at or (member.joined_at if member.user_id else None),
            member_of=sellers[pk] - {reviewed},
        )
        for pk, member in known.items()
    }


def _canceled_soon(order) -> bool:
    canceled = order.status == OrderStatus.CANCELED and order.closed_at is not None
    return canceled and order.closed_at - order.placed_at <= SOON
