"""What a finding says where the program for a ground failed or ran too long; nothing is known then."""

from __future__ import annotations

import re

from disputes.finding.time_limit import SECONDS, RanTooLong
from policy.saying import Said, say

_FAILED = re.compile(r"failed \((\w+)\)")


def trouble_in_words(error: Exception) -> Said:
    """For the agent, who must look at it."""
    return _stopped() if isinstance(error, RanTooLong) else _failed(type(error).__name__)


def trouble_told(stored: str) -> Said | None:
    """The same sentence, ready to be said in other languages; None where it tells of no trouble."""
    named = _FAILED.search(stored)
    said = _failed(named[1]) if named else _stopped()
    return said if said == stored else None


def _stopped() -> Said:
    return say(
        "The program for this ground was stopped after {seconds} seconds; an agent must look at it.", seconds=SECONDS
    )


def _failed(cause: str) -> Said:
    return say("The program for this ground failed ({cause}); an agent must look at it.", cause=cause)
