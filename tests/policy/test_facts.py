"""Facts hold no stars, and a finding survives being stored."""

import dataclasses
import json
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import facts
from policy.facts import Finding, Reference
from policy.terms import EvidenceKind, GroundKey, Verdict

references = st.builds(
    Reference,
    st.sampled_from(EvidenceKind),
    st.text(),
    st.none() | st.integers(0, 99),
    st.none() | st.integers(0, 99),
    st.text(),
)
findings = st.builds(
    Finding,
    st.sampled_from(GroundKey),
    st.integers(1, 9),
    st.sampled_from(Verdict),
    st.floats(0, 1),
    st.text(),
    st.lists(references).map(tuple),
)


@given(findings)
def test_a_finding_comes_back_from_json_as_it_was(finding: Finding) -> None:
    assert Finding.from_json(json.loads(json.dumps(finding.to_json()))) == finding


def test_a_reference_that_was_stored_without_a_note_has_none() -> None:
    assert Reference.from_json({"kind": "order", "ref": "order-1"}) == Reference(EvidenceKind.ORDER, "order-1")


@pytest.mark.parametrize("confidence", [-0.1, 1.1])
def test_confidence_is_from_0_to_1(confidence: float) -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        Finding(GroundKey.BLACKMAIL, 1, Verdict.MET, confidence, "")


def test_no_fact_is_a_number_of_stars() -> None:
    classes = [each for each in vars(facts).values() if dataclasses.is_dataclass(each)]
    assert len(classes) > 8
    for each in classes:
        hints = typing.get_type_hints(each)
        starry = [name for name in hints if "star" in name.replace("started", "").replace("start", "")]
        assert [name for name in starry if hints[name] is not bool] == []
        assert not {"rating", "ratings", "score", "sentiment", "criteria"} & set(hints)
