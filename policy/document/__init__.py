"""The policy of one marketplace as a typed, frozen document: which grounds, windows and thresholds apply."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Annotated, Any, Final

from pydantic import Field, Strict, ValidationError

from policy.document.combinations import impossible
from policy.document.conduct import (
    AppealsPolicy,
    ContactPolicy,
    FulfilmentPolicy,
    MisusePolicy,
    OrdersPolicy,
    TransparencyPolicy,
)
from policy.document.feedback import FeedbackPolicy
from policy.document.fields import Section
from policy.document.reasons import reason
from policy.document.removal import GroundPolicy, RemovalPolicy, SecondApproval
from policy.document.retention import RetentionPolicy

__all__ = [
    "PRESETS",
    "AppealsPolicy",
    "ContactPolicy",
    "FeedbackPolicy",
    "FulfilmentPolicy",
    "GroundPolicy",
    "MisusePolicy",
    "OrdersPolicy",
    "PolicyDocument",
    "PolicyInvalid",
    "RemovalPolicy",
    "RetentionPolicy",
    "SecondApproval",
    "TransparencyPolicy",
    "parse_policy",
    "preset",
]

PRESETS: Final = ("game_goods", "game_services", "retail", "fulfilment_network")


class PolicyDocument(Section):
    """A whole policy, schema version 1."""

    schema_version: Annotated[int, Strict(), Field(ge=1, le=1)]
    feedback: FeedbackPolicy
    removal: RemovalPolicy
    appeals: AppealsPolicy
    misuse: MisusePolicy
    contact: ContactPolicy
    orders: OrdersPolicy
    fulfilment: FulfilmentPolicy
    transparency: TransparencyPolicy
    retention: RetentionPolicy = RetentionPolicy()


class PolicyInvalid(ValueError):
    """A document that is no valid policy. `problems` are pairs of a JSON Pointer into it and the reason."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{path or '/'}: {reason}" for path, reason in self.problems))


def parse_policy(data: Mapping[str, Any]) -> PolicyDocument:
    """Read a policy; raise PolicyInvalid with every field that is wrong and why.

    Fields are checked one by one first; only when all are right is it checked what cannot work together.
    """
    try:
        document = PolicyDocument.model_validate(data)
    except ValidationError as error:
        problems = [(_pointer(each["loc"]), reason(each, PolicyDocument)) for each in error.errors()]
        raise PolicyInvalid(problems) from None
    if problems := impossible(document):
        raise PolicyInvalid(problems)
    return document


def preset(name: str) -> dict[str, Any]:
    """One of the packaged policies, as plain data that may be changed and parsed."""
    if name not in PRESETS:
        raise KeyError(f"There is no preset {name!r}; choose from {', '.join(PRESETS)}.")
    text = resources.files("policy").joinpath("presets", f"{name}.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def _pointer(location: tuple[int | str, ...]) -> str:
    # Pydantic marks which side of a table it tried; no such field exists.
    steps = [str(step) for step in location if step not in ("[key]",)]
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
