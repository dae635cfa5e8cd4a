"""A cast of small real processes for the supervisor, and lists that keep what is said."""

from __future__ import annotations

import sys
import time

import pytest

from marketplace.servers.processes import Child


@pytest.fixture
def said():
    return []


@pytest.fixture
def child(tmp_path):
    """Makes children that run a few lines of Python; whatever the test leaves running is ended."""
    made = []

    def make(name, code, **options):
        options.setdefault("log", tmp_path / f"{name}.log")
        made.append(Child(name=name, argv=[sys.executable, "-u", "-c", code], **options))
        return made[-1]

    yield make
    for one in made:
        if one.process:
            one.kill()


@pytest.fixture
def eventually():
    """Waits a few seconds for something to become true."""

    def wait(question, seconds=10.0):
        deadline = time.monotonic() + seconds
        while not question():
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.02)

    return wait
