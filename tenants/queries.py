"""Reads of marketplaces, members and policy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tenants.models import Fingerprint, Member, PolicyDraft, PolicyReplay, PolicyVersion, Role, Tenant
from wire.refusals import NotThere


def tenant_of_host(host: str) -> Tenant | None:
    """The marketplace that answers at `host` (with or without a port), or None."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return Tenant.objects.filter(host=name.lower().rstrip(".")).first()


def all_tenants() -> list[Tenant]:
    return list(Tenant.objects.order_by("slug"))


def tenant_of_slug(slug: str) -> Tenant | None:
    return Tenant.objects.filter(slug=slug).first()


def tenant_of_id(tenant_id: str | UUID) -> Tenant:
    return Tenant.objects.get(pk=tenant_id)


def member_of_user(user) -> Member | None:
    """The member that `user` is in the marketplace of the active scope, or None."""
    return Member.objects.filter(user=user).first()


def members_called(*, email: str = "", member_id: UUID | None = None) -> list[Member]:
    """Everybody of that e-mail address, by account or by what the marketplace said, or the one of that id."""
    if member_id is not None:
        return list(Member.objects.filter(pk=member_id))
    address = email.strip()
    called = Q(email__iexact=address) | Q(user__email__iexact=address)
    return list(Member.objects.filter(called).order_by("joined_at", "pk")) if address else []


def member_of_external_id(external_id: str) -> Member | None:
    return Member.objects.filter(external_id=external_id).first() if external_id else None


def members_of_external_ids(external_ids: Iterable[str]) -> dict[str, Member]:
    found = Member.objects.filter(external_id__in=list(external_ids))
    return {member.external_id: member for member in found}


def members_of_ids(ids: Iterable[UUID]) -> dict[UUID, Member]:
    """Those of the ids that are members here."""
    return Member.objects.in_bulk(list(set(ids)))


def agents() -> QuerySet[Member]:
    """Those who work on cases now, by name. Whoever has no account cannot sign in, so the many such are not read."""
    found = Member.objects.filter(user__isnull=False, user__is_active=True, roles__contains=[Role.AGENT])
    return found.order_by("name", "email", "id")


def members_who_are(*roles: Role) -> QuerySet[Member]:
    """Those with an account that still works and one of the roles."""
    return Member.objects.filter(user__isnull=False, user__is_active=True, roles__overlap=list(roles)).order_by("id")


def policy_in_force(*, at: datetime) -> PolicyVersion:
    """The newest version whose time had come at `at`; before the first, the first."""
    version = PolicyVersion.objects.filter(effective_from__lte=at).order_by("-effective_from", "-number").first()
    return version or PolicyVersion.objects.order_by("number")[0]


def policy_of_number(number: int) -> PolicyVersion | None:
    return PolicyVersion.objects.filter(number=number).first()


def newest_policy() -> PolicyVersion:
    """The version published last, in force or not yet."""
    return PolicyVersion.objects.order_by("-number")[0]


def drafts() -> QuerySet[PolicyDraft]:
    """Every draft of the marketplace; order them for lists by "-changed_at", "-id"."""
    return PolicyDraft.objects.select_related("based_on", "published_as", "made_by")


def draft_of_id(draft_id: UUID) -> PolicyDraft:
    """The draft of that id; NotThere where there is none. Who may ask is for `tenants.permissions` to say."""
    draft = drafts().filter(pk=draft_id).first()
    if draft is None:
        raise NotThere
    return draft


def latest_replay_of(draft: PolicyDraft) -> PolicyReplay | None:
    """The replay asked for last, of whichever document the draft had then."""
    return PolicyReplay.objects.filter(draft=draft).order_by("-asked_at", "-id").first()


def finished_replay_of(draft: PolicyDraft) -> PolicyReplay | None:
    """The newest finished replay of exactly this document, against the version that the draft is based on."""
    done = PolicyReplay.objects.filter(
        draft=draft,
        state=PolicyReplay.State.DONE,
        document=draft.document,
        asked_at__gte=draft.based_on.published_at,
    )
    return done.order_by("-asked_at", "-id").first()


def policy_versions() -> QuerySet[PolicyVersion]:
    """Every published version of the marketplace, the newest first."""
    return PolicyVersion.objects.select_related("published_by").order_by("-number")


def open_drafts() -> QuerySet[PolicyDraft]:
    """The drafts that can still be worked on, the last changed first."""
    return drafts().filter(state=PolicyDraft.State.OPEN).order_by("-changed_at", "-id")


def fingerprints_of(members: Iterable[UUID], *, now: datetime) -> dict[UUID, frozenset[str]]:
    """Each member's unexpired fingerprints as "kind:digest"; nobody is left out, whoever has none has the empty set."""
    found: dict[UUID, set[str]] = {each: set() for each in members}
    rows = Fingerprint.objects.filter(member__in=list(found), expires_at__gt=now)
    for member_id, kind, digest in rows.values_list("member_id", "kind", "digest"):
        found[member_id].add(f"{kind}:{digest}")
    return {member: frozenset(each) for member, each in found.items()}


def members_linked_to(member: Member, *, now: datetime, limit: int) -> list[UUID]:
    """Members who share a device or a means of payment with this one; an address alone is shared by strangers."""
    strong = [Fingerprint.Kind.DEVICE, Fingerprint.Kind.PAYMENT]
    mine = Fingerprint.objects.filter(member=member, kind__in=strong, expires_at__gt=now)
    # A few rows; named one by one, each is a probe of the index.
    same = Q(pk__in=())
    for kind, digest in mine.values_list("kind", "digest"):
        same |= Q(kind=kind, digest=digest)
    others = Fingerprint.objects.filter(same, expires_at__gt=now).exclude(member=member)
    return list(others.order_by("member_id").values_list("member_id", flat=True).distinct()[:limit])
