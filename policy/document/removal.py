"""The part of the policy that says when and why feedback may be removed, and who must agree."""

from fractions import Fraction
from typing import Annotated

from pydantic import Field, Strict

from policy.document.fields import ByKey, Chosen, Count, Days, Flag, Hours, Number, Section
from policy.terms import EvidenceKind, GroundKey, Outcome


class GroundPolicy(Section):
    """How one ground applies here. The logic is code; this chooses among what the code offers."""

    enabled: Flag
    outcome: Outcome
    """What is recommended when the ground is MET."""
    outcomes: Annotated[Chosen[Outcome], Field(min_length=1)]
    """What an agent may choose beside `keep` when the ground is MET."""
    required_evidence: Chosen[EvidenceKind]
    """Each of these kinds must be given. Empty: see `evidence_required`."""
    statement_min_length: Annotated[int, Strict(), Field(ge=0, le=2000)]
    """Characters of the requester's statement."""
    parameters: ByKey[str, Number]
    """Thresholds that the ground's code names, such as `likeness` of `duplicate`."""


class SecondApproval(Section):
    """When a lead must approve a decision before it takes effect: any one of the three is enough."""

    rate_impact_points: Annotated[Number, Field(gt=0, le=100)]
    """A decision that moves the headline rate by so many percentage points or more is held."""
    minimum_ratings: Count
    """The impact counts only for sellers with at least so many ratings in the headline's window."""
    outcomes: Chosen[Outcome]
    """Decisions with these outcomes are always held, whatever their impact; empty for none."""
    group_size: Annotated[int, Strict(), Field(ge=2, le=100_000)] | None
    """A group case of so many reviews or more is held whatever its impact; null for never."""

    @property
    def impact(self) -> Fraction:
        """The impact as an exact share: 2 points are 1/50."""
        return Fraction(str(self.rate_impact_points)) / 100


class RemovalPolicy(Section):
    """Cut-off, deadlines, evidence and grounds."""

    cutoff_days: Days
    """Days from first publication in which a request can be filed."""
    cutoff_exempt_grounds: Chosen[GroundKey]
    buyer_reply_hours: Hours
    """Hours from filing in which the review's author may reply before anything is decided."""
    decision_due_hours: Hours
    """Hours from the end of the reply time (or from the reply) in which a decision is due."""
    evidence_required: Flag
    """Whether every ground that is not about the comment alone needs at least one piece of any kind."""
    more_information_hours: Hours
    second_approval: SecondApproval | None
    grounds: ByKey[GroundKey, GroundPolicy]
    """A ground that is not named is not offered."""

    @property
    def offered(self) -> tuple[GroundKey, ...]:
        """The grounds that may be claimed here, in the order of the published list."""
        return tuple(key for key in GroundKey if self.offers(key))

    def offers(self, key: GroundKey) -> bool:
        """Whether that ground may be claimed here."""
        ground = self.grounds.get(key)
        return ground is not None and ground.enabled
