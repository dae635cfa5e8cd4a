"""What a message may hold, whoever wrote it and however it came here."""

from __future__ import annotations

from datetime import datetime, timedelta

from orders.models import Message
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from wire.text import is_one_line, is_showable

LONGEST_BODY = 10_000
LONGEST_EXTERNAL_ID = 100
CLOCKS_DIFFER_BY = timedelta(minutes=5)


def content_problems(*, sender: str, body: str, external_id: str, with_files: bool = False) -> list[Problem]:
    """Everything wrong with it, each beside its field."""
    wrong = []
    if sender not in Message.Sender.values:
        wrong.append(("/sender", say("The sender is the buyer or the seller.")))
    if not body.strip() and not with_files:
        wrong.append(("/body", say("Write a message, or attach a file.")))
    if len(body) > LONGEST_BODY:
        wrong.append(
            (
                "/body",
                say(
                    "A message has at most {most} characters; this one has {number}.",
                    most=LONGEST_BODY,
                    number=len(body),
                ),
            )
        )
    if not is_showable(body):
        wrong.append(("/body", say("This has control characters or broken characters, which cannot be kept.")))
    if len(external_id) > LONGEST_EXTERNAL_ID or not is_one_line(external_id):
        wrong.append(("/external_id", say("An external id is one line of at most 100 characters.")))
    return [Problem(ProblemCode.VALIDATION_FAILED, pointer, detail) for pointer, detail in wrong]


def told_too_early(sent_at: datetime, now: datetime) -> list[Problem]:
    """Nobody passes on what was not sent yet."""
    if sent_at <= now + CLOCKS_DIFFER_BY:
        return []
    return [Problem(ProblemCode.VALIDATION_FAILED, "/sent_at", say("This lies in the future."))]
