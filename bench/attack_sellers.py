"""Simulated sellers for bench/attacks: a year of natural life, and attacks planted into it. Knows no rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from bench.attack_texts import ATTACKS, COMPLAINTS, PRAISE, SHORT, spun
from evidence.material import Author, SellerHistory, SellerReview

NATURAL = ("bad week", "viral day", "weekly seasons", "restless")
PLANTED = ("devices", "competitor", "fresh and same words", "a bit of all", "careful")
SIZES = (5, 10, 20, 50)

_START = datetime(2025, 1, 1, tzinfo=UTC)
_DAYS = 365
_SEEN_AROUND = timedelta(days=90)


@dataclass
class Seller:
    """A year of reviews, and which of them were planted."""

    kind: str
    size: int = 0
    reviews: list[SellerReview] = field(default_factory=list)
    planted: set[str] = field(default_factory=set)

    def history_around(self, contested: SellerReview) -> SellerHistory:
        """What a marketplace would hand to the gatherers: the reviews around, and counts of all days."""
        near = [each for each in self.reviews if abs(each.posted_at - contested.posted_at) <= _SEEN_AROUND]
        all_ = Counter(each.posted_at.date() for each in self.reviews)
        negative = Counter(each.posted_at.date() for each in self.reviews if each.negative)
        return SellerHistory(tuple(near), {day: (negative[day], number) for day, number in all_.items()})

    def worst_days(self) -> list[SellerReview]:
        """The negative reviews of the seven days that have the most of them."""
        bad = [each for each in self.reviews if each.negative]
        weeks = [
            [each for each in bad if timedelta(0) <= each.posted_at - first.posted_at < timedelta(7)] for first in bad
        ]
        return max(weeks, key=len, default=[])


def sellers(seed: int, number: int) -> Iterator[Seller]:
    """So many with natural bursts only, then as many with a planted attack each, kinds and sizes in turn."""
    for place in range(number):
        yield natural(np.random.default_rng([seed, 0, place]), NATURAL[place % len(NATURAL)])
    for place in range(number):
        chance = np.random.default_rng([seed, 1, place])
        seller = natural(chance, NATURAL[int(chance.integers(len(NATURAL)))])
        kind = PLANTED[place % len(PLANTED)]
        yield plant(chance, seller, kind, SIZES[place // len(PLANTED) % len(SIZES)])


def natural(chance: np.random.Generator, kind: str) -> Seller:
    """A shop with its own volume, share of bad reviews, households, carriers, new customers and one natural burst."""
    volume = float(np.exp(chance.uniform(np.log(0.6), np.log(8))))
    share = float(chance.uniform(0.015, 0.1))
    reviews, bad = np.full(_DAYS, volume), np.full(_DAYS, share)
    new = np.full(_DAYS, chance.uniform(0.05, 0.4))
    when = int(chance.integers(40, _DAYS - 40))
    if kind == "bad week":
        bad[when : when + 7] = min(0.7, share * chance.uniform(4, 8))
    elif kind == "viral day":
        reviews[when : when + 2] *= chance.uniform(10, 30)
        bad[when : when + 2] *= chance.uniform(1, 2.5)
        new[when : when + 2] = 0.8
    elif kind == "weekly seasons":
        reviews[np.arange(_DAYS) % 7 >= 5] *= 2.5
        bad[np.arange(_DAYS) % 7 >= 5] *= 1.5
    else:
        alike = chance.uniform(0.03, 0.1)
        weeks = chance.beta(share * (1 / alike - 1), (1 - share) * (1 / alike - 1), _DAYS // 7 + 1)
        bad = np.repeat(weeks, 7)[:_DAYS]
    seller = Seller(kind)
    carriers = [f"address:carrier-{each}" for each in range(int(chance.integers(2, 6)))]
    for day in range(_DAYS):
        for _ in range(int(chance.poisson(reviews[day]))):
            posted = _START + timedelta(days=day, seconds=int(chance.integers(86_400)))
            seller.reviews.append(_honest(chance, seller, posted, bool(chance.random() < bad[day]), new[day], carriers))
    seller.reviews.sort(key=lambda each: each.posted_at)
    return seller


def _honest(
    chance: np.random.Generator, seller: Seller, posted: datetime, negative: bool, new: float, carriers: list[str]
) -> SellerReview:
    number = len(seller.reviews)
    device = f"device:own-{number}"
    if seller.reviews and chance.random() < 0.02:
        # Somebody of a household of which another member bought here too, mostly long ago.
        known = seller.reviews[int(chance.integers(number))].author.fingerprints or frozenset()
        device = next((each for each in sorted(known) if each.startswith("device:")), device)
    address = str(chance.choice(carriers)) if chance.random() < 0.2 else f"address:home-{number}"
    opened = posted - timedelta(days=float(chance.uniform(0, 5) if chance.random() < new else chance.exponential(400)))
    rivals = frozenset({f"shop-{int(chance.integers(40))}"} if chance.random() < 0.05 else set())
    told = chance.random()
    texts = (SHORT if told < 0.3 else COMPLAINTS) if negative else PRAISE
    return SellerReview(
        review_id=f"honest-{number:05d}",
        order_id=f"order-{number:05d}",
        author=Author(f"buyer-{number:05d}", frozenset({device, address}), opened, rivals),
        text="" if told > 0.85 else str(chance.choice(texts)),
        posted_at=posted,
        negative=negative,
        canceled_soon=bool(chance.random() < (0.15 if negative else 0.01)),
    )


@dataclass(frozen=True)
class _Habits:
    """The share of the attackers who leave each trace."""

    devices: float
    members: float
    fresh: float
    same_words: float
    canceled: float


_HABITS = {
    "devices": _Habits(0.8, 0, 0.3, 0.1, 0.2),
    "competitor": _Habits(0.1, 0.7, 0.3, 0.1, 0.2),
    "fresh and same words": _Habits(0, 0, 0.9, 0.9, 0.3),
    "a bit of all": _Habits(0.4, 0.2, 0.5, 0.4, 0.4),
    "careful": _Habits(0.1, 0.05, 0.2, 0.1, 0.05),
}


def plant(chance: np.random.Generator, seller: Seller, kind: str, size: int) -> Seller:
    """An attack of so many reviews within 1 to 14 days, somewhere in the year."""
    habits = _HABITS[kind]
    first, lasts = int(chance.integers(40, _DAYS - 40)), float(chance.uniform(1, 14))
    devices = [f"device:farm-{each}" for each in range(1 + size // int(chance.integers(5, 12)))]
    base = str(chance.choice(ATTACKS))
    batch = _START + timedelta(days=first - float(chance.uniform(0.5, 8)))
    for number in range(size):
        posted = _START + timedelta(days=first + float(chance.uniform(0, lasts)))
        one_of = chance.random(5)
        farmed, fresh = one_of[0] < habits.devices, one_of[2] < habits.fresh
        device = str(chance.choice(devices)) if farmed else f"device:planted-{number}"
        opened = batch + timedelta(days=float(chance.uniform(-1.5, 1.5))) if fresh else None
        review_id = f"planted-{number:03d}"
        seller.planted.add(review_id)
        seller.reviews.append(
            SellerReview(
                review_id=review_id,
                order_id=f"order-planted-{number}",
                author=Author(
                    f"attacker-{number}",
                    frozenset({device, f"address:planted-{number}"}),
                    min(opened, posted) if opened else posted - timedelta(days=float(chance.exponential(400))),
                    frozenset({"shop-rival"} if one_of[1] < habits.members else set()),
                ),
                text=spun(chance, base) if one_of[3] < habits.same_words else str(chance.choice(COMPLAINTS)),
                posted_at=posted,
                negative=True,
                canceled_soon=bool(one_of[4] < habits.canceled),
            )
        )
    seller.kind, seller.size = kind, size
    seller.reviews.sort(key=lambda each: each.posted_at)
    return seller
