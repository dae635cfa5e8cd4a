"""The page on which leads give the marketplace its own colour and logo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from tenants.actions.set_language import set_language
from tenants.actions.set_look import set_look
from tenants.logos import LARGEST_LOGO
from tenants.look import accents_of, look_version
from tenants.models import Role
from tenants.queries import tenant_of_id
from wire.admin import DeskAdmin, one_action
from wire.file_checks import DROPPED

PAGE = "tenants/admin/look.html"
TOO_LARGE = {
    "pointer": "/logo",
    "text": f"A logo has at most {LARGEST_LOGO // 1024} kB.",
    "code": "validation_failed",
}


def look_page(desk: DeskAdmin, request: HttpRequest) -> HttpResponse:
    """The form, and what it sends. Only leads find it."""
    if request.tenant is None or request.member is None or not request.member.has_role(Role.LEAD):
        raise Http404
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method != "POST":
        return _form(desk, request, request.tenant.accent, [])
    if "language" in request.POST:
        return _speak(desk, request)
    file, typed = request.FILES.get("logo"), request.POST.get("accent", "")
    if request.META.get(DROPPED):
        return _form(desk, request, typed, [TOO_LARGE])
    _, refused = one_action(
        lambda: set_look(
            tenant=request.tenant,
            by=request.member,
            accent=typed,
            logo=file,
            logo_name=file.name if file else "",
            remove_logo="remove_logo" in request.POST,
            seen=request.POST.get("seen", ""),
            now=timezone.now(),
        )
    )
    if refused:
        return _form(desk, request, typed, refused)
    messages.success(request, "Saved. Every page shows the new look from now on.")
    return HttpResponseRedirect(reverse("admin:tenants_tenant_look"))


def _speak(desk: DeskAdmin, request: HttpRequest) -> HttpResponse:
    chosen = {"language": request.POST["language"]}
    _, refused = one_action(
        lambda: set_language(tenant=request.tenant, by=request.member, now=timezone.now(), **chosen)
    )
    if refused:
        return _form(desk, request, request.tenant.accent, refused)
    messages.success(request, "Saved. Whoever asks for no language is spoken to in this one.")
    return HttpResponseRedirect(reverse("admin:tenants_tenant_look"))


def _form(desk: DeskAdmin, request: HttpRequest, accent: str, problems: list[dict[str, str]]) -> HttpResponse:
    # As it is now: somebody else may have changed it while this request waited.
    tenant = tenant_of_id(request.tenant.pk)
    stale = any(each["code"] == "stale_version" for each in problems)
    context: dict[str, Any] = {
        "trail": [],
        "accent": accent,
        "now": tenant.accent,
        "usual": accents_of(tenant)[0],
        "has_logo": bool(tenant.logo),
        "logo_href": f"{reverse('brand_logo')}?v={look_version(tenant)}" if tenant.logo else "",
        "largest": LARGEST_LOGO // 1024,
        "seen": look_version(tenant),
        "stale": stale,
        "languages": [{"value": code, "label": name} for code, name in settings.LANGUAGES],
        "language": tenant.language,
        "errors": [{"href": _field(each["pointer"]), "text": each["text"]} for each in problems],
        "wrong": {each["pointer"].removeprefix("/"): each["text"] for each in problems},
    }
    return desk.page(request, PAGE, "Look", context, status=(409 if stale else 422) if problems else 200)


def _field(pointer: str) -> str:
    return f"#id_{pointer.removeprefix('/')}" if pointer in ("/accent", "/logo", "/language") else ""
