"""What each seller, buyer and author of notices did in the policy's span: decided cases, and those that count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from disputes.models import Decision, MisuseStep, Notice, Origin
from policy.document import PolicyDocument
from policy.misuse import DecidedCase, groundless
from policy.saying import say
from policy.terms import GroundKey, MisuseSubject, Outcome


@dataclass(frozen=True, slots=True)
class Whose:
    """Who may be cautioned or suspended: a seller, or a member as a buyer or as an author of notices."""

    subject: MisuseSubject
    id: UUID


def whose(step: MisuseStep) -> Whose:
    return Whose(MisuseSubject(step.subject), step.seller_id or step.member_id)


def cases_of(who: Whose, *, policy: PolicyDocument, now: datetime) -> list[DecidedCase]:
    """The decided cases of the span that ends at `now`, each by the decision that stands; the earliest first."""
    since = now - timedelta(days=policy.misuse.within_days)
    if who.subject is MisuseSubject.NOTICE_AUTHOR:
        return sorted(_of_notices(who.id, since, now), key=lambda case: case.decided_at)
    if who.subject is MisuseSubject.SELLER:
        return cases_of_sellers([who.id], policy=policy, now=now)[who.id]
    mine = standing_decisions(since, now).filter(request__review__buyer=who.id)
    return [_case(each, found_blackmail(each)) for each in mine]


def cases_of_sellers(
    seller_ids: Iterable[UUID], *, policy: PolicyDocument, now: datetime
) -> dict[UUID, list[DecidedCase]]:
    """The decided requests of each of them, in one query; those that a notice or a settlement began are not theirs."""
    since = now - timedelta(days=policy.misuse.within_days)
    found: dict[UUID, list[DecidedCase]] = {each: [] for each in seller_ids}
    for each in standing_decisions(since, now).filter(request__seller__in=list(found), request__origin=Origin.SELLER):
        found[each.request.seller_id].append(_case(each, _groundless(each)))
    return found


def suspects(*, policy: PolicyDocument, now: datetime) -> list[Whose]:
    """Everybody with a case in the span that counts: nobody else can be proposed for anything."""
    since = now - timedelta(days=policy.misuse.within_days)
    standing = standing_decisions(since, now).order_by()
    bad_faith = standing.filter(outcome=Outcome.KEEP, good_faith=False)
    sellers = bad_faith.filter(request__origin=Origin.SELLER).values_list("request__seller", flat=True)
    blackmail = standing.filter(**{f"findings__{GroundKey.BLACKMAIL.value}": "met"}).exclude(outcome=Outcome.KEEP)
    buyers = blackmail.values_list("request__review__buyer", flat=True)
    authors = {
        *bad_faith.filter(request__origin=Origin.NOTICE).values_list("request__notice__author", flat=True),
        *Notice.objects.filter(manifestly_unfounded=True)
        .filter(_answered(since, now))
        .values_list("author", flat=True),
        *standing.filter(request__notice__manifestly_unfounded=True).values_list("request__notice__author", flat=True),
    }
    return [
        *(Whose(MisuseSubject.SELLER, each) for each in sorted(set(sellers))),
        *(Whose(MisuseSubject.BUYER, each) for each in sorted(set(buyers))),
        *(Whose(MisuseSubject.NOTICE_AUTHOR, each) for each in sorted(authors)),
    ]


def touched_by(decision: Decision) -> list[Whose]:
    """Whose count the decision may raise."""
    case, touched = decision.request, []
    if _groundless(decision) and case.origin == Origin.SELLER:
        touched.append(Whose(MisuseSubject.SELLER, case.seller_id))
    if case.origin == Origin.NOTICE and (_groundless(decision) or case.notice.manifestly_unfounded):
        touched.append(Whose(MisuseSubject.NOTICE_AUTHOR, case.notice.author_id))
    if found_blackmail(decision):
        touched.append(Whose(MisuseSubject.BUYER, case.review.buyer_id))
    return touched


def found_blackmail(decision: Decision) -> bool:
    """Whether it found that the buyer demanded something under threat, and took the review off the rate for it."""
    return decision.findings.get(GroundKey.BLACKMAIL.value) == "met" and decision.outcome != Outcome.KEEP


def _groundless(decision: Decision) -> bool:
    return groundless(Outcome(decision.outcome), decision.good_faith)


def standing_decisions(since: datetime, now: datetime) -> QuerySet[Decision]:
    """Decisions that took effect in the span and that nothing has taken the place of."""
    took_effect = Q(held=False) | Q(approval__approved=True)
    return (
        Decision.objects.filter(took_effect, superseded_by__isnull=True)
        .annotate(effective_at=Coalesce("approval__at", "decided_at"))
        .filter(effective_at__gt=since, effective_at__lte=now)
        .select_related("request__review__order", "request__notice")
        .order_by("effective_at", "id")
    )


def _answered(since: datetime, now: datetime) -> Q:
    return Q(status=Notice.Status.DISMISSED, answered_at__gt=since, answered_at__lte=now)


def _of_notices(author_id: UUID, since: datetime, now: datetime) -> Iterator[DecidedCase]:
    first: dict[UUID, str] = {}

    def about(notice: Notice) -> str:
        # Who sends notices is not told whose order a review is of: their own number names it.
        number = first.setdefault(notice.review_id, notice.number) if notice.review_id else notice.number
        return say("the one of notice {number}", number=number)

    for notice in Notice.objects.filter(_answered(since, now), author=author_id).order_by("received_at", "id"):
        yield DecidedCase(about(notice), notice.answered_at, notice.manifestly_unfounded, str(notice.pk))
    for each in standing_decisions(since, now).filter(request__origin=Origin.NOTICE, request__notice__author=author_id):
        notice = each.request.notice
        counts = notice.manifestly_unfounded or _groundless(each)
        yield DecidedCase(about(notice), each.effective_at, counts, str(notice.pk))


def _case(decision: Decision, counts: bool) -> DecidedCase:
    case = decision.request
    return DecidedCase(_review(case), decision.effective_at, counts, str(case.pk))


def _review(case) -> str:
    """The review as sentences name it: there is one an order."""
    return say("of order {order}", order=case.review.order.external_id)
