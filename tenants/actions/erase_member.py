"""Takes a person out of their place in a marketplace; the place stays, so that what they rated stays whole."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from policy.problems import Problem
from policy.saying import Said, say
from policy.terms import ProblemCode
from tenants.erasing import ERASED, Person, drop
from tenants.models import Fingerprint, Member, PolicyDraft, PolicyReplay, Role, Tenant
from tenants.scope import tenant_scope
from wire.refusals import Refused


class UnableToEraseMember(Refused):
    """`conflict`: something runs that needs the person; the sentences say what, and when it can be."""


def refuse_while(reasons: list[Said]) -> None:
    """Raise UnableToEraseMember with these sentences, if there are any."""
    if reasons:
        raise UnableToEraseMember(*(Problem(ProblemCode.CONFLICT, "", reason) for reason in reasons))


def reasons_to_keep_member(member: Member) -> list[Said]:
    """What speaks against erasing them now, as far as members and roles tell."""
    if Role.LEAD not in member.roles:
        return []
    others = Member.objects.filter(roles__contains=[Role.LEAD], user__isnull=False).exclude(pk=member.pk)
    if others.exists():
        return []
    return [say("You are the only lead here. Once somebody else leads, your data can be erased.")]


@transaction.atomic
def erase_member(*, tenant: Tenant, by: Member | None, member: Member, now: datetime, data: dict[str, int]) -> Member:
    """Name, address, ids, language, account and fingerprints are gone for good. `data` are counts for the log.

    Who is erased already stays as they are.
    """
    held = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if held.erased_at is not None:
        return held
    refuse_while(reasons_to_keep_member(held))
    person = Person.of(held)
    Fingerprint.objects.filter(member=held).delete()
    drop(PolicyReplay.objects.filter(person.named_in("error")), error=ERASED)
    drop(PolicyDraft.objects.filter(person.named_in("title")), title=ERASED)
    held.user, held.external_id, held.name, held.email, held.language = None, "", "", "", ""
    held.account_created_at, held.roles, held.erased_at = None, [], now
    held.save()
    record_entry(tenant=tenant, by=by, action="member.erased", subject=held, now=now, data=data)
    return held


def is_member_elsewhere(user, *, but: Tenant) -> bool:
    """Whether the account has a place in any other marketplace."""
    for other in Tenant.objects.exclude(pk=but.pk).order_by("slug"):
        with tenant_scope(other):
            if Member.objects.filter(user=user).exists():
                return True
    return False
