"""What a caution or a suspension tells whom it is against, wherever they read it, and whether it can be appealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.misuse.step_appeals import step_appeal_problems
from disputes.misuse.step_words import gravity_in_words, meaning_of, reasons_told, share_in_words
from disputes.models import MisuseStep, Notice
from disputes.queries import cases_standing, status_at, told_of_step_at
from disputes.refusals import LONGEST_TEXT
from policy.time_limits import appealing, deciding_appeal
from tenants.models import Tenant


def told_of(step: MisuseStep, *, tenant: Tenant, now: datetime) -> dict[str, Any]:
    """What every page about the step shows, and what its appeal form needs."""
    policy = step.policy_version.policy
    return {
        "step": step,
        "status": status_at(step, now),
        "meaning": meaning_of(step, tenant),
        "share": share_in_words(step),
        "reasons": reasons_told(step),
        "gravity": gravity_in_words(step),
        "span": policy.misuse.within_days,
        "appeal": getattr(step, "appeal", None),
        "blocked": [each.detail for each in step_appeal_problems(step, tenant=tenant, now=now)],
        "limit": appealing(told_of_step_at(step) or now, policy, tenant.zone),
        "answer_by": deciding_appeal(now, policy).ends_at,
        "longest": LONGEST_TEXT,
    }


def notices_under(step: MisuseStep) -> list[dict[str, Any]]:
    """The notices that a step against their author rests on, and whether each still counts."""
    standing = cases_standing(step)
    return [
        {"number": notice.number, "received_at": notice.received_at, "counts": str(notice.pk) in standing}
        for notice in Notice.objects.filter(pk__in=step.cases).order_by("received_at", "id")
    ]
