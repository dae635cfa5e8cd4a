"""What a part opens with in the form where the document does not hold it: off, and filled in as is usual."""

from __future__ import annotations

from typing import Any, Final

from policy.document import RetentionPolicy
from policy.grounds import GROUNDS
from policy.terms import GroundKey
from tenants.policy_form.fields import ABSENT

APPROVAL: Final = {"rate_impact_points": 2, "minimum_ratings": 20, "outcomes": (), "group_size": 10}


def usual_ground(key: str) -> dict[str, Any]:
    """A ground that nobody has set up: off, with the outcome that its code recommends."""
    outcome = GROUNDS[GroundKey(key)].outcome.value
    return {
        "enabled": False,
        "outcome": outcome,
        "outcomes": [outcome],
        "required_evidence": [],
        "statement_min_length": 20,
        "parameters": {},
    }


def usual_at(path: tuple[str, ...]) -> Any:
    """The usual value for what may be missing; ABSENT for what then stays empty."""
    match path:
        case ("removal", "second_approval", name):
            return APPROVAL[name]
        case ("removal", "grounds", key, name):
            return usual_ground(key)[name]
        case ("retention", name):
            return getattr(RetentionPolicy(), name)
    return ABSENT
