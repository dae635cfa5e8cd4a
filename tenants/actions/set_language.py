"""A lead says what language the marketplace speaks to those who ask for none."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from audit.actions.record_entry import record_entry
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Role, Tenant
from wire.refusals import NotPermitted, Refused


class UnableToSetLanguage(Refused):
    """It is none that is spoken here."""


@transaction.atomic
def set_language(*, tenant: Tenant, by: Member | None, language: str, now: datetime) -> None:
    """Raises NotPermitted; UnableToSetLanguage with `validation_failed` at /language."""
    if by is None or not by.has_role(Role.LEAD) or by.acting_for_seller_id is not None:
        raise NotPermitted(say("Only leads of this marketplace set what it speaks."))
    if language not in dict(settings.LANGUAGES):
        detail = say("That language is not spoken here. Choose one of the list.")
        raise UnableToSetLanguage(Problem(ProblemCode.VALIDATION_FAILED, "/language", detail))
    held = Tenant.objects.select_for_update(of=("self",), no_key=True).get(pk=tenant.pk)
    if held.language == language:
        return
    data = {"from": held.language, "to": language}
    held.language = language
    held.save(update_fields=["language"])
    record_entry(tenant=tenant, by=by, action="tenant.language_set", subject=held, now=now, data=data)
