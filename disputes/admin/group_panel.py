"""The form in which the cases of a group are decided together, as it opens and as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from disputes.admin.reasons import EFFECTS, LABELS, draft_for, drafts
from disputes.admin.rows import ground_name, status_now
from disputes.admin.typed import Typed, read_typed, whole, wrong_fields
from disputes.grouping.lacking import CLAIMED
from disputes.models import Finding, RemovalRequest
from disputes.queries import ClaimWithFinding
from policy.outcomes import allowed_outcomes, weight
from policy.terms import Outcome, RequestStatus, Verdict
from tenants.models import Member, Role

CASE = "case"
_ANSWERS = {Verdict.MET: "met", Verdict.NOT_MET: "not_met"}


@dataclass(slots=True)
class TypedForAll:
    """`cases` maps the ticked cases to the versions that were seen."""

    words: Typed
    cases: dict[str, int | None]

    def arguments(self) -> dict[str, Any]:
        given = self.words.arguments()
        names = ("outcome", "findings", "reason", "departure_reason", "good_faith")
        return {"versions": self.cases, **{name: given[name] for name in names}}


def read_typed_for_all(post: QueryDict) -> TypedForAll:
    """A ticked case is sent as "id:version"."""
    return TypedForAll(read_typed(post), read_cases(post))


def read_cases(post: QueryDict) -> dict[str, int | None]:
    """The cases that were sent, each with the version that was seen."""
    ticked = (each.partition(":") for each in post.getlist(CASE))
    return {case_id: whole(version) for case_id, _, version in ticked}


def group_panel(
    cases: Sequence[RemovalRequest],
    *,
    size: int,
    member: Member,
    typed: TypedForAll | None,
    problems: Sequence[dict[str, str]],
    now: datetime,
) -> dict[str, Any]:
    """What `member` could decide now; the action looks again when the button is pressed."""
    ready = [case for case in cases if _is_ready(case, member, now)]
    claims = _claims(ready)
    met = [found for found in claims if found.finding is not None and found.finding.verdict == Verdict.MET]
    form = typed.words if typed else _untouched(ready, claims)
    told = {each["pointer"].removeprefix("/cases/"): each["text"] for each in problems}
    return {
        "is_agent": member.has_role(Role.AGENT),
        "form": form,
        "ready": [
            {
                "id": str(case.pk),
                "value": f"{case.pk}:{case.version}",
                "order": case.review.order.external_id,
                "ticked": typed is None or str(case.pk) in typed.cases,
                "other_grounds": [ground_name(each.ground) for each in case.claims.all() if each.ground != CLAIMED],
                "wrong": told.get(str(case.pk), ""),
            }
            for case in ready
        ],
        "asked": {
            "ground": CLAIMED.value,
            "name": ground_name(CLAIMED),
            "met": len(met),
            "answer": form.findings.get(CLAIMED.value, ""),
        },
        "choices": [{"value": each.value, "label": LABELS[each], "help": EFFECTS[each]} for each in _choices(ready)],
        "approval_from": _approval_from(ready, size),
        "problems": problems,
        "wrong": wrong_fields(problems),
        "typed": typed,
    }


def _is_ready(case: RemovalRequest, member: Member, now: datetime) -> bool:
    """Theirs, waiting for nobody else, and about this ground."""
    theirs = case.claimed_by_id == member.pk and case.claimed_until is not None and case.claimed_until > now
    about = any(claim.ground == CLAIMED for claim in case.claims.all())
    return theirs and about and status_now(case, now) is RequestStatus.IN_REVIEW


def _claims(ready: Sequence[RemovalRequest]) -> list[ClaimWithFinding]:
    """The claim of this ground in each case, with its newest finding."""
    claims = [claim for case in ready for claim in case.claims.all() if claim.ground == CLAIMED]
    newest = Finding.objects.filter(claim__in=claims).order_by("claim", "-found_at", "-id").distinct("claim")
    found = {each.claim_id: each for each in newest.defer("facts")}
    return [ClaimWithFinding(claim, found.get(claim.pk)) for claim in claims]


def _untouched(ready: Sequence[RemovalRequest], claims: Sequence[ClaimWithFinding]) -> Typed:
    """Where programs found the same in all of them, that is filled in; else the agent answers."""
    verdicts = {each.finding.verdict if each.finding else Verdict.UNKNOWN.value for each in claims}
    answer = _ANSWERS.get(Verdict(verdicts.pop()), "") if len(verdicts) == 1 else ""
    if not answer:
        return Typed(version=None)
    policy = ready[0].policy_version.policy
    outcome = policy.removal.grounds[CLAIMED].outcome if answer == "met" else Outcome.KEEP
    if outcome not in _choices(ready):
        return Typed(version=None, findings={CLAIMED.value: answer})
    reason = draft_for(drafts(claims[:1], policy), outcome, CLAIMED.value)
    return Typed(version=None, outcome=outcome.value, findings={CLAIMED.value: answer}, reason=reason)


def _choices(ready: Sequence[RemovalRequest]) -> list[Outcome]:
    """What every one of the cases allows, the mildest first; what to hide differs from comment to comment."""
    allowed = [allowed_outcomes([CLAIMED], case.policy_version.policy) for case in ready]
    common = frozenset.intersection(*allowed) if allowed else frozenset()
    return sorted(common - {Outcome.REDACT}, key=weight)


def _approval_from(ready: Sequence[RemovalRequest], size: int) -> int | None:
    """From how many reviews on a lead must agree, where this group has so many."""
    rules = [case.policy_version.policy.removal.second_approval for case in ready]
    limits = [each.group_size for each in rules if each is not None and each.group_size is not None]
    return min((each for each in limits if size >= each), default=None)
