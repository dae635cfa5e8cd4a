"""What a fulfilment partner was asked for, as people read it."""

from __future__ import annotations

from disputes.models import DocumentRequest
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType


def documents_asked(asked: DocumentRequest) -> str:
    """The words of today where they are those that were kept, so that they speak the reader's language."""
    today = RESPONSIBILITIES[FeedbackType(asked.feedback_type)].documents
    return today if today == asked.asks_for else asked.asks_for
