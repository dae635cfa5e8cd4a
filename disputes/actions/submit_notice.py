"""Anybody reports content as illegal, without an account (DSA Art. 16): a receipt, and a case about the review."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import uuid6
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions.count_attempt import count_attempt
from audit.actions.record_entry import record_entry
from disputes.models import ABOUT, Letter, Notice, RemovalRequest
from disputes.notices.locating import is_here, review_at
from disputes.notices.noticing import ASK_EXPLANATION, already_open, offered, open_case
from disputes.notices.receipts import hash_of, token_of
from disputes.queries import notice_right_suspended_until
from disputes.refusals import coded, invalid, moment, text_problems, too_long
from disputes.tasks import deliver_letters
from disputes.telling.letters import write_letter
from policy.problems import Problem
from policy.saying import say
from policy.terms import GroundKey
from tenants.actions.ensure_correspondent import ensure_correspondent
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from tenants.queries import policy_in_force
from wire.refusals import Refused

NOTICES_AN_HOUR = 20

_LONGEST = {"/url": 2000, "/name": 200, "/email": 254, "/law": 300}
# Without letters that are taken for one another.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class UnableToSubmitNotice(Refused):
    """Something is missing or wrong, the same case runs already, or the right to send notices is suspended."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`token` is the secret of the author's own link; `case` is None where an agent must find the review first."""

    notice: Notice
    token: str
    case: RemovalRequest | None


@transaction.atomic
def submit_notice(
    *,
    tenant: Tenant,
    by: Member | None = None,
    url: str,
    explanation: str,
    name: str,
    email: str,
    good_faith: bool,
    address: str,
    now: datetime,
    law: str = "",
    about: str = GroundKey.ILLEGAL_CONTENT,
    language: str = "",
) -> Receipt:
    """The receipt. `address` is the network address that is counted; `by` has no part in it: notices need no account.
    `language` is the one in which a new author wrote, and gets letters; "" for the marketplace's.

    Raises UnableToSubmitNotice with every field that is wrong (`validation_failed`), `conflict` where this person's
    case about the review runs already, `request_right_suspended`, or `rate_limited` with `retry_after`.
    """
    given = {"/url": url, "/name": name, "/email": email, "/law": law}
    if problems := _problems(given, explanation, good_faith, about, tenant):
        raise UnableToSubmitNotice(*problems)
    until = notice_right_suspended_until(email.strip(), now)
    if until is not None:
        detail = say("Notices from this address are not taken until {until}.", until=moment(until, tenant))
        raise UnableToSubmitNotice(coded("request_right_suspended", detail))
    _count(tenant, address, now)
    author = ensure_correspondent(tenant=tenant, email=email, name=name, now=now, language=language)
    review, version = review_at(url), policy_in_force(at=now)
    if review is not None and not offered(version, about):
        review = None
    if review is not None and (problem := already_open(author, review)):
        raise UnableToSubmitNotice(problem)
    notice, token = _keep(tenant, author, url, explanation, law, about, review, now)
    data = {"number": notice.number, "about": notice.about, "review": str(review.pk) if review else None}
    record_entry(tenant=tenant, by=author, action="notice.received", subject=notice, now=now, data=data)
    case = open_case(notice, review=review, version=version, tenant=tenant, by=author, now=now) if review else None
    write_letter(Letter.Kind.NOTICE_RECEIVED, to=author, case=case, notice=notice, about=notice, now=now)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
    return Receipt(notice, token, case)


def _problems(given: dict[str, str], explanation: str, good_faith: bool, about: str, tenant: Tenant) -> list[Problem]:
    problems = [
        too_long(given[pointer], pointer, most) for pointer, most in _LONGEST.items() if len(given[pointer]) > most
    ]
    if not given["/url"].strip():
        problems.append(invalid("/url", say("Please give the address of the page that you report.")))
    elif not is_here(given["/url"], tenant):
        problems.append(_not_here(tenant))
    problems += text_problems(explanation, "/explanation", ASK_EXPLANATION)
    if not given["/name"].strip():
        problems.append(invalid("/name", say("Please give your name. Neither the author nor the seller is told.")))
    if not _is_email(given["/email"]):
        problems.append(invalid("/email", say("Please give an e-mail address that we can answer to.")))
    if about not in ABOUT:
        problems.append(invalid("/about", say("Choose one of: {names}.", names=", ".join(ABOUT))))
    if good_faith is not True:
        problems.append(invalid("/good_faith", say("Please confirm that what you say is accurate and complete.")))
    return problems


def _not_here(tenant: Tenant) -> Problem:
    detail = say(
        "This is no address of {marketplace}; it begins with {host}.", marketplace=tenant.name, host=tenant.host
    )
    return invalid("/url", detail)


def _is_email(text: str) -> bool:
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return True


def _count(tenant: Tenant, address: str, now: datetime) -> None:
    allowance = count_attempt(
        subject=f"notices at {tenant.pk} from {address}",
        limit=NOTICES_AN_HOUR,
        span=timedelta(hours=1),
        now=now,
    )
    if not allowance:
        detail = say(
            "{number} notices an hour can come from one address. Please wait before the next one.",
            number=NOTICES_AN_HOUR,
        )
        refusal = UnableToSubmitNotice(coded("rate_limited", detail))
        refusal.retry_after = allowance.retry_after
        raise refusal


def _keep(
    tenant: Tenant, author: Member, url: str, explanation: str, law: str, about: str, review, now: datetime
) -> tuple[Notice, str]:
    notice = Notice(
        pk=uuid6.uuid7(),
        tenant=tenant,
        author=author,
        number="N-{}-{}".format(*("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))),
        url=url.strip(),
        review=review,
        about=about,
        explanation=explanation.strip(),
        law=law.strip(),
        status=Notice.Status.RECEIVED if review is None else Notice.Status.CASE,
        received_at=now,
    )
    token = token_of(notice)
    notice.token_hash = hash_of(token)
    notice.save(force_insert=True)
    return notice, token
