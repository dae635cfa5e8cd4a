"""The desk where agents decide cases and appeals, and leads approve what is held."""

from disputes.admin.appeals import AppealDesk
from disputes.admin.cases import CaseDesk

__all__ = ["AppealDesk", "CaseDesk"]
