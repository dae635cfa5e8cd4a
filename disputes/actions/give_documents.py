"""The partner answers what it was asked: in words, with its files, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.finding.looking_again import look_again
from disputes.models import DocumentRequest, PartnerDocument
from disputes.permissions import check_answers_for_partner
from disputes.refusals import UnableToAct, conflict, invalid, moment, text_problems
from policy.problems import Problem
from policy.saying import say
from tenants.models import Member, Tenant
from wire.refusals import NotThere

MOST_DOCUMENTS = 10


class UnableToGiveDocuments(UnableToAct):
    """They were given already, or something is wrong with what is handed in."""


@transaction.atomic
def give_documents(
    *,
    tenant: Tenant,
    by: Member | None,
    request: DocumentRequest,
    answer: str,
    now: datetime,
    uploads: Sequence = (),
) -> DocumentRequest:
    """The answered request. After its deadline too: then it is kept as late, and counts as not given in time.

    Raises NotThere, NotPermitted; UnableToGiveDocuments with `conflict` where it was answered, or
    `validation_failed` at /answer or /files.
    """
    asked = locked_documents(request)
    check_answers_for_partner(by, asked)
    if asked.given_at is not None:
        when = moment(asked.given_at, tenant)
        detail = say("{name} answered this already, on {when}. It stays as it is.", name=str(asked.given_by), when=when)
        raise UnableToGiveDocuments(conflict(detail))
    problems = [
        *text_problems(answer, "/answer", say("Please write what the documents show, or why there are none.")),
        *_file_problems(uploads, by, asked),
    ]
    if problems:
        raise UnableToGiveDocuments(*problems)
    asked.answer, asked.given_by, asked.given_at = answer.strip(), by, now
    asked.version += 1
    asked.save(update_fields=["answer", "given_by", "given_at", "version"])
    PartnerDocument.objects.bulk_create(PartnerDocument(tenant=tenant, request=asked, upload=each) for each in uploads)
    data = {"files": [str(each.pk) for each in uploads], "late": asked.given_late}
    record_entry(tenant=tenant, by=by, action="documents.given", subject=asked, now=now, data=data)
    look_again(asked.review, tenant=tenant, now=now)
    return asked


def locked_documents(request: DocumentRequest) -> DocumentRequest:
    """The request, held until the transaction ends."""
    rows = DocumentRequest.objects.filter(pk=request.pk)
    if rows.select_for_update(of=("self",)).first() is None:
        raise NotThere
    return rows.select_related("partner", "order", "review__order", "given_by", "judged_by").get()


def _file_problems(uploads: Sequence, by: Member, asked: DocumentRequest) -> list[Problem]:
    """Files that the partner or the member themselves sent in, each once."""
    if len(uploads) > MOST_DOCUMENTS:
        return [invalid("/files", say("At most {most} files.", most=MOST_DOCUMENTS))]
    if len({each.pk for each in uploads}) != len(uploads):
        return [invalid("/files", say("One of these files is named twice."))]
    return [
        invalid(f"/files/{index}", say("There is no such file of yours."))
        for index, each in enumerate(uploads)
        if each.partner_id != asked.partner_id and (each.uploaded_by_id != by.pk or each.seller_id is not None)
    ]
