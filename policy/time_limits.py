"""Until when each act is possible: the instant at which it ends, and the sentence that says why.

A limit in days ends with the local day that lies so many days after the start: 365 days from 1 March last
through 1 March of the next year, or through 29 February where a leap day lies between: days are counted.
Where the calendar has no such last day, the next day takes its place. A limit in hours ends to the second.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from policy.document import PolicyDocument
from policy.phrases import date_in_words, plural
from policy.windows import end_of_day, existing_day, local_day


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """When something ends. `ends_at` is the first instant at which it is too late, in UTC; None for never."""

    ends_at: datetime | None
    last_day: date | None
    """The last local day on which it is possible; None for never and for limits in hours."""
    reason: str

    def passed(self, now: datetime) -> bool:
        """Whether it is too late at that moment."""
        return self.ends_at is not None and now >= self.ends_at


def leaving(closed_at: datetime | None, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when a closed order may be reviewed; without end while the order is not closed."""
    if closed_at is None:
        return TimeLimit(None, None, "The time for leaving feedback begins when the order closes.")
    return _days(
        closed_at,
        policy.feedback.leave_within_days,
        tz,
        act="Feedback can be left",
        start="the order closed",
    )


def editing(first_published_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when the author may edit."""
    return _days(
        first_published_at,
        policy.feedback.edit_within_days,
        tz,
        act="A review can be edited",
        start="it was published",
    )


def withdrawing(first_published_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when the author may withdraw."""
    return _days(
        first_published_at,
        policy.feedback.withdraw_within_days,
        tz,
        act="A review can be withdrawn",
        start="it was published",
    )


def cutoff(first_published_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when a removal request can be filed. First publication counts: editing does not extend it."""
    return _days(
        first_published_at,
        policy.removal.cutoff_days,
        tz,
        act="Removal can be requested",
        start="the review was published",
    )


def replying(filed_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """Until when the review's author may answer a removal request."""
    return _hours(filed_at, policy.removal.buyer_reply_hours, "to reply, counted from the filing of the request")


def giving_more_information(asked_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """Until when the requester may give what the agent asked for."""
    return _hours(asked_at, policy.removal.more_information_hours, "to answer, counted from the question")


def deciding(since: datetime, policy: PolicyDocument) -> TimeLimit:
    """When the decision is due. `since` is the reply or the end of its time; for urgent cases, the filing."""
    return _hours(since, policy.removal.decision_due_hours, "to decide, counted from the end of the time to reply")


def appealing(informed_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when a decision can be appealed, counted from the day on which that side was informed."""
    return _days(
        informed_at,
        policy.appeals.window_days,
        tz,
        act="A decision can be appealed",
        start="you were informed of it",
    )


def deciding_appeal(lodged_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """When the decision on an appeal is due."""
    return _hours(lodged_at, policy.appeals.decision_due_hours, "to decide, counted from the appeal")


def documents(asked_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """When a partner's documents are due."""
    return _hours(asked_at, policy.fulfilment.documents_due_hours, "to give the documents, counted from the request")


def custom_order_link(made_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """Until when the private link of a custom order leads to it; at once over where none are offered."""
    return _hours(
        made_at, policy.orders.custom_order_link_hours or 0, "to pay by the private link, counted from its making"
    )


def _days(start_at: datetime, days: int | None, tz: tzinfo, *, act: str, start: str) -> TimeLimit:
    if days is None:
        return TimeLimit(None, None, f"{act} at any time.")
    first = local_day(start_at, tz)
    last = existing_day(first + timedelta(days=days), tz)
    span = f"{plural(days, 'day')} after {start} on {date_in_words(first)}"
    reason = f"{act} for {span}: through {date_in_words(last)}."
    return TimeLimit(end_of_day(last, tz), last, reason)


def _hours(start_at: datetime, hours: int, purpose: str) -> TimeLimit:
    # In UTC first: on a local clock the sum would gain or lose an hour where the clocks change between.
    ends_at = start_at.astimezone(UTC) + timedelta(hours=hours)
    return TimeLimit(ends_at, None, f"The time {purpose}, is {plural(hours, 'hour')}.")
