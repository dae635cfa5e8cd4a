"""A member's keys for the API: the list, making one (shown once), and revoking; leads look after everybody's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.create_api_key import LONGEST_NAME
from accounts.adapter import must_sign_in_again
from integrations.actions.end_key import end_key
from integrations.actions.issue_key import issue_key
from integrations.actions.pace_key import pace_key
from integrations.keys import key_seen_by, keys_seen_by, looks_after_keys, owners_of, usable_scopes
from integrations.pages.key_rows import LIFETIMES, first_call, row_of, scope_choices
from orders.once import new_key, row_id
from policy.saying import say
from wire.entry import for_members
from wire.pages import CursorPages
from wire.refusals import Refused
from wire.typed import Typed

PAGES = CursorPages("-created_at", "-id")
# What somebody had filled in when they were asked to sign in again.
FILLED_IN = "key_form"
_FIELDS = {"name": say("Name"), "scopes": say("What it may do"), "expires": say("Ends after")}


@require_safe
@for_members
def key_list(request: HttpRequest) -> HttpResponse:
    show, here, now = request.GET.get("show", ""), reverse("key_list"), timezone.now()
    lead = looks_after_keys(request.member)
    everybodys, ended = lead and show in ("all", "all-ended"), show in ("ended", "all-ended")
    keys = keys_seen_by(request.member, everybodys=everybodys, ended=ended, now=now)
    try:
        cut = PAGES.cut(keys, cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    owners = owners_of(cut.rows)
    kept = f"show={show}&" if show else ""
    tabs = [("", say("Your keys")), ("ended", say("Yours that ended"))]
    tabs += [("all", say("Everybody's")), ("all-ended", say("Everybody's that ended"))] if lead else []
    page = {
        "rows": [row_of(key, owners.get(key.user_id), now) for key in cut.rows],
        "everybodys": everybodys,
        "ended": ended,
        "tabs": [
            {"label": label, "href": f"{here}?show={name}" if name else here, "current": name == show}
            for name, label in tabs
        ],
        "newer_href": f"{here}?{kept}cursor={cut.previous}" if cut.previous else "",
        "older_href": f"{here}?{kept}cursor={cut.next}" if cut.next else "",
    }
    return render(request, "integrations/keys.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
@never_cache
def key_form(request: HttpRequest) -> HttpResponse:
    """The form; and, once, the key that it made."""
    if request.method != "POST":
        typed, scopes = _filled_in(request)
        return _form(request, typed, scopes)
    typed = Typed.from_post(request.POST, [*_FIELDS, "key"])
    scopes = request.POST.getlist("scopes")
    if must_sign_in_again(request):
        request.session[FILLED_IN] = {**typed.values, "scopes": scopes[:50]}
        return redirect(f"{reverse('account_reauthenticate')}?next={reverse('key_form')}")
    now = timezone.now()
    if typed.values["expires"] not in LIFETIMES:
        typed.errors["expires"] = say("Please choose one of these.")
        return _form(request, typed, scopes)
    lifetime = LIFETIMES[typed.values["expires"]].days
    try:
        issued = issue_key(
            tenant=request.tenant,
            by=request.member,
            name=typed.values["name"],
            scopes=scopes,
            expires_at=now + timedelta(days=lifetime) if lifetime else None,
            key_id=row_id(tenant=request.tenant, by=request.member, key=typed.values["key"], said=("key",)),
            now=now,
        )
    except Refused as refusal:
        typed.refuse(refusal.problems)
        return _form(request, typed, scopes)
    page = {
        "key": row_of(issued.key, request.member, now),
        "plain_key": issued.plain_key,
        "address": request.build_absolute_uri("/api/v1/") + first_call(issued.key.scopes),
    }
    return render(request, "integrations/key_made.html", page)


def _filled_in(request: HttpRequest) -> tuple[Typed, list[str]]:
    """An empty form, or what was filled in before the sign-in that came between."""
    values = dict.fromkeys(_FIELDS, "") | {"expires": "90"}
    if request.kept is not None:
        kept = Typed.from_post(request.POST, _FIELDS)
        return Typed({**kept.values, "key": new_key()}), request.POST.getlist("scopes")
    before = request.session.pop(FILLED_IN, None) or {}
    scopes = before.pop("scopes", [])
    return Typed({**values, **before, "key": before.get("key") or new_key()}), scopes


def _form(request: HttpRequest, typed: Typed, scopes: list[str]) -> HttpResponse:
    page = {
        "typed": typed,
        "errors": typed.summary(_FIELDS),
        "longest": LONGEST_NAME,
        "scopes": scope_choices(usable_scopes(request.member), chosen=scopes),
        "lifetimes": [
            {"value": value, "label": each.label, "help": each.help, "checked": value == typed.values["expires"]}
            for value, each in LIFETIMES.items()
        ],
        "again": must_sign_in_again(request),
    }
    return render(request, "integrations/key_form.html", page, status=422 if typed.wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def key_page(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """One key; leads set its pace here."""
    key = key_seen_by(request.member, key_id)
    typed = Typed({"requests_a_minute": str(key.requests_a_minute)})
    if request.method == "POST":
        typed = Typed.from_post(request.POST, ["requests_a_minute"])
        try:
            pace_key(
                tenant=request.tenant,
                by=request.member,
                key_id=key_id,
                requests_a_minute=typed.whole("requests_a_minute"),
                now=timezone.now(),
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(say("The key may call that often from now on.")))
            return redirect("key_page", key_id)
    return render(
        request, "integrations/key.html", _one(request, key) | {"typed": typed}, status=422 if typed.wrong else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def key_revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    key = key_seen_by(request.member, key_id)
    if request.method == "POST":
        try:
            end_key(tenant=request.tenant, by=request.member, key_id=key_id, now=timezone.now())
        except Refused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, str(say("The key is revoked. Programs that still use it are refused.")))
        return redirect("key_page", key_id)
    return render(request, "integrations/key_revoke.html", _one(request, key))


def _one(request: HttpRequest, key: Any) -> dict[str, Any]:
    own = key.user_id == request.member.user_id
    return {
        "key": row_of(key, owners_of([key]).get(key.user_id), timezone.now()),
        "own": own,
        "lead": looks_after_keys(request.member),
        "list_href": reverse("key_list") + ("" if own else "?show=all"),
    }
