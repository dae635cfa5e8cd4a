"""The desk where agents decide cases and appeals, and leads approve what is held."""

from disputes.admin.appeals import AppealDesk
from disputes.admin.cases import CaseDesk
from disputes.admin.groups import GroupDesk
from disputes.admin.notices import NoticeDesk
from disputes.admin.quality import QualityDesk
from disputes.admin.replays import ReplayDesk
from disputes.admin.replies import SavedReplyDesk
from disputes.admin.reports import ReportDesk
from disputes.admin.second_looks import SecondLookDesk
from disputes.admin.steps import StepDesk
from disputes.admin.team import TeamDesk

__all__ = [
    "AppealDesk",
    "CaseDesk",
    "GroupDesk",
    "NoticeDesk",
    "QualityDesk",
    "ReplayDesk",
    "ReportDesk",
    "SavedReplyDesk",
    "SecondLookDesk",
    "StepDesk",
    "TeamDesk",
]
