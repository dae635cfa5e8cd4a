"""Names of the tasks that are woken from below the jobs: to import a task is to import what it runs."""

from __future__ import annotations

from typing import Final

DELIVER_LETTERS: Final = "disputes.deliver_letters"
PROPOSE_STEPS: Final = "disputes.propose_steps"
SEND_REPORTS: Final = "disputes.send_reports"
