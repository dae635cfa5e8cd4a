"""A lead writes words that the desk uses again, or new words in the place of old ones; every version stays."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from disputes.models import SavedReply, SavedReplyVersion
from disputes.permissions import check_may_write_replies
from disputes.refusals import LONGEST_TEXT, UnableToAct, coded, conflict, invalid, text_problems
from disputes.replies.variables import variable_problems
from policy.problems import Problem
from policy.terms import GroundKey
from tenants.models import Member, Tenant
from wire.refusals import NotThere

_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
LONGEST_NAME = 80


class UnableToWriteReply(UnableToAct):
    """The name is taken, somebody else wrote a newer version, or a field is wrong."""


@transaction.atomic
def write_saved_reply(
    *,
    tenant: Tenant,
    by: Member | None,
    name: str,
    language: str,
    use: str,
    ground: str,
    body: str,
    now: datetime,
    reply: SavedReply | None = None,
    version: int | None = None,
) -> SavedReplyVersion:
    """The new version: of a new reply, or of `reply`, of which `version` was the newest that `by` saw.

    A retired reply is in use again. Raises NotThere, NotPermitted (no lead); UnableToWriteReply with
    `validation_failed` at the fields, `conflict` at /name where it is taken, `stale_version`.
    """
    check_may_write_replies(by)
    problems = _problems(name, language, use, ground, body)
    if problems:
        raise UnableToWriteReply(*problems)
    if reply is None:
        kept, number = SavedReply(tenant=tenant), 1
    else:
        kept = SavedReply.objects.select_for_update(of=("self",)).filter(pk=reply.pk).first()
        if kept is None:
            raise NotThere
        newest = kept.versions.count()
        if version != newest:
            detail = f"Somebody wrote version {newest} since. Please look at it, then write again."
            raise UnableToWriteReply(coded("stale_version", detail, "/version"))
        number = newest + 1
    kept.name, kept.language, kept.use, kept.ground, kept.retired_at = name.strip(), language, use, ground, None
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise UnableToWriteReply(conflict("There is a reply of this name in this language.", "/name")) from None
    written = SavedReplyVersion.objects.create(
        tenant=tenant, reply=kept, number=number, body=body.strip(), by=by, at=now
    )
    record_entry(tenant=tenant, by=by, action="saved_reply.written", subject=kept, now=now, data={"version": number})
    return written


def _problems(name: str, language: str, use: str, ground: str, body: str) -> list[Problem]:
    problems = text_problems(body, "/body", "Please write the reply.")
    problems += [invalid("/body", told) for told in variable_problems(body[:LONGEST_TEXT])]
    if not name.strip():
        problems.append(invalid("/name", "Please name the reply, so that others find it."))
    elif len(name.strip()) > LONGEST_NAME:
        problems.append(invalid("/name", f"At most {LONGEST_NAME} characters."))
    if not _LANGUAGE.fullmatch(language):
        problems.append(invalid("/language", "Write the language as two letters, such as en or de."))
    if use not in SavedReply.Use.values:
        problems.append(invalid("/use", "Choose what the reply is for."))
    if ground and ground not in list(GroundKey):
        problems.append(invalid("/ground", "There is no such ground."))
    return problems
