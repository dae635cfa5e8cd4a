"""What every page's template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.actions.enrol_demo_factor import demo_code
from accounts.second_factor import destination
from marketplace.navigation import footer_links, links_of

_ASKS_FOR_A_CODE = frozenset({"mfa_authenticate", "mfa_reauthenticate"})


def page_context(request: HttpRequest) -> dict[str, Any]:
    page = {
        "tenant": getattr(request, "tenant", None),
        "member": getattr(request, "member", None),
        "is_demo": settings.DEMO,
    }
    if page["tenant"] is not None:
        page |= {"nav": links_of(request, page["member"]), "footer_links": footer_links()}
    match = getattr(request, "resolver_match", None)
    name = (match.url_name if match else "") or ""
    if name.startswith("mfa_"):
        page["second_factor_missing"] = getattr(request, "second_factor_missing", False)
        page["continue_to"] = destination(request)
    if settings.DEMO and name in _ASKS_FOR_A_CODE:
        page["demo_code"] = _demo_code(request)
    return page


def _demo_code(request: HttpRequest) -> str:
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage else request.user
    return demo_code(user) if user is not None and user.is_authenticated else ""
