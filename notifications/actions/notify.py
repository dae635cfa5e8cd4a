"""Tells members what happened: a row each in the app, which an e-mail may follow.

Other actions call this inside their transaction; it checks no permission. What they roll back was never told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min
from django.utils.text import Truncator

from notifications.due import LONGEST_WAIT, due_at, is_news
from notifications.kinds import KINDS, Email
from notifications.models import Notification
from notifications.paths import is_path_of_ours
from notifications.queries import wishes_of
from tenants.languages import language_of
from tenants.models import Member, Tenant
from wire.speaking import speaking

LONGEST_TITLE = 200
LONGEST_BODY = 600
BATCH = 1000
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing for one member. `key` says what it is about: the same key again tells the member nothing new.

    A `title` and a `body` that were said (`policy.saying`) are kept in the member's language, others as they are.
    """

    member: Member
    kind: str
    key: str
    title: str
    path: str
    body: str = ""


def notify(
    *, tenant: Tenant, member: Member, kind: str, key: str, title: str, body: str = "", path: str, now: datetime
) -> Notification | None:
    """The member's one notification of this `key`, new or as it stands; None where none is wanted.

    `path` is the page of this marketplace where more of it stands. Members without an account are told nothing:
    their marketplace knows them, and they could not open the page. Raises ValueError for an unknown kind or a
    path that leads elsewhere.
    """
    told = Told(member, kind, key, title, path, body)
    if not notify_all(tenant=tenant, told=[told], now=now):
        return None
    return Notification.objects.get(member=member, key=key)


def notify_all(*, tenant: Tenant, told: Sequence[Told], now: datetime) -> int:
    """As `notify`, for many at once: three queries however many. How many rows stand for them now."""
    for each in told:
        if each.kind not in KINDS or not is_path_of_ours(each.path):
            raise ValueError(f"cannot tell {each.kind!r} at {each.path!r}")
    news = is_news(now)
    told = [each for each in told if each.member.user_id is not None]
    if not told:
        return 0
    wishes = wishes_of({each.member.pk for each in told}, {each.kind for each in told})
    waiting = _waiting(told, wishes, now) if news else {}
    rows = []
    for each in told:
        in_app, email = wishes[each.member.pk, each.kind]
        due = None
        if news and each.member.email:
            due = due_at(email, tenant=tenant, now=now, joins=waiting.get(each.member.pk))
        if in_app or due is not None:
            rows.append(_row(tenant, each, now, shown=in_app, due=due))
    # One order of locks for all: two who tell the same members at once wait for each other, never in a ring.
    rows.sort(key=lambda row: (row.member_id, row.key))
    Notification.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def _row(tenant: Tenant, told: Told, now: datetime, *, shown: bool, due: datetime | None) -> Notification:
    with speaking(language_of(told.member, tenant)):
        title, body = one_line(str(told.title)), one_line(str(told.body))
    return Notification(
        tenant=tenant,
        member=told.member,
        kind=told.kind,
        key=told.key,
        title=Truncator(title).chars(LONGEST_TITLE),
        body=Truncator(body).chars(LONGEST_BODY),
        path=told.path,
        created_at=now,
        shown=shown,
        email_due_at=due,
    )


def one_line(text: str) -> str:
    """Titles quote what people typed, and become subjects of e-mails: a line end there would begin a new header."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


def _waiting(
    told: Sequence[Told], wishes: Mapping[tuple[UUID, str], tuple[bool, Email]], now: datetime
) -> dict[UUID, datetime]:
    """When the next e-mail goes out to those who want one soon, where one waits already."""
    soon = {each.member.pk for each in told if wishes[each.member.pk, each.kind][1] == "soon"}
    if not soon:
        return {}
    rows = Notification.objects.filter(
        member__in=soon, emailed_at=None, read_at=None, email_due_at__gt=now, email_due_at__lte=now + LONGEST_WAIT
    )
    return dict(rows.values_list("member_id").annotate(first=Min("email_due_at")))
