"""Says what programs found in the reader's language, found again from the facts that are kept beside it.

The stored English is the record, and nothing here changes it. Where a rule of today would put it otherwise, the reader
gets the record; pages mark it as English.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from disputes.finding.facts import from_snapshot
from disputes.finding.trouble import trouble_told
from disputes.models import Decision, Finding
from policy.document import PolicyDocument
from policy.grounds import find
from policy.terms import GroundKey, Verdict
from wire.speaking import SPEAKER

logger = logging.getLogger(__name__)


def told(finding: Finding) -> str:
    """The explanation as its reader reads it. Reads the claim, its case and the policy that governs it."""
    if SPEAKER.is_english():
        return finding.explanation
    claim = finding.claim
    if finding.verdict == Verdict.UNKNOWN and (trouble := trouble_told(finding.explanation)):
        return trouble
    policy = claim.request.policy_version.policy
    return _said_again(finding.explanation, GroundKey(claim.ground), finding.facts, policy)


def told_of_decision(decision: Decision, ground: GroundKey) -> str:
    """The explanation of what was proposed for that ground when it was decided."""
    explanation = decision.proposed[ground]["explanation"]
    if SPEAKER.is_english():
        return explanation
    return trouble_told(explanation) or _said_again(explanation, ground, decision.facts, decision.policy_version.policy)


def _said_again(stored: str, ground: GroundKey, facts: Mapping[str, Any], policy: PolicyDocument) -> str:
    if not facts:
        return stored
    try:
        found = find(ground, from_snapshot(dict(facts)), policy.removal.grounds[ground].parameters)
    except Exception:  # noqa: BLE001  facts of earlier days may lack what a rule reads now: then the record is shown
        logger.info("retelling_failed ground=%s", ground.value, exc_info=True)
        return stored
    return found.explanation if found.explanation == stored else stored
