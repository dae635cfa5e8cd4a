"""A lead publishes a replayed draft as the next numbered version."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from audit.actions.record_entry import record_entry
from policy.problems import Problem
from tenants.drafting import (
    UnableToWorkOnPolicy,
    conflict,
    invalid,
    lock_policy,
    open_draft,
    read_document,
    version_problems,
)
from tenants.models import Member, PolicyDraft, PolicyVersion, Tenant
from tenants.permissions import check_leads
from tenants.queries import finished_replay_of, newest_policy

LONGEST_NOTE = PolicyVersion._meta.get_field("note").max_length
# Nothing comes into force before a version that waits: a mistyped year would close the policy for good.
DAYS_AHEAD = 366


class UnableToPublishPolicy(UnableToWorkOnPolicy):
    """`stale_version`; `conflict` without a replay or over another version; `validation_failed` at a field."""


@transaction.atomic
def publish_policy(
    *,
    tenant: Tenant,
    by: Member | None,
    draft: PolicyDraft,
    version: int | None,
    effective_from: datetime | None,
    now: datetime,
    note: str = "",
) -> PolicyVersion:
    """The version that the draft became: immutable, in force from `effective_from` on (None: from `now`).

    `version` is the draft's as it was seen. Only what was replayed word for word is published, and only over
    the version that it was written and replayed against. Of two who publish at once the second is told.
    Raises NotThere, NotPermitted, and UnableToWorkOnPolicy (`conflict`) where it is no draft any more.
    """
    check_leads(by)
    lock_policy(tenant)
    held = open_draft(draft)
    newest = newest_policy()
    if problems := _problems(held, newest, tenant, version, effective_from, note, now):
        raise UnableToPublishPolicy(*problems)
    published = PolicyVersion.objects.create(
        tenant=tenant,
        number=newest.number + 1,
        document=held.document,
        note=(note or held.title).strip(),
        effective_from=effective_from or now,
        published_at=now,
        published_by=by,
    )
    held.state = PolicyDraft.State.PUBLISHED
    held.published_as = published
    held.changed_at = now
    held.version += 1
    held.save(update_fields=["state", "published_as", "changed_at", "version"])
    data = {
        "number": published.number,
        "draft": str(held.pk),
        "replay": str(finished_replay_of(held).pk),
        "effective_from": published.effective_from.isoformat(),
    }
    record_entry(tenant=tenant, by=by, action="policy.published", subject=published, now=now, data=data)
    return published


def _problems(
    draft: PolicyDraft,
    newest: PolicyVersion,
    tenant: Tenant,
    version: int | None,
    effective_from: datetime | None,
    note: str,
    now: datetime,
) -> list[Problem]:
    if problems := version_problems(version, draft.version):
        return problems
    problems = read_document(draft.document)[1]
    if len(note) > LONGEST_NOTE:
        problems.append(invalid("/note", f"At most {LONGEST_NOTE} characters; these are {len(note)}."))
    if effective_from is not None and effective_from < now:
        problems.append(invalid("/effective_from", "A policy cannot come into force in the past."))
    elif effective_from is not None and effective_from > now + timedelta(days=DAYS_AHEAD):
        detail = f"A policy can be published at most {DAYS_AHEAD} days before it comes into force."
        problems.append(invalid("/effective_from", detail))
    elif (effective_from or now) < newest.effective_from:
        starts = newest.effective_from.astimezone(tenant.zone)
        since = f"{starts.day} {starts:%B %Y, %H:%M} ({tenant.timezone})"
        detail = f"Version {newest.number} comes into force on {since}; choose that moment or a later one."
        problems.append(invalid("/effective_from", detail))
    if newest.pk != draft.based_on_id:
        detail = (
            f"This draft is based on version {draft.based_on.number}, and version {newest.number} was published "
            "since. Look at what it changed, save the draft again, replay it, then publish."
        )
        problems.append(conflict(detail))
    elif finished_replay_of(draft) is None:
        problems.append(conflict("Replay this draft as it is now before you publish it."))
    return problems
