"""The day of the tests is today: what happens at NOW is news."""

from __future__ import annotations

import pytest

from tests.cast import NOW, make_cast


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("notifications.due.clock", lambda: NOW)
    return make_cast()
