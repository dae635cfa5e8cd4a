"""A member says how they want to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from notifications.kinds import kinds_for
from notifications.models import Preference
from notifications.preferring import put_preferences
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import NotThere, Refused


class UnableToKeepPreferences(Refused):
    """`validation_failed` at a kind that does not concern the member, or at a choice that does not exist."""


@transaction.atomic
def keep_preferences(
    *, tenant: Tenant, by: Member | None, choices: Mapping[str, tuple[bool, str]], now: datetime
) -> None:
    """Keep, for each kind of `choices`, whether it is told in the app and how often by e-mail.

    It holds at once, also for e-mails that wait already. A kind that comes by letter has no e-mail to choose.
    Raises NotThere for nobody, and UnableToKeepPreferences.
    """
    if by is None:
        raise NotThere
    kinds = kinds_for(by)
    if problems := _problems(choices, kinds):
        raise UnableToKeepPreferences(*problems)
    chosen = {kind: (in_app, "never" if kinds[kind].by_letter else email) for kind, (in_app, email) in choices.items()}
    put_preferences(tenant=tenant, member=by, chosen=chosen, now=now)
    data = {"emails": {kind: email for kind, (_, email) in sorted(chosen.items())}}
    record_entry(tenant=tenant, by=by, action="notifications.preferred", subject=by, now=now, data=data)


def _problems(choices: Mapping[str, tuple[bool, str]], kinds: Mapping[str, object]) -> list[Problem]:
    wrong = []
    for kind, (_, email) in choices.items():
        if kind not in kinds:
            detail = say("There is nothing of this kind to choose.")
            wrong.append(Problem(ProblemCode.VALIDATION_FAILED, f"/{kind}", detail))
        elif email not in Preference.Email.values:
            detail = say("Choose whether e-mails come never, soon, or once a day.")
            wrong.append(Problem(ProblemCode.VALIDATION_FAILED, f"/{kind}", detail))
    return wrong
