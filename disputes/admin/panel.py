"""What an agent or a lead may do with a case now, and the decision form as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from disputes.admin.reasons import EFFECTS, LABELS, choices, parts_of, recommendation, redactions
from disputes.admin.reply_words import starts_of
from disputes.admin.rows import ground_name
from disputes.admin.typed import Typed, untouched, wrong_fields
from disputes.admin.undo import prepared_context, refused_words
from disputes.progress import deadline_passed
from disputes.queries import CaseStory, ClaimWithFinding
from disputes.telling.statements import waits_for_in_words
from policy.terms import RequestStatus, Verdict
from tenants.models import Member, Role, Tenant


def panel(
    story: CaseStory,
    *,
    member: Member,
    tenant: Tenant,
    typed: Typed | None,
    problems: Sequence[dict[str, str]],
    now: datetime,
) -> dict[str, Any]:
    """The buttons that the page has and the form behind them; the actions decide again when pressed."""
    case, held = story.case, story.held
    policy = case.policy_version.policy
    starts = starts_of(story, tenant=tenant, now=now)
    form = typed or form_of(story, member)
    undo = prepared_context(case, member=member, tenant=tenant, now=now)
    # A newer version is put into the form only with the news in sight.
    form.version = case.version
    return {
        "form": form,
        "typed": typed,
        "problems": problems,
        "wrong": wrong_fields(problems),
        "asked": [_asked(each, form, problems) for each in story.claims],
        "is_agent": member.has_role(Role.AGENT),
        "open": case.is_open and case.status != RequestStatus.AWAITING_APPROVAL and not undo["prepared"],
        **undo,
        "held": held,
        "may_approve": held is not None and member.has_role(Role.LEAD) and held.decided_by_id != member.pk,
        "waits_for": "" if deadline_passed(case, now) else waits_for_in_words(case, tenant),
        "choices": [
            {"value": each.value, "label": LABELS[each], "help": EFFECTS[each]}
            for each in choices(story.claims, policy)
        ],
        "recommended": recommendation(story.claims, policy, case.review),
        "drafts": starts.reasons,
        "questions": starts.questions,
        "redactions": redactions(story.claims, case.review),
        "parts": parts_of(case.review),
    }


def form_of(story: CaseStory, member: Member) -> Typed:
    """The form as the page opens with it."""
    return refused_words(story, member) or untouched(story.case, story.claims)


def _asked(each: ClaimWithFinding, form: Typed, problems: Sequence[dict[str, str]]) -> dict[str, str]:
    """One ground to answer: what was found, what is answered, what is wrong with the answer."""
    ground = each.claim.ground
    return {
        "ground": ground,
        "name": ground_name(ground),
        "verdict": each.finding.verdict if each.finding else Verdict.UNKNOWN.value,
        "answer": form.findings.get(ground, ""),
        "wrong": " ".join(told["text"] for told in problems if told["pointer"] == f"/findings/{ground}"),
    }
