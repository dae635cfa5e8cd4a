"""One review as the Feedback Manager lists it: what its seller may see of it, where it stands, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from disputes.pages.contested import CRITERIA
from disputes.queries.managing import LastCase, last_case_of
from feedback.queries import Sight, shown_comment, sight_of
from feedback.queries.reviews import response_of
from feedback.queries.sight import READABLE
from orders.talking.contacts import facts_from
from policy import contact
from policy.document import PolicyDocument
from policy.filing import FilingFacts, may_file
from policy.phrases import moment_in_words
from policy.saying import joined, say, say_number
from policy.terms import ReviewStatus, Sentiment
from policy.time_limits import cutoff
from policy.windows import local_day
from tenants.models import Member

SHORT = 160
"""Characters of a comment that are shown before it is opened."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is the same for every row of a page."""

    member: Member
    policy: PolicyDocument
    now: datetime
    zone: tzinfo
    suspended_until: datetime | None = None


class Act(NamedTuple):
    """Something to do: without `href` it cannot be done, and `note` says why."""

    label: str
    href: str = ""
    note: str = ""


def row_of(review: Any, reader: Reader) -> dict[str, Any]:
    """Needs its parties, its response, and the columns of `managed_columns` in pages/manager.py."""
    sight = sight_of(reader.member, review, runs_it=True)
    order, case = review.order, last_case_of(review, reader.now)
    told = sight in (Sight.WHOLE, Sight.PUBLIC)
    response = response_of(review)
    return {
        "id": f"review-{review.pk}",
        "review": review,
        "at": review.published_at,
        "order": order.external_id,
        "order_href": reverse("order_page", args=[order.external_id]),
        "href": reverse("review_page", args=[review.pk]),
        "subject": order.offer.title if order.offer_id else "",
        "told": told,
        "criteria": _criteria(review) if told else [],
        "overall": review.overall if told else None,
        "sentiment": review.sentiment if told else "",
        **_comment(shown_comment(review, sight) if told else ""),
        "status": "hidden" if review.hidden_at and review.status == ReviewStatus.PUBLISHED else review.status,
        "answered_at": response and (response.edited_at or response.published_at),
        "answer": response.body if response and told else "",
        "case": _case(case),
        "acts": _acts(review, case, reader, answered=response is not None),
    }


def _criteria(review: Any) -> list[dict[str, Any]]:
    counted = review.counted_criteria
    given = ((label, getattr(review, name), name not in counted) for name, label in CRITERIA)
    return [{"label": label, "value": value, "struck": struck} for label, value, struck in given if value]


def _comment(text: str) -> dict[str, str]:
    """`short` alone where all of it is shown at once, else with `long`."""
    if len(text) <= SHORT + 20:
        return {"short": text, "long": ""}
    return {"short": text[:SHORT].rsplit(None, 1)[0] + " …", "long": text}


def _case(case: LastCase | None) -> dict[str, Any] | None:
    if case is None:
        return None
    state, kind = (case.outcome, "") if case.outcome and not case.is_open else (case.status, "request")
    return {"href": reverse("request_page", args=[case.id]), "state": state, "kind": kind, "due_at": case.due_at}


def _acts(review: Any, case: LastCase | None, reader: Reader, *, answered: bool) -> list[Act]:
    """The two that matter first; the page folds the rest away."""
    acts = []
    if review.status in READABLE:
        label = say("Change answer") if answered else say("Answer")
        acts.append(Act(label, reverse("review_response", args=[review.pk])))
    acts.append(removal_act(review, case, reader))
    acts.append(_contact(review, reader))
    chat = reverse("order_page", args=[review.order.external_id])
    if reader.policy.orders.compensation_kinds:
        href = reverse("compensation_form", args=[review.order.external_id])
        acts.append(Act(say("Offer compensation"), href, say("Tied to nothing, least of all to the review.")))
    if reader.policy.orders.settlements_allowed and review.status == ReviewStatus.PUBLISHED:
        if review.settlement_runs:
            acts.append(Act(say("See the settlement"), f"{chat}#settlements", say("One runs already.")))
        else:
            acts.append(Act(say("Propose a settlement"), reverse("settlement_form", args=[review.order.external_id])))
    if review.status == ReviewStatus.PUBLISHED:
        acts.append(Act(say("What if it were gone?"), reverse("what_if", args=[review.pk])))
    return acts


def removal_act(review: Any, case: LastCase | None, reader: Reader) -> Act:
    """The way to the form with the days left, or why there is none."""
    label = say("Request removal")
    if case is not None and case.is_open:
        return Act(say("See the request"), reverse("request_page", args=[case.id]), say("One request at a time."))
    if review.status in (ReviewStatus.STRUCK, ReviewStatus.ATTRIBUTED):
        return Act(label, note=say("It counts in your rate no more."))
    facts = FilingFacts(
        review_status=ReviewStatus(review.status),
        first_published_at=review.published_at,
        timezone=reader.zone,
        suspended_until=reader.suspended_until,
    )
    # Without claims; which of them hold is a question of the form.
    if problems := [each for each in may_file(facts, (), (), reader.policy, reader.now) if each.pointer != "/claims"]:
        return Act(label, note=problems[0].detail)
    limit = cutoff(review.published_at, reader.policy, reader.zone)
    href = f"{reverse('request_form')}?{urlencode({'review': review.pk})}"
    if not limit.passed(reader.now):
        return Act(label, href, _left((limit.last_day - local_day(reader.now, reader.zone)).days))
    over = say("The time ended on {day}.", day=limit.last_day)
    exempt = set(reader.policy.removal.cutoff_exempt_grounds) & set(reader.policy.removal.offered)
    return Act(label, href, joined(over, say("Some grounds have no end."))) if exempt else Act(label, note=over)


def _left(days: int) -> str:
    return say_number("{number} day left", "{number} days left", days) if days else say("Today is the last day")


def _contact(review: Any, reader: Reader) -> Act:
    href = f"{reverse('order_page', args=[review.order.external_id])}#chat"
    negative = review.sentiment == Sentiment.NEGATIVE and review.status == ReviewStatus.PUBLISHED
    facts = facts_from(review.latest_messages, negative_since=review.published_at if negative else None)
    found = contact.allowance(facts, reader.policy, reader.now)
    if not found.limited:
        return Act(say("Write to the buyer"), href)
    if found.left:
        left = say_number(
            "{number} message left until they answer.", "{number} messages left until they answer.", found.left
        )
        return Act(say("Write to the buyer"), href, left)
    if not found.free_at:
        return Act(say("Open the chat"), href, say("You can write once they answer."))
    when = moment_in_words(found.free_at, reader.zone)
    return Act(say("Open the chat"), href, say("You can write from {moment}, or once they answer.", moment=when))
