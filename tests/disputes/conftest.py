"""The cast of the disputes' tests, inside their marketplace."""

from __future__ import annotations

import pytest

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    """Game goods: every ground but the urgent ones wants a piece of evidence."""
    made = make_cast()
    with made.inside():
        yield made


@pytest.fixture
def retail(db) -> Cast:
    """Retail: grounds about the comment, and second approval of heavy decisions."""
    made = make_cast(slug="retail", preset="retail")
    with made.inside():
        yield made
