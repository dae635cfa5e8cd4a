"""When what is kept of people goes: after the policy's days, and never while somebody can still appeal."""

from datetime import timedelta

from policy.document import PolicyDocument


def removed_reviews(policy: PolicyDocument) -> timedelta | None:
    """From a removal or withdrawal to the end of the review's words; None for never."""
    return _not_before_appeals(policy.retention.removed_reviews_days, policy)


def case_files(policy: PolicyDocument) -> timedelta | None:
    """From a case's closing to the end of the files shown in it; None for never."""
    return _not_before_appeals(policy.retention.case_files_days, policy)


def notifiers(policy: PolicyDocument) -> timedelta | None:
    """From the answer to a notice to the end of its sender's name and address; None for never."""
    return _not_before_appeals(policy.retention.notifiers_days, policy)


def notifications(policy: PolicyDocument) -> timedelta:
    """From reading a notification to its end."""
    return timedelta(days=policy.retention.notifications_days)


def _not_before_appeals(days: int | None, policy: PolicyDocument) -> timedelta | None:
    # A policy from before there was this part may have a longer window than the usual days.
    return None if days is None else timedelta(days=max(days, policy.appeals.window_days + 1))
