"""Frozen cases: what each ground once answered to the same facts, word for word, it answers today.

A case of an earlier revision shows that facts without what later revisions look at still give its answer.
Whoever changes what a ground means raises its revision and adds cases; the old ones stay as they are.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from policy.facts import RemovalFacts
from policy.grounds import GROUNDS, find
from policy.terms import GroundKey, Verdict

FROZEN = Path(__file__).parent / "frozen"
SNAPSHOT = TypeAdapter(RemovalFacts)
CASES: list[tuple[GroundKey, dict[str, Any]]] = [
    (key, case) for key in GroundKey for case in json.loads((FROZEN / f"{key.value}.json").read_text("utf-8"))
]
NEVER_MET_BY_A_PROGRAM = {GroundKey.ILLEGAL_CONTENT}
NEVER_UNKNOWN = {GroundKey.MUTUAL_AGREEMENT}


@pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key.value}: {case['case']}" for key, case in CASES])
def test_the_same_facts_give_the_same_answer(key: GroundKey, case: dict[str, Any]) -> None:
    found = find(key, SNAPSHOT.validate_python(case["facts"]), case["parameters"]).to_json()
    assert case["finding"]["revision"] <= found["revision"]
    assert found == case["finding"] | {"revision": found["revision"]}


@pytest.mark.parametrize("key", GroundKey)
def test_every_ground_has_frozen_cases_of_its_current_revision(key: GroundKey) -> None:
    revisions = {case["finding"]["revision"] for each, case in CASES if each is key}
    assert GROUNDS[key].revision in revisions, f"Freeze cases of revision {GROUNDS[key].revision} of {key.value}."


@pytest.mark.parametrize("key", GroundKey)
def test_every_answer_that_a_ground_can_give_is_frozen(key: GroundKey) -> None:
    frozen = {Verdict(case["finding"]["verdict"]) for each, case in CASES if each is key}
    expected = set(Verdict)
    if key in NEVER_MET_BY_A_PROGRAM:
        expected.remove(Verdict.MET)
    if key in NEVER_UNKNOWN:
        expected.remove(Verdict.UNKNOWN)
    assert frozen == expected


def test_case_names_tell_them_apart() -> None:
    names = [(key, case["case"]) for key, case in CASES]
    assert len(set(names)) == len(names)
