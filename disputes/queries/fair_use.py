"""How a seller has used the right to request removals, as the checker shows before filing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from disputes.models import Decision
from policy.document import PolicyDocument
from policy.terms import Outcome


@dataclass(frozen=True, slots=True)
class FairUse:
    """`groundless`: requests of the policy's span that were kept and not made in good faith."""

    groundless: int
    cautions: int
    suspended_until: datetime | None


def fair_use_of(seller, *, policy: PolicyDocument, now: datetime) -> FairUse:
    """Counted from the decisions that stand. Cautions and suspensions are a lead's to give."""
    since = now - timedelta(days=policy.misuse.within_days)
    groundless = Decision.objects.filter(
        request__seller=seller,
        outcome=Outcome.KEEP,
        good_faith=False,
        superseded_by__isnull=True,
        decided_at__gt=since,
        decided_at__lte=now,
    ).exclude(held=True, approval__isnull=True)
    return FairUse(groundless=groundless.exclude(approval__approved=False).count(), cautions=0, suspended_until=None)
