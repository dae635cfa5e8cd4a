"""What made us look at a review, as each side is told it: never who, where the reader does not know it anyway."""

from __future__ import annotations

from typing import Final

from disputes.models import Origin, RemovalRequest
from policy.phrases import date_in_words
from policy.saying import say
from policy.terms import GroundKey, Party
from policy.windows import local_day
from tenants.models import Tenant

SOURCE: Final = {
    (Origin.SELLER, Party.AUTHOR): say(
        "We looked at this review because its removal was requested under this "
        "marketplace's published policy. It was not our own initiative."
    ),
    (Origin.SELLER, Party.REQUESTER): say(
        "We looked at this review because of your request. It was not our own initiative."
    ),
    (Origin.NOTICE, Party.AUTHOR): say(
        "We looked at this review because of a notice (Article 16 of the Digital Services "
        "Act) that somebody sent us. It was not our own initiative. Who sent it is not needed to understand this "
        "decision, so it is not told."
    ),
    (Origin.NOTICE, Party.REQUESTER): say(
        "We looked at this review because of your notice (Article 16 of the Digital "
        "Services Act). It was not our own initiative. Neither its author nor the seller is told who sent it."
    ),
    (Origin.SETTLEMENT, Party.AUTHOR): say(
        "We looked at this review on our own initiative, because the time had passed "
        "that a settlement about the order gave for its withdrawal. Nobody had to ask."
    ),
    (Origin.SETTLEMENT, Party.REQUESTER): say(
        "We looked at this review on our own initiative, because the time had "
        "passed that your settlement gave for its withdrawal. You did not have to ask."
    ),
    (Origin.GROUP, Party.AUTHOR): say(
        "We looked at this review on our own initiative, because it may belong to a set of "
        "reviews of which another one was contested."
    ),
    (Origin.GROUP, Party.REQUESTER): say(
        "We looked at this review on our own initiative, because it may belong to the "
        "same set as a review that you contested. You did not have to ask."
    ),
}

# What found the review, before anybody or anything judged it.
DETECTION: Final = {
    Origin.SELLER: say("No program looked for this review: a person asked us to look at it."),
    Origin.NOTICE: say("No program looked for this review: a person sent us a notice."),
    Origin.SETTLEMENT: say("A program watched the settlement's time and opened the case when it had passed."),
    Origin.GROUP: say("A program found what this review has in common with others, and a person opened the case."),
}

_SAID_BY_A_NOTICE: Final = {
    GroundKey.ILLEGAL_CONTENT.value: say("that it holds illegal content"),
    GroundKey.PERSONAL_INFORMATION.value: say("that it holds personal information"),
}


def source_in_words(case: RemovalRequest, party: Party) -> str:
    return SOURCE[Origin(case.origin), party]


def beginning_in_words(case: RemovalRequest, party: Party, tenant: Tenant) -> str:
    """How the case began, and when."""
    day = date_in_words(local_day(case.filed_at, tenant.zone))
    if case.origin == Origin.NOTICE:
        said = _SAID_BY_A_NOTICE[case.notice.about]
        if party is Party.AUTHOR:
            return say("On {day} a notice said {that}.", day=day, that=said)
        return say("On {day} you reported {that}.", day=day, that=said)
    if case.origin == Origin.SETTLEMENT:
        return say("On {day} the time was over that a settlement about the order gave for its withdrawal.", day=day)
    if case.origin == Origin.GROUP:
        return say(
            "On {day} we opened a case about it, beside those about other reviews that it may belong to.", day=day
        )
    return say("Its removal was requested on {day}.", day=day)


def knows_the_order(case: RemovalRequest, party: Party) -> bool:
    """Whoever sent a notice may be a stranger, who is not told whose order it was."""
    return party is Party.AUTHOR or case.origin != Origin.NOTICE
