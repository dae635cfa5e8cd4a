"""What commands read from their arguments alike."""

from __future__ import annotations

from django.core.management.base import CommandError

from tenants.models import Tenant
from tenants.queries import all_tenants, tenant_of_slug


def tenant_named(slug: str) -> Tenant:
    """The marketplace of that slug, or the command ends with the slugs there are."""
    tenant = tenant_of_slug(slug)
    if tenant is None:
        known = ", ".join(each.slug for each in all_tenants()[:20]) or "none yet; see create_tenant"
        raise CommandError(f"There is no marketplace {slug!r}. There are: {known}.")
    return tenant


def listed(text: str, option: str) -> list[str]:
    """The parts of a comma-separated option; at least one."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise CommandError(f"{option} needs at least one value.")
    return parts
