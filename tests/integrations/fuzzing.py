"""Calls that schemathesis thinks of, made and checked: what the schema promises, and nothing else, is answered."""

from __future__ import annotations

import random
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup

from integrations.openapi import schema_document
from tests.integrations.fuzzed_world import FuzzedWorld, RolledBack

CONFIG = {
    "checks": {
        # What is right by itself may still name what is not there.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "401", "403", "404", "409", "422", "429"]},
    },
    "operations": [
        # It answers 200 to what filing would refuse, by contract.
        {
            "include-path": "/api/v1/removal-requests/check",
            "checks": {"negative_data_rejection": {"enabled": False}},
        }
    ],
}


@dataclass
class Tried:
    """What was tried, and what was found."""

    calls: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)
    examples: int = 0
    failures: dict[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        yield f"calls {len(self.calls)}, done at least once {len(self.reached)}, examples {self.examples}"
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
            self.call(case, next(roles))

    def imagine(self, operation: Any, *, examples: int) -> None:
        """Values at random, right ones and wrong ones, each in every role."""
        for mode in GenerationMode:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._imagine(operation.as_strategy(generation_mode=mode), examples)

    def _imagine(self, cases: Any, examples: int) -> None:
        @seed(self.seed)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def each(case: Any) -> None:
            for role in self.world.callers:
                self.call(case, role)

        try:
            each()
        except Exception as error:  # nothing of that kind can be thought of, as a wrong body for a call without fields
            if type(error).__name__ not in ("Unsatisfiable", "SkipTest"):
                raise

    def call(self, case: Any, role: str) -> None:
        tried, name = self.tried, f"{case.method} {case.path}"
        self.world.put_ids(case, random.Random(f"{self.seed} {tried.examples}"))
        # Filters without a value are passed over: such an address is the same as one without them.
        case.query = {name: value for name, value in (case.query or {}).items() if value != ""}
        sent = self.world.headers(role)
        response = case.call(base_url=self.world.host, headers=sent)
        tried.examples += 1
        tried.calls.add(name)
        tried.statuses[response.status_code] += 1
        if response.status_code < 300:
            tried.reached.add(name)
        try:
            case.validate_response(response, headers=sent, transport_kwargs={"base_url": self.world.host})
        except FailureGroup as failures:
            for failure in failures.exceptions:
                said = f"{role}: {name}: {type(failure).__name__}: {failure}"[:1500]
                said += f"\n{case.as_curl_command()[:1500]}"
                tried.failures.setdefault(f"{name} {type(failure).__name__} {response.status_code}", said)
