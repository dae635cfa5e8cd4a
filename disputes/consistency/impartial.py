"""Who may look at a decided case a second time: nobody who had a part in it, or has read how it was decided."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit.queries import entries_by
from disputes.models import Appeal, Approval, Decision, Origin, Reading, RemovalRequest, SecondLook
from orders.queries import partners_run_by, sellers_run_by
from tenants.models import Member, Role
from wire.refusals import NotPermitted, NotThere

_CASE = OuterRef("decision__request")


def looks_open_to(member: Member) -> QuerySet[SecondLook]:
    """Unanswered looks whose case the member had no part in and does not know the answer of."""
    # Who opened the case's page after it was decided has read the first answer.
    has_read = Reading.objects.filter(request=_CASE, by=member, at__gte=OuterRef("decision__decided_at"))
    return _impartial(member).filter(~Exists(has_read), answered_at__isnull=True)


def decisions_to_look_at() -> QuerySet:
    """Ids of the decisions whose second look is still to come: lists for everybody at the desk leave them out."""
    return SecondLook.objects.filter(answered_at__isnull=True).values("decision")


def looks_visible_to(member: Member | None) -> QuerySet[SecondLook]:
    """For the desk: what the member could answer or could have; for leads everything that is answered."""
    if member is None or not member.at_the_desk:
        return SecondLook.objects.none()
    answered = Q(answered_at__isnull=False)
    if not member.has_role(Role.LEAD):
        answered &= Q(by=member) | Q(pk__in=_impartial(member).values("pk"))
    return _apart_from(member).filter(answered | Q(pk__in=looks_open_to(member).values("pk")))


def _impartial(member: Member) -> QuerySet[SecondLook]:
    """Those of cases in which the member neither decided nor did anything else."""
    had_a_part = (
        Decision.objects.filter(request=_CASE, decided_by=member),
        Approval.objects.filter(decision__request=_CASE, by=member),
        Appeal.objects.filter(Q(claimed_by=member) | Q(decided_by=member), decision__request=_CASE),
        entries_by(member, RemovalRequest).filter(subject_id=_CASE),
    )
    return _apart_from(member).filter(*(~Exists(rows) for rows in had_a_part))


def _apart_from(member: Member) -> QuerySet[SecondLook]:
    """Those on whose case's sides the member is not."""
    sent = Q(decision__request__origin=Origin.NOTICE, decision__request__filed_by__email__iexact=member.email)
    return (
        SecondLook.objects.exclude(decision__request__seller__in=sellers_run_by(member))
        .exclude(decision__request__review__buyer=member)
        .exclude(decision__request__review__order__partner__in=partners_run_by(member))
        .exclude(sent)
    )


def check_may_look_again(by: Member | None, look: SecondLook) -> None:
    """Agents who had no part in the case; for everybody else there is no such look."""
    if by is None or not by.at_the_desk:
        raise NotThere
    # Of one that waits the one question is enough, and much the cheaper.
    theirs = looks_open_to(by) if look.answered_at is None else looks_visible_to(by)
    if not theirs.filter(pk=look.pk).exists():
        raise NotThere
    if not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace look at cases a second time.")


def cases_in_hand(member: Member, now: datetime) -> QuerySet:
    """Ids of the cases that the member looks at a second time at `now`: until they have answered, the pages that tell
    the first answer are not there for them."""
    held = SecondLook.objects.filter(claimed_by=member, claimed_until__gt=now, answered_at__isnull=True)
    return held.values("decision__request")
