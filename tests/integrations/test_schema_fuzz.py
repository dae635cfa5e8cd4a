"""Everything that schemathesis thinks of, on every path and in every role: no error of ours, no undocumented answer.

SCHEMA_EXAMPLES, SCHEMA_COVERAGE, SCHEMA_WALKS and SCHEMA_SEED make it longer or different; bench/schema does.
"""

from __future__ import annotations

import logging
import os
from uuid import uuid4

import pytest

from tests.integrations.fuzzed_world import SCOPELESS, FuzzedWorld
from tests.integrations.fuzzing import Fuzzing

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "1"))
COVERAGE = int(os.environ.get("SCHEMA_COVERAGE", "1"))
WALKS = int(os.environ.get("SCHEMA_WALKS", "1"))
SEED = int(os.environ.get("SCHEMA_SEED", "1"))


@pytest.fixture
def world(db, monkeypatch):
    # Who calls too often hears 429, which would hide all other answers.
    monkeypatch.setattr("integrations.api.throttles.seconds_to_wait", lambda *args, **named: 0)
    monkeypatch.setattr("accounts.actions.count_attempt.SALT", _Fresh())
    logging.disable(logging.WARNING)
    yield FuzzedWorld()
    logging.disable(logging.NOTSET)


class _Fresh(str):
    """Another salt at each use, so that each try counts as the first."""

    def __format__(self, spec: str) -> str:
        return uuid4().hex

    __str__ = __repr__ = lambda self: uuid4().hex


@pytest.mark.timeout(1200 + 120 * (EXAMPLES + COVERAGE + WALKS))
def test_every_call_in_every_role_answers_as_the_schema_says(world, capsys):
    fuzzing = Fuzzing(world, first=SEED)
    try:
        for operation in fuzzing.operations():
            fuzzing.imagine(operation, examples=EXAMPLES)
            fuzzing.cover(operation, most=COVERAGE)
        for role in (each for each in fuzzing.world.members if each != SCOPELESS):
            fuzzing.follow(role, walks=WALKS)
    finally:
        said = "\n".join(fuzzing.tried.lines())
        with capsys.disabled():
            print("\n" + said)
    assert not fuzzing.tried.failures, said
    assert {f"{each.method.upper()} {each.path}" for each in fuzzing.operations()} <= fuzzing.tried.calls
