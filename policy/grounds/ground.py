"""What every ground has: its key and revision, its words, its parameters and the function that finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from policy.facts import Finding, Reference, RemovalFacts
from policy.saying import say
from policy.terms import GroundKey, Outcome, Verdict

Parameters: TypeAlias = Mapping[str, float]
Find: TypeAlias = Callable[[RemovalFacts, Parameters], Finding]


class Bounds(NamedTuple):
    """What a policy may set a parameter to, and what it is where the policy says nothing."""

    low: float
    high: float
    default: float
    meaning: str
    """One sentence with the unit, for whoever sets it."""


@dataclass(frozen=True, slots=True)
class GroundText:
    """A ground in plain words, as the public policy page shows it."""

    name: str
    called: str
    """The name as it stands within a sentence."""
    meaning: str
    """One sentence: when it holds."""
    not_this: str
    """One sentence: what is mistaken for it."""
    asks_for: str = ""
    """What a requester had best show; empty where nothing is needed."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One published reason for which feedback may be removed, struck, redacted or attributed."""

    key: GroundKey
    revision: int
    """Goes up by one whenever the same facts could give another answer."""
    text: GroundText
    outcome: Outcome
    """What it recommends where a marketplace does not choose otherwise."""
    find: Find
    about_comment: bool = False
    """A ground about the comment: a review with stars only never qualifies."""
    comment_is_evidence: bool = False
    """The comment itself shows it, so the requester needs to give nothing more."""
    parameters: Mapping[str, Bounds] = field(default_factory=dict)

    def parameter(self, name: str, given: Parameters) -> float:
        """The value that the policy gives, or the default."""
        return given.get(name, self.parameters[name].default)


def answer(
    key: GroundKey,
    revision: int,
    verdict: Verdict,
    explanation: str,
    *references: Reference,
    confidence: float = 1.0,
) -> Finding:
    """A finding; of full confidence unless said otherwise, as facts from the order are."""
    return Finding(key, revision, verdict, confidence, explanation, references)


def unknown(key: GroundKey, revision: int, explanation: str, *references: Reference) -> Finding:
    """A finding that leaves the answer to the agent, with the cause."""
    return Finding(key, revision, Verdict.UNKNOWN, 0.0, explanation, references)


def stars_only(key: GroundKey, revision: int) -> Finding:
    """The answer of every ground about the comment where there is none."""
    return answer(
        key, revision, Verdict.NOT_MET, say("The review has stars only, so nothing in a comment can be contested.")
    )
