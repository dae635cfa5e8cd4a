"""What the platform wrote in cases that it opened by itself, in the reader's language; what people wrote stays."""

from __future__ import annotations

import re

from disputes.grouping import stating as of_groups
from disputes.intake import stating as of_settlements
from disputes.models import Claim, Evidence, Origin, RemovalRequest
from policy.terms import EvidenceKind
from wire.speaking import SPEAKER

_NUMBER = re.compile(r"\d[\d,]*")


def claim_told(claim: Claim) -> str:
    """What is claimed. What is stored is the record: where today's words are others, it is shown as it is."""
    if SPEAKER.is_english():
        return claim.statement
    said = _statement_again(claim)
    return said if said == claim.statement else claim.statement


def evidence_told(row: Evidence, case: RemovalRequest) -> str:
    """A piece of evidence in words: of a settlement, the platform says what people's own words in it are."""
    if SPEAKER.is_english() or row.kind != EvidenceKind.TEXT or case.settlement is None:
        return row.text
    ours = (of_settlements.terms_of(case.settlement), of_settlements.performance_of(case.settlement))
    return next((said for said in ours if said == row.text), row.text)


def _statement_again(claim: Claim) -> str:
    case = claim.request
    if case.origin == Origin.SETTLEMENT:
        return of_settlements.statement_of(case.settlement, claim.tenant)
    if case.origin == Origin.GROUP and (others := _NUMBER.search(claim.statement)):
        # The set may have grown since.
        return of_groups.statement_of(int(others[0].replace(",", "")) + 1)
    return claim.statement
