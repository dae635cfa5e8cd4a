"""Files that come with a form: kept as soon as they arrive, so that a refused form does not lose them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from disputes.pages.typed import MOST_FILES, Errors, TypedEvidence
from orders.actions.store_upload import store_upload
from orders.files.upload_cap import file_was_too_large
from policy.problems import Problem
from policy.saying import joined, say
from policy.terms import ProblemCode
from wire.file_checks import too_large
from wire.refusals import Refused

FIELD = "upload"


def attach(request: HttpRequest, typed: TypedEvidence, *, now: datetime, seller=None, partner=None) -> Errors:
    """Keep the form's files for those who run the seller or partner, beside what is typed; what was refused."""
    errors = Errors()
    if file_was_too_large(request):
        errors.add(_wrong(too_large()), FIELD)
    for file in request.FILES.getlist(FIELD):
        if len(typed.ids["file"]) >= MOST_FILES:
            errors.add(_wrong(say("A request takes at most {number} files.", number=MOST_FILES)), FIELD)
            break
        try:
            kept = store_upload(
                tenant=request.tenant,
                by=request.member,
                name=file.name,
                content=file,
                seller=seller,
                partner=partner,
                now=now,
            )
        except Refused as refusal:
            errors.add(_wrong(f"{file.name}: {joined(*(each.detail for each in refusal.problems))}"), FIELD)
        else:
            typed.ids["file"].append(str(kept.pk))
    return errors


def _wrong(detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, f"/{FIELD}", detail)
