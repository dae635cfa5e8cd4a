"""Opens a marketplace, with the first version of its policy."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from audit.actions.record_entry import record_entry
from policy.document import PRESETS
from policy.document import preset as packaged_policy
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.models import Member, PolicyVersion, Tenant
from tenants.scope import tenant_scope
from wire.refusals import Refused

# Imported history needs a policy as well, so the first one reaches back before all of it.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")


class UnableToCreateTenant(Refused):
    """A name is malformed or taken, or the preset or time zone does not exist."""


@transaction.atomic
def create_tenant(
    *,
    slug: str,
    name: str,
    host: str,
    preset: str,
    timezone: str = "UTC",
    language: str = "en",
    by: Member | None = None,
    now: datetime,
) -> Tenant:
    """Open a marketplace that answers at `host` (without a port) under the packaged policy `preset`.

    `language` is what it speaks to whoever asks for none.
    """
    host = host.lower().rstrip(".")
    if problems := _problems(slug=slug, name=name, host=host, preset=preset, timezone=timezone, language=language):
        raise UnableToCreateTenant(*problems)
    tenant = Tenant.objects.create(
        slug=slug, name=name.strip(), host=host, preset=preset, timezone=timezone, language=language, created_at=now
    )
    with tenant_scope(tenant):
        version = PolicyVersion.objects.create(
            tenant=tenant,
            number=1,
            document=packaged_policy(preset),
            effective_from=LONG_AGO,
            published_at=now,
            published_by=None,
        )
        record_entry(tenant=tenant, by=by, action="tenant.created", subject=tenant, now=now, data={"preset": preset})
        record_entry(tenant=tenant, by=by, action="policy.published", subject=version, now=now, data={"number": 1})
    return tenant


def _problems(*, slug: str, name: str, host: str, preset: str, timezone: str, language: str) -> list[Problem]:
    wrong = []
    if len(slug) > 50 or not _SLUG.fullmatch(slug):
        wrong.append(("/slug", f"{slug!r} is no slug: use lower-case letters, digits and single hyphens, 50 at most."))
    if not name.strip() or len(name) > 120:
        wrong.append(("/name", "The name needs between 1 and 120 characters."))
    if not _HOST.fullmatch(host):
        wrong.append(("/host", f"{host!r} is no host name; write it without a scheme and without a port."))
    if preset not in PRESETS:
        wrong.append(("/preset", f"There is no preset {preset!r}; choose from {', '.join(PRESETS)}."))
    if timezone not in available_timezones():
        wrong.append(("/timezone", f"There is no time zone {timezone!r}; use a name such as Europe/Berlin."))
    if language not in dict(settings.LANGUAGES):
        spoken = ", ".join(dict(settings.LANGUAGES))
        wrong.append(("/language", f"{language!r} is not spoken here; choose from {spoken}."))
    for taken in Tenant.objects.filter(Q(slug=slug) | Q(host=host)):
        if taken.slug == slug:
            wrong.append(("/slug", f"A marketplace {slug!r} exists already."))
        if taken.host == host:
            wrong.append(("/host", f"The host {host!r} belongs to the marketplace {taken.slug!r}."))
    return [Problem(ProblemCode.VALIDATION_FAILED, pointer, detail) for pointer, detail in wrong]
