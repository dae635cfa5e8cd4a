"""A member chooses the language in which the marketplace speaks and writes to them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import NotPermitted, Refused


class UnableToChooseLanguage(Refused):
    """It is none that is spoken here."""


@transaction.atomic
def choose_language(*, tenant: Tenant, by: Member | None, language: str, now: datetime) -> None:
    """From now on letters and pages are in it, on every device where no other was chosen.

    Raises NotPermitted for a visitor without an account; UnableToChooseLanguage with `validation_failed` at /language.
    """
    if by is None or by.tenant_id != tenant.pk:
        raise NotPermitted(say("Sign in to choose a language for your letters."))
    if language not in dict(settings.LANGUAGES):
        detail = say("That language is not spoken here. Choose one of the list.")
        raise UnableToChooseLanguage(Problem(ProblemCode.VALIDATION_FAILED, "/language", detail))
    Member.objects.filter(pk=by.pk).update(language=language)
