"""Calls that schemathesis thinks of, made and checked: what the schema promises, and nothing else, is answered."""

from __future__ import annotations

import random
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.stateful.state_machine import StepOutput

from integrations.openapi import schema_document
from tests.integrations.fuzzed_world import FuzzedWorld, RolledBack

_KNOCKS = 4
_USUAL = settings(deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))

CONFIG = {
    # Who calls is the harness's to say.
    "generation": {"with-security-parameters": False},
    "checks": {
        # What is right by itself may still name what is not there.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "401", "403", "404", "409", "422", "429"]},
    },
}


@dataclass
class Tried:
    """What was tried, and what was found."""

    calls: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)
    examples: int = 0
    followed: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    let_in: set[tuple[str, str]] = field(default_factory=set)
    turned_away: Counter[tuple[str, str]] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        yield f"calls {len(self.calls)}, done at least once {len(self.reached)}, examples {self.examples}"
        yield f"calls with what another call answered {self.followed}"
        yield "answers " + ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        yield f"failures {len(self.failures)}"
        yield from self.failures.values()


class Fuzzing:
    def __init__(self, world: FuzzedWorld, *, first: int = 1) -> None:
        """`first` makes the run: the same number, the same examples."""
        config = SchemathesisConfig.from_dict({**CONFIG, "seed": first})
        self.schema = schemathesis.openapi.from_dict(schema_document(), config=config)
        self.schema.app = RolledBack()
        self.world, self.seed, self.tried = world, first, Tried()
        self.chance = random.Random(first)

    def operations(self) -> Iterator[Any]:
        for found in self.schema.get_all_operations():
            operation = found.ok()
            operation.app = self.schema.app
            yield operation

    def cover(self, operation: Any, *, most: int) -> None:
        """The systematic values: each bound, each missing field, each wrong type; about so many in each role."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cases = list(
                self.schema.iter_coverage_cases(
                    operation,
                    generation_modes=list(GenerationMode),
                    generation_config=self.schema.config.generation_for(operation=operation),
                )
            )
        roles = cycle(self.world.callers)
        for case in islice(cases, 0, None, max(1, len(cases) // (most * len(self.world.callers)))):
            self.call(case, next(role for role in roles if self._is_worth_it(case, role)))

    def imagine(self, operation: Any, *, examples: int) -> None:
        """Values at random, right ones and wrong ones, each in every role."""
        for mode in GenerationMode:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._imagine(operation.as_strategy(generation_mode=mode), examples)

    def _imagine(self, cases: Any, examples: int) -> None:
        @seed(self.seed)
        @settings(_USUAL, max_examples=examples)
        @given(case=cases)
        def each(case: Any) -> None:
            for role in self.world.callers:
                if self._is_worth_it(case, role):
                    self.call(case, role)

        try:
            each()
        except Exception as error:  # nothing of that kind can be thought of, as a wrong body for a call without fields
            if type(error).__name__ not in ("Unsatisfiable", "SkipTest"):
                raise

    def _is_worth_it(self, case: Any, role: str) -> bool:
        """Who has always been turned away at the door is tried once in ten times only."""
        known, door = self.tried, (_named(case), role)
        return door in known.let_in or known.turned_away[door] < _KNOCKS or self.chance.random() < 0.1

    def follow(self, role: str, *, walks: int) -> None:
        """Walks from call to call, each with what the one before answered; what they write stays until a walk ends."""
        fuzzing, begun = self, 0

        class Walk(self.schema.as_state_machine()):  # type: ignore[misc]
            def setup(self) -> None:
                nonlocal begun
                begun += 1
                self.before = transaction.savepoint()
                fuzzing.schema.app.keeps = True

            def teardown(self) -> None:
                fuzzing.schema.app.keeps = False
                transaction.savepoint_rollback(self.before)

            def step(self, given: Any) -> Any:
                response = fuzzing.call(given.case, role, follows=given.transition is not None, recorder=self.recorder)
                self.after_call(response, given.case)
                return StepOutput(response, given.case)

        while begun < walks:
            # schemathesis learns on the way, so that Hypothesis may find it drawing otherwise than before.
            with suppress(FlakyStrategyDefinition):
                steps = settings(_USUAL, max_examples=walks - begun, stateful_step_count=12)
                seed(self.seed + begun)(Walk).run(settings=steps)

    def call(self, case: Any, role: str, *, follows: bool = False, recorder: Any = None) -> Any:
        tried, name = self.tried, _named(case)
        if not follows:
            self.world.put_ids(case, random.Random(f"{self.seed} {tried.examples}"))
        sent = self.world.headers(role)
        response = case.call(base_url=self.world.host, headers=sent)
        tried.examples += 1
        tried.followed += follows
        tried.calls.add(name)
        tried.statuses[response.status_code] += 1
        if response.status_code < 300:
            tried.reached.add(name)
        if response.status_code in (401, 403):
            tried.turned_away[name, role] += 1
        else:
            tried.let_in.add((name, role))
        try:
            case.validate_response(
                response, headers=sent, transport_kwargs={"base_url": self.world.host}, recorder=recorder
            )
        except FailureGroup as failures:
            for failure in failures.exceptions:
                said = f"{role}: {name}: {type(failure).__name__}: {failure}"[:1500]
                said += f"\n{case.as_curl_command()[:1500]}"
                tried.failures.setdefault(f"{name} {type(failure).__name__} {response.status_code}", said)
        return response


def _named(case: Any) -> str:
    return f"{case.method} {case.path}"
