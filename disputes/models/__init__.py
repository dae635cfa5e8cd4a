"""Cases about reviews: what was claimed, shown, found, decided, told and appealed."""

from disputes.models.appeal import Appeal
from disputes.models.claim import Claim, Finding
from disputes.models.decision import Approval, Decision
from disputes.models.desk import HandOver, QueueMark, Reading, SavedReply, SavedReplyVersion, SavedView
from disputes.models.evidence import Evidence
from disputes.models.group_case import GroupCase, GroupReview
from disputes.models.judged_finding import JudgedFinding
from disputes.models.letter import Letter
from disputes.models.misuse import OPEN_STEPS, MisuseStep, StepAppeal
from disputes.models.notice import ABOUT, Notice
from disputes.models.prepared import PreparedDecision
from disputes.models.removal_request import OPEN, Origin, RemovalRequest
from disputes.models.reply import InformationRequest, Reply
from disputes.models.reporting import Database, Report, Reporting
from disputes.models.responsibility import DocumentRequest, FeedbackCause, PartnerDocument
from disputes.models.second_look import SecondLook
from disputes.models.statement import Statement

__all__ = [
    "ABOUT",
    "OPEN",
    "OPEN_STEPS",
    "Appeal",
    "Approval",
    "Claim",
    "Database",
    "Decision",
    "DocumentRequest",
    "Evidence",
    "FeedbackCause",
    "Finding",
    "GroupCase",
    "GroupReview",
    "HandOver",
    "InformationRequest",
    "JudgedFinding",
    "Letter",
    "MisuseStep",
    "Notice",
    "Origin",
    "PartnerDocument",
    "PreparedDecision",
    "QueueMark",
    "Reading",
    "RemovalRequest",
    "Reply",
    "Report",
    "Reporting",
    "SavedReply",
    "SavedReplyVersion",
    "SavedView",
    "SecondLook",
    "Statement",
    "StepAppeal",
]
