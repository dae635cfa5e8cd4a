"""Until when each act is possible: the instant at which it ends, and the sentence that says why.

A limit in days ends with the local day that lies so many days after the start: 365 days from 1 March last
through 1 March of the next year, or through 29 February where a leap day lies between: days are counted.
Where the calendar has no such last day, the next day takes its place. A limit in hours ends to the second.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from policy.document import PolicyDocument
from policy.saying import Said, say, say_number
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
        return TimeLimit(None, None, say("The time for leaving feedback begins when the order closes."))
    return _days(
        closed_at,
        policy.feedback.leave_within_days,
        tz,
        always=say("Feedback can be left at any time."),
        until=lambda number, first, last: say_number(
            "Feedback can be left for {number} day after the order closed on {first}: through {last}.",
            "Feedback can be left for {number} days after the order closed on {first}: through {last}.",
            number,
            first=first,
            last=last,
        ),
    )


def editing(first_published_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when the author may edit."""
    return _days(
        first_published_at,
        policy.feedback.edit_within_days,
        tz,
        always=say("A review can be edited at any time."),
        until=lambda number, first, last: say_number(
            "A review can be edited for {number} day after it was published on {first}: through {last}.",
            "A review can be edited for {number} days after it was published on {first}: through {last}.",
            number,
            first=first,
            last=last,
        ),
    )


def withdrawing(first_published_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when the author may withdraw."""
    return _days(
        first_published_at,
        policy.feedback.withdraw_within_days,
        tz,
        always=say("A review can be withdrawn at any time."),
        until=lambda number, first, last: say_number(
            "A review can be withdrawn for {number} day after it was published on {first}: through {last}.",
            "A review can be withdrawn for {number} days after it was published on {first}: through {last}.",
            number,
            first=first,
            last=last,
        ),
    )


def cutoff(first_published_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when a removal request can be filed. First publication counts: editing does not extend it."""
    return _days(
        first_published_at,
        policy.removal.cutoff_days,
        tz,
        always=say("Removal can be requested at any time."),
        until=lambda number, first, last: say_number(
            "Removal can be requested for {number} day after the review was published on {first}: through {last}.",
            "Removal can be requested for {number} days after the review was published on {first}: through {last}.",
            number,
            first=first,
            last=last,
        ),
    )


def replying(filed_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """Until when the review's author may answer a removal request."""
    hours = policy.removal.buyer_reply_hours
    reason = say_number(
        "The time to reply, counted from the filing of the request, is {number} hour.",
        "The time to reply, counted from the filing of the request, is {number} hours.",
        hours,
    )
    return _hours(filed_at, hours, reason)


def giving_more_information(asked_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """Until when the requester may give what the agent asked for."""
    hours = policy.removal.more_information_hours
    reason = say_number(
        "The time to answer, counted from the question, is {number} hour.",
        "The time to answer, counted from the question, is {number} hours.",
        hours,
    )
    return _hours(asked_at, hours, reason)


def deciding(since: datetime, policy: PolicyDocument) -> TimeLimit:
    """When the decision is due. `since` is the reply or the end of its time; for urgent cases, the filing."""
    hours = policy.removal.decision_due_hours
    reason = say_number(
        "The time to decide, counted from the end of the time to reply, is {number} hour.",
        "The time to decide, counted from the end of the time to reply, is {number} hours.",
        hours,
    )
    return _hours(since, hours, reason)


def appealing(informed_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when a decision can be appealed, counted from the day on which that side was informed."""
    return _days(
        informed_at,
        policy.appeals.window_days,
        tz,
        always=say("A decision can be appealed at any time."),
        until=lambda number, first, last: say_number(
            "A decision can be appealed for {number} day after you were informed of it on {first}: through {last}.",
            "A decision can be appealed for {number} days after you were informed of it on {first}: through {last}.",
            number,
            first=first,
            last=last,
        ),
    )


def deciding_appeal(lodged_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """When the decision on an appeal is due."""
    hours = policy.appeals.decision_due_hours
    reason = say_number(
        "The time to decide, counted from the appeal, is {number} hour.",
        "The time to decide, counted from the appeal, is {number} hours.",
        hours,
    )
    return _hours(lodged_at, hours, reason)


def documents(asked_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """When a partner's documents are due."""
    hours = policy.fulfilment.documents_due_hours
    reason = say_number(
        "The time to give the documents, counted from the request, is {number} hour.",
        "The time to give the documents, counted from the request, is {number} hours.",
        hours,
    )
    return _hours(asked_at, hours, reason)


def custom_order_link(made_at: datetime, policy: PolicyDocument) -> TimeLimit:
    """Until when the private link of a custom order leads to it; at once over where none are offered."""
    hours = policy.orders.custom_order_link_hours or 0
    reason = say_number(
        "The time to pay by the private link, counted from its making, is {number} hour.",
        "The time to pay by the private link, counted from its making, is {number} hours.",
        hours,
    )
    return _hours(made_at, hours, reason)


def confirming(delivered_at: datetime, policy: PolicyDocument, tz: tzinfo) -> TimeLimit:
    """Until when the buyer confirms that an order arrived; then it is finished without that."""
    return _days(
        delivered_at,
        policy.orders.finish_after_days,
        tz,
        always=say("A delivered order waits until its buyer confirms it."),
        until=lambda number, first, last: say_number(
            "A buyer has {number} day to confirm what was delivered on {first}: through {last}. Then the order is "
            "finished.",
            "A buyer has {number} days to confirm what was delivered on {first}: through {last}. Then the order is "
            "finished.",
            number,
            first=first,
            last=last,
        ),
    )


def _days(
    start_at: datetime, days: int | None, tz: tzinfo, *, always: Said, until: Callable[[int, date, date], Said]
) -> TimeLimit:
    if days is None:
        return TimeLimit(None, None, always)
    first = local_day(start_at, tz)
    last = existing_day(first + timedelta(days=days), tz)
    return TimeLimit(end_of_day(last, tz), last, until(days, first, last))


def _hours(start_at: datetime, hours: int, reason: Said) -> TimeLimit:
    # In UTC first: on a local clock the sum would gain or lose an hour where the clocks change between.
    ends_at = start_at.astimezone(UTC) + timedelta(hours=hours)
    return TimeLimit(ends_at, None, reason)
