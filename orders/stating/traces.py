"""What a marketplace may say of a buyer that shows accounts of one hand: since when it knows them, and fingerprints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from orders.stating.moments import read_moment
from policy.problems import Problem
from policy.terms import ProblemCode
from wire.text import is_one_line

FIELDS = ("account_created_at", "fingerprints")
KINDS = ("device", "address", "payment")
MOST_FINGERPRINTS = 20
LONGEST_VALUE = 200

Fingerprints = tuple[tuple[str, str], ...]


def read_traces(buyer: Mapping[str, Any]) -> tuple[datetime | None, Fingerprints, list[Problem]]:
    """When the account was made, (kind, value) of each fingerprint, and everything wrong with them."""
    created, problems = None, []
    if (value := buyer.get("account_created_at")) is not None:
        try:
            created = read_moment(value)
        except ValueError as error:
            problems.append(_wrong("/buyer/account_created_at", str(error)))
    given = buyer.get("fingerprints")
    if given is None:
        return created, (), problems
    if not isinstance(given, list):
        problems.append(_wrong("/buyer/fingerprints", "Give a list."))
        return created, (), problems
    if len(given) > MOST_FINGERPRINTS:
        problems.append(_wrong("/buyer/fingerprints", f"Give at most {MOST_FINGERPRINTS}."))
        return created, (), problems
    wrong = [problem for at, one in enumerate(given) for problem in _problems(one, f"/buyer/fingerprints/{at}")]
    if wrong:
        return created, (), problems + wrong
    return created, tuple((one["kind"], one["value"]) for one in given), problems


def _problems(one: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(one, Mapping):
        yield _wrong(pointer, "This is an object with `kind` and `value`.")
        return
    for unknown in sorted(map(str, one.keys() - {"kind", "value"})):
        yield _wrong(f"{pointer}/{unknown}", "There is no such field.")
    if one.get("kind") not in KINDS:
        yield _wrong(f"{pointer}/kind", f"One of {', '.join(KINDS)}.")
    value = one.get("value")
    if not isinstance(value, str) or not is_one_line(value) or len(value) > LONGEST_VALUE:
        yield _wrong(f"{pointer}/value", f"This is a text on one line, of at most {LONGEST_VALUE} characters.")


def _wrong(pointer: str, detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)
