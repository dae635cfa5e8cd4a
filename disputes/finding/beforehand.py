"""What plain facts and quick searches already say about a review, before anybody contests it; nothing is written."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from disputes.finding.facts import facts_of
from disputes.finding.findings import GATHERED_AT_ONCE
from disputes.finding.time_limit import SECONDS, time_limit
from evidence.gather import Material, gather
from policy.document import PolicyDocument
from policy.facts import Finding, RemovalFacts
from policy.filing import Claim
from policy.grounds import find
from policy.terms import GroundKey, Verdict

logger = logging.getLogger(__name__)

# It rests on a notice, and there is none yet.
_NEEDS_A_NOTICE = frozenset({GroundKey.ILLEGAL_CONTENT})


def known_beforehand(
    review, grounds: Iterable[GroundKey], *, policy: PolicyDocument, claims: Iterable[Claim] = (), at: datetime
) -> dict[GroundKey, Finding]:
    """What is known for each of the grounds; those of which nothing is known are left out.

    Only the review and its own order are looked at: who else wrote the same words, and with which device, is for the
    case, where a person sees to who may learn it. So a finding here may be another than the case's.
    """
    typed = [claim for claim in claims if claim.ground == GroundKey.PARTNER_AT_FAULT]
    facts = facts_of(review, claims=typed, at=at, with_chat=False)
    found = {ground: _known(ground, facts, review, policy) for ground in grounds if ground not in _NEEDS_A_NOTICE}
    return {ground: finding for ground, finding in found.items() if finding is not None}


def _known(ground: GroundKey, facts: RemovalFacts, review, policy: PolicyDocument) -> Finding | None:
    parameters = policy.removal.grounds[ground].parameters
    try:
        with transaction.atomic(), time_limit(SECONDS):
            if ground in GATHERED_AT_ONCE and not facts.stars_only:
                return gather(ground, _material(facts, review), parameters).finding
            finding = find(ground, facts, parameters)
    except Exception:  # noqa: BLE001  what was not read stays unread; the case looks again
        logger.exception("looking_beforehand_failed ground=%s review=%s", ground.value, review.pk)
        return None
    # Without its gatherers a rule can only say that plain facts speak against it.
    return finding if finding.verdict is Verdict.NOT_MET or ground in GATHERED_AT_ONCE else None


def _material(facts: RemovalFacts, review) -> Material:
    order = review.order
    return Material(
        facts,
        seller_name=order.seller.name,
        offer_title=order.offer.title if order.offer else "",
        offer_description=order.offer.description if order.offer else "",
    )
