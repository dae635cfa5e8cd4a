"""Keeps the set that was found around a contested review as one group case: made, extended, or grown together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.actions.record_entry import record_entry
from disputes.finding.facts import from_snapshot
from disputes.grouping.linking import add_links
from disputes.grouping.locking import lock_groups_of
from disputes.models import Finding, GroupCase, GroupReview, PreparedDecision, RemovalRequest
from feedback.queries import reviews_among
from policy.facts import Coordination
from policy.terms import GroundKey, Verdict
from tenants.models import Tenant


def keep_groups_found(case: RemovalRequest, findings: Iterable[Finding], *, tenant: Tenant, now: datetime) -> None:
    """The group case of every new finding that the review is one of a coordinated set."""
    for found in findings:
        if found.claim.ground != GroundKey.FEEDBACK_BOMBING or found.verdict != Verdict.MET:
            continue
        coordination = from_snapshot(found.facts).coordination
        if coordination is not None and coordination.other_reviews:
            keep_group(case, coordination, explanation=found.explanation, tenant=tenant, now=now)


def keep_group(
    case: RemovalRequest, coordination: Coordination, *, explanation: str, tenant: Tenant, now: datetime
) -> GroupCase | None:
    """The group case with all reviews of the set; None where none of the others is there.

    A review is in one group at most: groups that turn out to have one in common become the oldest of them. What once
    linked two reviews stays. Doing it again changes nothing. The caller holds the case's lock.
    """
    reviews = list(reviews_among({case.review_id, *coordination.other_reviews}, case.seller_id))
    if len(reviews) < 2:
        return None
    lock_groups_of(case.seller_id)
    ids = {each.pk for each in reviews}
    group = _oldest_of(ids)
    is_new = group is None
    if group is None:
        group = GroupCase.objects.create(
            tenant=tenant, seller_id=case.seller_id, explanation=explanation, opened_at=now, changed_at=now
        )
    merged = _merge_into(group, ids)
    known = {each.review_id: each for each in GroupReview.objects.filter(group=group)}
    new = [
        GroupReview(tenant=tenant, group=group, review=each, added_at=now) for each in reviews if each.pk not in known
    ]
    linked = add_links(coordination.links, [*known.values(), *new])
    GroupReview.objects.bulk_create(new)
    for each in linked & set(known.values()):
        each.save(update_fields=["links"])
    changed = bool(merged or new or linked)
    if changed and not is_new:
        group.version, group.changed_at = group.version + 1, now
    group.explanation = explanation
    group.save(update_fields=["version", "changed_at", "explanation"])
    if changed:
        data: dict[str, Any] = {"case": str(case.pk), "added": [str(each.review_id) for each in new]}
        if merged:
            data["merged"] = [str(each) for each in merged]
        action = "group.opened" if is_new else "group.changed"
        record_entry(tenant=tenant, by=None, action=action, subject=group, now=now, data=data)
    return group


def _oldest_of(ids: set[UUID]) -> GroupCase | None:
    return GroupCase.objects.filter(members__review__in=ids).order_by("opened_at", "id").first()


def _merge_into(group: GroupCase, ids: set[UUID]) -> list[UUID]:
    """Which other groups have become a part of this one."""
    others = GroupCase.objects.filter(members__review__in=ids).exclude(pk=group.pk).distinct()
    merged = sorted(others.values_list("pk", flat=True))
    if merged:
        GroupReview.objects.filter(group__in=merged).update(group=group)
        PreparedDecision.objects.filter(group__in=merged).update(group=group)
        GroupCase.objects.filter(pk__in=merged).delete()
    return merged
