"""The simulation of bench/attacks on a few sellers: planted attacks are found, natural bursts are no attack."""

import numpy as np

from bench.attack_sellers import NATURAL, PLANTED, SIZES, natural, plant, sellers
from bench.attack_trials import trial


def test_natural_bursts_are_no_attack_and_open_attacks_are_found() -> None:
    trials = [trial(seller, 5, []) for seller in sellers(5, 5)]
    assert [each.met for each in trials if not each.size] == [False] * 5
    assert {"devices", "competitor"} <= {each.kind for each in trials if each.size and each.met}


def test_the_same_seed_gives_the_same_sellers() -> None:
    one, other = ([seller.reviews for seller in sellers(3, 2)] for _ in range(2))
    assert one == other


def test_every_kind_of_seller_lives_a_year() -> None:
    for kind in NATURAL:
        seller = natural(np.random.default_rng(1), kind)
        assert not seller.planted
        assert (seller.reviews[-1].posted_at - seller.reviews[0].posted_at).days > 330
        assert 0 < sum(each.negative for each in seller.reviews) < len(seller.reviews)


def test_an_attack_is_as_large_as_said() -> None:
    chance = np.random.default_rng(2)
    for kind in PLANTED:
        for size in SIZES:
            attacked = plant(chance, natural(chance, NATURAL[0]), kind, size)
            assert len(attacked.planted) == size == attacked.size
            days = [each.posted_at for each in attacked.reviews if each.review_id in attacked.planted]
            assert (max(days) - min(days)).days <= 14
