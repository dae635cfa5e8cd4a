"""One marketplace for each preset, and Bob's figures as the public sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from feedback.jobs.recompute_rate import recompute_rate
from feedback.queries import rating_of
from tests.cast import NOW, Cast, make_cast


def _in(preset: str) -> Iterator[Cast]:
    cast = make_cast(slug=preset.replace("_", "-"), preset=preset)
    with cast.inside():
        yield cast


@pytest.fixture
def goods(db):
    yield from _in("game_goods")


@pytest.fixture
def services(db):
    yield from _in("game_services")


@pytest.fixture
def retail(db):
    yield from _in("retail")


@pytest.fixture
def network(db):
    yield from _in("fulfilment_network")


@pytest.fixture
def figures() -> Callable:
    def count(cast: Cast, now=NOW) -> dict:
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=now)
        return rating_of(cast.seller, now)

    return count
