"""The part of the policy that says how long personal data is kept that nobody needs any more."""

from typing import Annotated

from pydantic import Field, Strict

from policy.document.fields import Days, Section

Year = Annotated[int, Strict(), Field(ge=365, le=3650)]
"""Days, a year at least: ISO 20488 keeps removed reviews so long."""


class RetentionPolicy(Section):
    """How long what is kept. Null keeps it until somebody asks for its erasure."""

    removed_reviews_days: Year | None = 1095
    """Days from its removal or withdrawal in which the words of a review are kept."""
    case_files_days: Days | None = 730
    """Days from a case's closing in which the files shown in it are kept."""
    notifiers_days: Days | None = 365
    """Days from the answer to a notice in which the name and address of who sent it are kept."""
    notifications_days: Days = 180
    """Days from reading in which a notification is kept."""
