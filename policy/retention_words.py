"""How long personal data is kept, in sentences for everyone."""

from collections.abc import Iterator

from policy.document import PolicyDocument
from policy.phrases import days
from policy.saying import say


def retention_in_words(policy: PolicyDocument) -> Iterator[str]:
    """What goes when, what stays, and what one can ask for."""
    kept = policy.retention
    if kept.removed_reviews_days is not None:
        yield say(
            "The words of a review that was removed or withdrawn are kept for {span}; its stars and the decision stay.",
            span=days(kept.removed_reviews_days),
        )
    if kept.case_files_days is not None:
        yield say("Files shown in a case are kept for {span} after it is closed.", span=days(kept.case_files_days))
    if kept.notifiers_days is not None:
        yield say(
            "Name and address of whoever sends a notice without an account are kept for {span} after the answer.",
            span=days(kept.notifiers_days),
        )
    yield say(
        "Notifications are kept for {span} after they were read. Traces of devices and addresses are kept as salted "
        "hashes for at most a year.",
        span=days(kept.notifications_days),
    )
    yield say(
        "Members can download their data and have it erased at any time when no order or case of theirs runs; stars "
        "and decisions stay, without the person."
    )
