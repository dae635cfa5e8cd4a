"""What a finding says where the program for a ground failed or ran too long; nothing is known then."""

from __future__ import annotations

import re

from disputes.finding.time_limit import RanTooLong
from policy.saying import Said, say

_FAILED = re.compile(r"failed \((\w+)\)")
_STOPPED = re.compile(r"after ([\d.]+) seconds")


def trouble_in_words(error: Exception) -> Said:
    """For the agent, who must look at it."""
    return _stopped(f"{error.seconds:g}") if isinstance(error, RanTooLong) else _failed(type(error).__name__)


def trouble_told(stored: str) -> Said | None:
    """The same sentence, ready to be said in other languages; None where it tells of no trouble."""
    for shape, say_it in ((_FAILED, _failed), (_STOPPED, _stopped)):
        if (found := shape.search(stored)) and (said := say_it(found[1])) == stored:
            return said
    return None


def _stopped(seconds: str) -> Said:
    return say(
        "The program for this ground was stopped after {seconds} seconds; an agent must look at it.", seconds=seconds
    )


def _failed(cause: str) -> Said:
    return say("The program for this ground failed ({cause}); an agent must look at it.", cause=cause)
