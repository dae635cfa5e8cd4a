"""An agent says whether what the partner gave shows that it did its part."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.actions.give_documents import locked_documents
from disputes.finding.looking_again import look_again
from disputes.models import DocumentRequest
from disputes.permissions import check_may_ask_partner
from disputes.refusals import UnableToAct, conflict, invalid, moment, text_problems, version_problems
from policy.problems import Problem
from tenants.models import Member, Tenant


class UnableToJudgeDocuments(UnableToAct):
    """Nothing was given yet, it was judged already, or the judgement lacks its words."""


@transaction.atomic
def judge_documents(
    *,
    tenant: Tenant,
    by: Member | None,
    request: DocumentRequest,
    version: int | None,
    proves_it_right: bool | None,
    judgement: str,
    now: datetime,
) -> DocumentRequest:
    """The judged request; open cases about the review are found anew.

    Raises NotThere, NotPermitted; UnableToJudgeDocuments with `conflict`, `stale_version` or
    `validation_failed` at /proves_it_right or /judgement.
    """
    asked = locked_documents(request)
    check_may_ask_partner(by, asked.review)
    problems = (
        _standing(asked, tenant)
        or version_problems(version, asked.version)
        or [*_answer(proves_it_right), *text_problems(judgement, "/judgement", "Please write what the documents show.")]
    )
    if problems:
        raise UnableToJudgeDocuments(*problems)
    asked.proves_it_right, asked.judgement = proves_it_right, judgement.strip()
    asked.judged_by, asked.judged_at = by, now
    asked.version += 1
    asked.save(update_fields=["proves_it_right", "judgement", "judged_by", "judged_at", "version"])
    data = {"proves_it_right": proves_it_right}
    record_entry(tenant=tenant, by=by, action="documents.judged", subject=asked, now=now, data=data)
    look_again(asked.review, tenant=tenant, now=now)
    return asked


def _standing(asked: DocumentRequest, tenant: Tenant) -> list[Problem]:
    if asked.given_at is None:
        return [conflict("The partner has given nothing yet, so there is nothing to judge.")]
    if asked.judged_at is not None:
        return [conflict(f"{asked.judged_by} judged these documents already, on {moment(asked.judged_at, tenant)}.")]
    return []


def _answer(proves_it_right: bool | None) -> list[Problem]:
    if proves_it_right is None:
        return [invalid("/proves_it_right", "Please say whether the documents prove it.")]
    return []
