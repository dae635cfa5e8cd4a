"""Cases about reviews: what was claimed, shown, found, decided, told and appealed."""

from disputes.models.appeal import Appeal
from disputes.models.claim import Claim, Finding
from disputes.models.decision import Approval, Decision
from disputes.models.evidence import Evidence
from disputes.models.letter import Letter
from disputes.models.removal_request import OPEN, RemovalRequest
from disputes.models.reply import InformationRequest, Reply
from disputes.models.statement import Statement

__all__ = [
    "OPEN",
    "Appeal",
    "Approval",
    "Claim",
    "Decision",
    "Evidence",
    "Finding",
    "InformationRequest",
    "Letter",
    "RemovalRequest",
    "Reply",
    "Statement",
]
