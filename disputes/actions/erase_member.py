"""Takes a person out of cases: what they said goes, what was decided and why stays readable."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from disputes.erasing import facts_without_words
from disputes.models import (
    OPEN,
    Appeal,
    Approval,
    Claim,
    Decision,
    DocumentRequest,
    Evidence,
    FeedbackCause,
    Finding,
    GroupCase,
    HandOver,
    InformationRequest,
    Letter,
    MisuseStep,
    Notice,
    PreparedDecision,
    QueueMark,
    RemovalRequest,
    Reply,
    Report,
    SavedReplyVersion,
    SavedView,
    SecondLook,
    Statement,
    StepAppeal,
)
from disputes.queries import OPEN_APPEALS
from policy.saying import Said, say, say_number
from policy.terms import EvidenceKind, Party
from tenants.actions.erase_member import refuse_while
from tenants.erasing import ERASED, Person, drop, rewriting, unname
from tenants.models import Member, Tenant

_STATEMENT = ("measure", "duration", "territory", "facts", "source", "explanation", "automated", "redress")


def reasons_to_keep_side(member: Member) -> list[Said]:
    """Which cases and appeals still need the person, or are in their hands."""
    open_status = [status.value for status in OPEN]
    reasons = []
    mine = Q(review__buyer=member) | Q(notice__author=member)
    if running := RemovalRequest.objects.filter(mine, status__in=open_status).count():
        reasons.append(
            say_number(
                "{number} case that concerns you is still open. Your data can be erased once it is decided.",
                "{number} cases that concern you are still open. Your data can be erased once they are decided.",
                running,
            )
        )
    concerned = Q(decision__review__buyer=member) | Q(lodged_by=member, party=Party.AUTHOR)
    if Appeal.objects.filter(concerned, status__in=OPEN_APPEALS).exists():
        reasons.append(say("An appeal that concerns you is still open. Please come back when it is decided."))
    if Notice.objects.filter(author=member, status=Notice.Status.RECEIVED).exists():
        reasons.append(say("A notice of yours has not been answered yet. Please come back when it is."))
    if StepAppeal.objects.filter(lodged_by=member, decided_at__isnull=True).exists():
        reasons.append(say("An appeal of yours against a step is still open. Please come back when it is decided."))
    in_hand = RemovalRequest.objects.filter(claimed_by=member, status__in=open_status).exists()
    if in_hand or PreparedDecision.objects.filter(by=member).exists():
        reasons.append(say("You have cases in your hands. Hand them over first; decisions must have taken effect."))
    return reasons


@transaction.atomic
def erase_member(*, tenant: Tenant, member: Member) -> dict[str, int]:
    """How many rows lost words. Raises UnableToEraseMember while a case of theirs runs.

    Facts kept with findings and decisions lose the comment and the chat: ground, outcome and reasons stay.
    """
    refuse_while(reasons_to_keep_side(member))
    person = Person.of(member)
    ours = Q(request__review__buyer=member)
    noticed = Notice.objects.filter(tenant=tenant, author=member)
    counts = {
        "replies": drop(Reply.objects.filter(by=member), body=ERASED),
        "appeals": drop(Appeal.objects.filter(lodged_by=member, party=Party.AUTHOR), body=ERASED)
        + drop(Appeal.objects.filter(decision__request__notice__author=member, lodged_by=member), body=ERASED)
        + drop(StepAppeal.objects.filter(step__member=member), body=ERASED),
        "notices": drop(noticed, explanation=ERASED, url="", law=""),
        "claims": drop(Claim.objects.filter(request__notice__author=member), statement=ERASED),
        "answers": drop(
            InformationRequest.objects.filter(answered_by=member, request__notice__author=member), answer=ERASED
        ),
        "evidence": drop(
            Evidence.objects.filter(ours, added_by=member, kind=EvidenceKind.TEXT)
            | Evidence.objects.filter(request__notice__author=member, added_by=member, kind=EvidenceKind.TEXT),
            text=ERASED,
        ),
    }
    drop(Letter.objects.filter(addressee=member), last_error="")
    drop(Letter.objects.filter(addressee=member, state=Letter.State.WAITING), state=Letter.State.UNDELIVERABLE)
    QueueMark.objects.filter(ours).delete()
    SavedView.objects.filter(member=member).delete()
    counts["facts"] = _empty_facts(member, person)
    counts["named"] = _unname(member, person)
    return counts


def _empty_facts(member: Member, person: Person) -> int:
    """Facts of cases about their reviews, and of cases in which their reviews or notices are told of."""
    about = Q(review__buyer=member) | Q(notice__author=member)
    cases = RemovalRequest.objects.filter(about).values("pk")
    changed = 0
    for model, rows in (
        (Finding, Finding.objects.filter(claim__request__in=cases)),
        (Decision, Decision.objects.filter(request__in=cases)),
    ):
        columns = ("explanation", "references") if model is Finding else ("proposed", "reason", "departure_reason")
        for pk, *standing in rows.values_list("pk", "facts", *columns).iterator(chunk_size=100):
            facts, *others = standing
            emptied = [person.out_of(each) for each in (facts_without_words(facts), *others)]
            if emptied != standing:
                with rewriting(model):
                    changed += model.objects.filter(pk=pk).update(
                        **dict(zip(("facts", *columns), emptied, strict=True))
                    )
    return changed


def _unname(member: Member, person: Person) -> int:
    """Their name out of what the desk and the other side wrote, about them or as their colleagues."""
    ours = Q(request__review__buyer=member) | Q(request__notice__author=member) | Q(request__filed_by=member)
    decided = Q(decision__review__buyer=member) | Q(decision__request__notice__author=member)
    reviewed = Q(review__buyer=member)
    rows = (
        (Claim.objects.filter(ours), ("statement",)),
        (Evidence.objects.filter(ours | Q(added_by=member)), ("text",)),
        (InformationRequest.objects.filter(ours | Q(asked_by=member) | Q(answered_by=member)), ("question", "answer")),
        (HandOver.objects.filter(ours | Q(by=member) | Q(to=member)), ("note",)),
        (Decision.objects.filter(decided_by=member), ("reason", "departure_reason")),
        (Approval.objects.filter(decided | Q(by=member)), ("reason",)),
        (Appeal.objects.filter(decided | Q(lodged_by=member) | Q(decided_by=member)), ("body", "reason")),
        (SecondLook.objects.filter(decided | Q(by=member)), ("reason",)),
        (Statement.objects.filter(decided | Q(addressee=member)), _STATEMENT),
        (MisuseStep.objects.filter(Q(member=member) | Q(confirmed_by=member) | Q(closed_by=member)), ("reason",)),
        (StepAppeal.objects.filter(Q(lodged_by=member) | Q(decided_by=member)), ("body", "reason")),
        (Notice.objects.filter(reviewed | Q(author=member) | Q(answered_by=member)), ("explanation", "answer")),
        (FeedbackCause.objects.filter(reviewed | Q(typed_by=member)), ("note",)),
        (
            DocumentRequest.objects.filter(reviewed | Q(asked_by=member) | Q(given_by=member) | Q(judged_by=member)),
            ("asks_for", "answer", "judgement"),
        ),
        (GroupCase.objects.filter(members__review__buyer=member), ("explanation",)),
        (SavedReplyVersion.objects.filter(by=member), ("body",)),
    )
    steps = MisuseStep.objects.filter(member=member)
    reports = Report.objects.filter(statement__decision__review__buyer=member, payload__isnull=False)
    whole = unname(steps, person, "reasons", all_rows=True) + unname(reports, person, "payload", all_rows=True)
    return whole + sum(unname(found, person, *columns) for found, columns in rows)


def pages_of_side(member: Member) -> set[str]:
    """How pages about cases of the person are addressed, for what others were told of them."""
    cases = RemovalRequest.objects.filter(Q(review__buyer=member) | Q(notice__author=member))
    return {str(pk) for pk in cases.values_list("pk", flat=True)}
