"""Cautions and suspensions: which are in force by the clock, for whom, and who sees which."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from disputes.models import Letter, MisuseStep, Notice
from disputes.queries.misuse import Whose, cases_of, whose
from disputes.queries.sides import sees_every_case
from orders.queries import runs_seller, sellers_run_by
from policy.document import PolicyDocument
from policy.misuse import MisuseHistory, Proposal, propose
from policy.terms import MisuseKind, MisuseSubject, SuspensionStatus
from tenants.models import Member
from wire.refusals import NotThere

_TOLD = (SuspensionStatus.ACTIVE, SuspensionStatus.ENDED, SuspensionStatus.LIFTED)


def with_subjects() -> QuerySet[MisuseStep]:
    """Steps ready to be shown."""
    return MisuseStep.objects.select_related(
        "seller", "member", "policy_version", "confirmed_by", "closed_by", "appeal__lodged_by", "appeal__decided_by"
    )


def steps_of(who: Whose) -> QuerySet[MisuseStep]:
    column = "seller" if who.subject is MisuseSubject.SELLER else "member"
    return MisuseStep.objects.filter(subject=who.subject, **{column: who.id}).order_by("proposed_at", "id")


def status_at(step: MisuseStep, now: datetime) -> SuspensionStatus:
    """Where the step stands by the clock: one whose time is over has ended, swept or not."""
    status = SuspensionStatus(step.status)
    over = status is SuspensionStatus.ACTIVE and step.ends_at <= now
    return SuspensionStatus.ENDED if over else status


def standing_at(status: SuspensionStatus, now: datetime) -> Q:
    """The condition that a step has that status by the clock."""
    over = Q(status=SuspensionStatus.ACTIVE, ends_at__lte=now)
    if status is SuspensionStatus.ACTIVE:
        return Q(status=status) & ~over
    return Q(status=status) | over if status is SuspensionStatus.ENDED else Q(status=status)


def in_force(now: datetime) -> Q:
    return Q(status=SuspensionStatus.ACTIVE, confirmed_at__lte=now, ends_at__gt=now)


def steps_in_force(who: Whose, now: datetime) -> list[MisuseStep]:
    """At most a caution and a suspension."""
    return list(steps_of(who).filter(in_force(now)))


def notice_right_suspended_until(email: str, now: datetime) -> datetime | None:
    """When whoever writes from that address may send notices again; None where nothing is suspended."""
    suspended = MisuseStep.objects.filter(
        in_force(now),
        subject=MisuseSubject.NOTICE_AUTHOR,
        kind=MisuseKind.SUSPENSION,
        member__email__iexact=email.strip(),
    )
    return max(suspended.values_list("ends_at", flat=True), default=None) if email.strip() else None


def called_for(who: Whose, *, policy: PolicyDocument, now: datetime) -> Proposal | None:
    """What the rule proposes now, beside what is open, was dismissed, lifted or has ended already."""
    steps, cases = list(steps_of(who)), cases_of(who, policy=policy, now=now)
    standing = [(MisuseKind(step.kind), status_at(step, now), step) for step in steps]
    caution, suspension = MisuseKind.CAUTION, MisuseKind.SUSPENSION
    proposed, active = SuspensionStatus.PROPOSED, SuspensionStatus.ACTIVE
    answered = {str(case) for _, status, step in standing if status not in (proposed, active) for case in step.cases}
    counted = {case.case_id for case in cases if case.counts}
    history = MisuseHistory(
        cases=cases,
        cautioned_at=[step.confirmed_at for kind, status, step in standing if kind is caution and status is active],
        caution_open=any(kind is caution and status is proposed for kind, status, _ in standing),
        suspension_open=any(kind is suspension and status in (proposed, active) for kind, status, _ in standing),
        # A step that was dismissed, lifted or has run out has answered its cases; only others call for a new one.
        dismissed_at=now if counted <= answered else None,
    )
    return propose(history, policy, now, subject=who.subject)


def cases_standing(step: MisuseStep) -> frozenset[str]:
    """Ids of the cases under the step that count as they did: not overturned on appeal since."""
    cases = cases_of(whose(step), policy=step.policy_version.policy, now=step.proposed_at)
    return frozenset(case.case_id for case in cases if case.counts) & {str(each) for each in step.cases}


def still_called_for(step: MisuseStep) -> bool:
    """Whether the rule would still propose the step, had it known at that moment what is known now."""
    who, policy = whose(step), step.policy_version.policy
    cautions = steps_of(who).filter(kind=MisuseKind.CAUTION, confirmed_at__lte=step.proposed_at)
    given = cautions.exclude(pk=step.pk).exclude(status=SuspensionStatus.LIFTED)
    is_suspension = step.kind == MisuseKind.SUSPENSION
    history = MisuseHistory(
        cases=cases_of(who, policy=policy, now=step.proposed_at),
        cautioned_at=list(given.values_list("confirmed_at", flat=True)) if is_suspension else (),
    )
    proposal = propose(history, policy, step.proposed_at, subject=who.subject)
    return proposal is not None and proposal.kind == step.kind


def is_subject(member: Member | None, step: MisuseStep) -> bool:
    """Whether the step is against the member: any who runs the seller, the buyer, the author."""
    if member is None:
        return False
    if step.seller_id is not None:
        return runs_seller(member, step.seller_id)
    return member.acting_for_seller_id is None and member.pk == step.member_id


def steps_visible_to(member: Member | None) -> QuerySet[MisuseStep]:
    """All for the desk; what was confirmed for the marketplace's own key, and for whom it is against.

    Nobody sees a proposal against themselves, at the desk neither.
    """
    if member is None:
        return MisuseStep.objects.none()
    mine = Q(seller__in=sellers_run_by(member))
    if member.acting_for_seller_id is None:
        mine |= Q(member=member)
    told = Q(status__in=[status.value for status in _TOLD])
    if member.at_the_desk:
        return with_subjects().filter(told | ~mine)
    return with_subjects().filter(told if sees_every_case(member) else told & mine)


def steps_told_with(notice: Notice) -> QuerySet[MisuseStep]:
    """The confirmed steps against the notice's author, as an author of notices, for whoever holds its link.

    Only those confirmed since the notice came: anybody can send one in another's name, and must not learn by it
    what that person was given before.
    """
    return (
        with_subjects()
        .filter(subject=MisuseSubject.NOTICE_AUTHOR, member=notice.author_id, confirmed_at__gte=notice.received_at)
        .filter(status__in=[status.value for status in _TOLD])
        .order_by("-confirmed_at", "-id")
    )


def visible_step(member: Member | None, step_id: UUID) -> MisuseStep:
    step = steps_visible_to(member).filter(pk=step_id).first()
    if step is None:
        raise NotThere
    return step


def told_of_step_at(step: MisuseStep) -> datetime | None:
    """When its subject was told: the first letter sent or the page opened, whichever came first. None: not yet."""
    letters = Letter.objects.filter(step=step, kind=Letter.Kind.STEP_CONFIRMED)
    moments = [at for pair in letters.values_list("sent_at", "read_at") for at in pair if at is not None]
    return min(moments, default=None)
