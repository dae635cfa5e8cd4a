"""Where a marketplace answers: the beginning of every link that leaves it in an e-mail or a file."""

from __future__ import annotations

from django.conf import settings

from tenants.models import Tenant


def address_of(tenant: Tenant) -> str:
    """Scheme, host and port, without a slash at the end; PUBLIC_PORT names a port that is not the scheme's own."""
    scheme = "https" if settings.HTTPS else "http"
    port = settings.PUBLIC_PORT
    return f"{scheme}://{tenant.host}{f':{port}' if port else ''}"
