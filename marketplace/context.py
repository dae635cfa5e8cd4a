"""What every page's template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.actions.enrol_demo_factor import demo_code
from accounts.second_factor import destination
from marketplace.bell import bell_of
from marketplace.navigation import account_links, footer_links, links_of
from tenants.look import look_version
from tenants.models import Tenant

_ASKS_FOR_A_CODE = frozenset({"mfa_authenticate", "mfa_reauthenticate"})


def page_context(request: HttpRequest) -> dict[str, Any]:
    page = {
        "tenant": getattr(request, "tenant", None),
        "member": getattr(request, "member", None),
        "is_demo": settings.DEMO,
        "kept": getattr(request, "kept", None),
    }
    if page["tenant"] is not None:
        page |= {
            "nav": links_of(request, page["member"]),
            "bell": bell_of(request, page["member"]),
            "account_links": account_links(page["member"]),
            "footer_links": footer_links(),
            **_look(page["tenant"]),
        }
    match = getattr(request, "resolver_match", None)
    name = (match.url_name if match else "") or ""
    if name.startswith("mfa_"):
        page["second_factor_missing"] = getattr(request, "second_factor_missing", False)
        page["continue_to"] = destination(request)
    if settings.DEMO and name in _ASKS_FOR_A_CODE:
        page["demo_code"] = _demo_code(request)
    return page


def _look(tenant: Tenant) -> dict[str, str]:
    """Where the marketplace's own colours and logo are; "" where it has none."""
    version = look_version(tenant)
    return {
        "brand_css": f"{reverse('brand_css')}?v={version}" if tenant.accent else "",
        "brand_logo": f"{reverse('brand_logo')}?v={version}" if tenant.logo else "",
    }


def _demo_code(request: HttpRequest) -> str:
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage else request.user
    return demo_code(user) if user is not None and user.is_authenticated else ""
