"""Saved replies as an agent starts from them: filled in for one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from disputes.admin.reasons import Draft, drafts
from disputes.admin.rows import ground_name
from disputes.models import RemovalRequest, SavedReply
from disputes.queries import CaseStory, replies_for
from disputes.replies.variables import filled
from evidence.language import language_of
from policy.phrases import date_in_words
from policy.windows import local_day
from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Starts:
    """What reasons and questions can start from: drafts from the findings, then the saved replies that fit the case,
    those in the comment's language first."""

    reasons: list[Draft]
    questions: list[Draft]


def starts_of(story: CaseStory, *, tenant: Tenant, now: datetime) -> Starts:
    case = story.case
    written = drafts(story.claims, case.policy_version.policy)
    grounds = [each.claim.ground for each in story.claims]
    found = replies_for(grounds)
    if not found:
        return Starts(written, [])
    spoken = language_of(case.review.comment)
    values = _values(case, grounds, tenant, now)
    # Sorting is stable: by name within a language.
    found = sorted(found, key=lambda each: each.reply.language[:2] != spoken)
    saved: dict[str, list[Draft]] = {use: [] for use in SavedReply.Use.values}
    for each in found:
        label = f"{each.reply.name} ({each.reply.language})"
        saved[each.reply.use].append(Draft(f"reply:{each.reply_id}", label, filled(each.body, values)))
    return Starts([*written, *saved[SavedReply.Use.REASON]], saved[SavedReply.Use.QUESTION])


def _values(case: RemovalRequest, grounds: list[str], tenant: Tenant, now: datetime) -> dict[str, str]:
    order = case.review.order
    return {
        "order": order.external_id,
        "offer": order.offer.title if order.offer_id else "",
        "seller": case.seller.name,
        "marketplace": tenant.name,
        "ground": ground_name(grounds[0]) if grounds else "",
        "filed": date_in_words(local_day(case.filed_at, tenant.zone)),
        "today": date_in_words(local_day(now, tenant.zone)),
    }
