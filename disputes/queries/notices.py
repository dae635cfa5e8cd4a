"""Notices of illegal content: for the desk, for who sent them, and what they hide."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q, QuerySet

from disputes.models import OPEN, Decision, Notice, Origin, RemovalRequest
from policy.lifecycle import URGENT_GROUNDS, hidden_while_open
from policy.terms import GroundKey, Outcome
from tenants.models import Member
from wire.refusals import NotThere

_OPEN = [status.value for status in OPEN]
_URGENT = [ground.value for ground in URGENT_GROUNDS]


def _notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("author", "answered_by", "review__order__offer", "review__seller")


def notices_visible_to(member: Member | None) -> QuerySet[Notice]:
    """All for agents and leads, none for anybody else."""
    if member is None or not member.at_the_desk:
        return Notice.objects.none()
    return _notices()


def visible_notice(member: Member | None, notice_id: UUID) -> Notice:
    notice = notices_visible_to(member).filter(pk=notice_id).first()
    if notice is None:
        raise NotThere
    return notice


def notice_of_hash(token_hash: str) -> Notice:
    """The notice of whoever holds the link; NotThere where no link has that hash."""
    notice = _notices().filter(token_hash=token_hash).first()
    if notice is None:
        raise NotThere
    return notice


def case_of_notice(notice: Notice) -> RemovalRequest | None:
    return (
        RemovalRequest.objects.filter(notice=notice)
        .select_related("review__order", "review__buyer", "seller", "filed_by", "notice", "policy_version")
        .first()
    )


def open_notice_case(author: Member, review) -> bool:
    """Whether a case runs about the review that this person's notice opened."""
    return RemovalRequest.objects.filter(
        origin=Origin.NOTICE, filed_by=author, review=review, status__in=_OPEN
    ).exists()


def was_kept_before(case: RemovalRequest) -> bool:
    """Whether, as the notice came, a decision stood that kept the review after another of the same ground.

    What was edited since has to be looked at anew.
    """
    review = case.review
    kept = Decision.objects.filter(
        Q(held=False) | Q(approval__approved=True),
        review=review,
        outcome=Outcome.KEEP,
        request__origin=Origin.NOTICE,
        request__claims__ground__in=case.claims.filter(ground__in=_URGENT).values("ground"),
        superseded_by__isnull=True,
        decided_at__lte=case.filed_at,
    )
    return (kept.filter(decided_at__gte=review.edited_at) if review.edited_at else kept).exists()


def hides_review(case: RemovalRequest) -> bool:
    """Whether the review is hidden while this case runs.

    Personal information and illegal content are hidden at once. A notice about a review that was looked at after
    an earlier notice and kept hides nothing any more: else anybody could keep an honest review out of sight for
    good by reporting it again and again.
    """
    if not hidden_while_open(frozenset(GroundKey(claim.ground) for claim in case.claims.all())):
        return False
    return case.origin != Origin.NOTICE or not was_kept_before(case)


def still_hidden_without(case: RemovalRequest) -> bool:
    """Whether another running case keeps the review hidden once this one no longer does."""
    others = (
        RemovalRequest.objects.filter(review=case.review, status__in=_OPEN, claims__ground__in=_URGENT)
        .exclude(pk=case.pk)
        .select_related("review")
        .distinct()
    )
    return any(hides_review(other) for other in others)


def waiting_first(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Those that wait for somebody, the oldest of them first; then the others, the newest first."""
    waits = Q(status=Notice.Status.RECEIVED)
    return rows.annotate(is_done=~waits).order_by("is_done", F("received_at").desc())
