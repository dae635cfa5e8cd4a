"""What programs propose for the grounds of a case. A gatherer that fails leaves UNKNOWN with the cause."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from disputes.finding.facts import facts_of, to_snapshot
from disputes.finding.material import material_for
from disputes.finding.time_limit import SECONDS, time_limit
from disputes.finding.trouble import trouble_in_words
from disputes.models import Claim, Finding, RemovalRequest
from evidence.gather import gather, label_of, with_conduct
from policy.document import PolicyDocument
from policy.facts import Finding as Found
from policy.facts import RemovalFacts
from policy.grounds import GROUNDS
from policy.terms import GroundKey, Verdict

logger = logging.getLogger(__name__)

GATHERED_AT_ONCE = frozenset(
    {
        GroundKey.DUPLICATE,
        GroundKey.MUTUAL_AGREEMENT,
        GroundKey.PERSONAL_INFORMATION,
        GroundKey.SHIPPED_ON_TIME,
        GroundKey.PARTNER_AT_FAULT,
        GroundKey.ILLEGAL_CONTENT,
    }
)
"""Grounds of plain facts and quick searches: found as the request is filed. The others wait for a worker."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The facts with everything that was read from the texts, and what they make of each claimed ground."""

    facts: RemovalFacts
    findings: tuple[Found, ...]
    gatherers: dict[GroundKey, str]


def propose(case: RemovalRequest, claims: Sequence[Claim], *, at: datetime) -> Proposed:
    """Gather afresh and find for each claim, by the policy that governs the case."""
    policy: PolicyDocument = case.policy_version.policy
    facts = facts_of(case.review, claims=case.claims.all(), at=at)
    findings, gatherers = [], {}
    for claim in claims:
        ground = GroundKey(claim.ground)
        gatherers[ground] = label_of(ground)
        try:
            # A savepoint: a query that fails must not take the case's transaction with it.
            with transaction.atomic(), time_limit(SECONDS):
                material = material_for(ground, facts, case.review, at=at)
                gathered = gather(ground, material, policy.removal.grounds[ground].parameters)
        except Exception as error:  # noqa: BLE001  one ground's trouble never blocks the case
            logger.exception("gatherer_failed ground=%s request=%s", ground.value, case.pk)
            findings.append(_failed(ground, error))
            continue
        facts = gathered.facts
        findings.append(gathered.finding)
    return Proposed(_with_conduct(facts, case), tuple(findings), gatherers)


def _with_conduct(facts: RemovalFacts, case: RemovalRequest) -> RemovalFacts:
    try:
        with time_limit(SECONDS):
            return with_conduct(facts)
    except Exception:  # noqa: BLE001  what was not read stays unread
        logger.exception("gatherer_failed ground=any request=%s", case.pk)
        return facts


def append_findings(case: RemovalRequest, claims: Sequence[Claim], *, at: datetime) -> list[Finding]:
    """Find for the claims and keep the findings beside the earlier ones; the caller holds the case's lock."""
    if not claims:
        return []
    proposed = propose(case, claims, at=at)
    snapshot = to_snapshot(proposed.facts)
    by_ground = {finding.ground: finding for finding in proposed.findings}
    rows = []
    for claim in claims:
        found = by_ground[GroundKey(claim.ground)]
        rows.append(
            Finding(
                tenant_id=case.tenant_id,
                claim=claim,
                revision=found.revision,
                gatherer=proposed.gatherers[found.ground],
                verdict=found.verdict.value,
                confidence=found.confidence,
                explanation=found.explanation,
                references=[reference.to_json() for reference in found.references],
                facts=snapshot,
                found_at=at,
            )
        )
    return Finding.objects.bulk_create(rows)


def said_of(claims: Sequence[Claim]) -> dict[UUID, tuple[Any, ...] | None]:
    """What the newest finding of each claim tells an agent; None where there is none yet."""
    newest = Finding.objects.filter(claim__in=claims).order_by("claim", "-found_at", "-id").distinct("claim")
    told = {row.claim_id: (row.verdict, row.explanation, row.references) for row in newest.defer("facts")}
    return {claim.pk: told.get(claim.pk) for claim in claims}


def _failed(ground: GroundKey, error: Exception) -> Found:
    return Found(ground, GROUNDS[ground].revision, Verdict.UNKNOWN, 0.0, trouble_in_words(error))
