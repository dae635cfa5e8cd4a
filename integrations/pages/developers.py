"""Where developers begin: the address of the API here, its keys, webhooks and commands, and a first call."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from integrations.keys import keys_seen_by
from tenants.models import Role
from wire.entry import for_members


@require_safe
@for_members
def developers(request: HttpRequest) -> HttpResponse:
    page: dict[str, Any] = {
        "address": request.build_absolute_uri("/api/v1/"),
        "schema": request.build_absolute_uri(reverse("api_schema")),
        "keys": keys_seen_by(request.member, ended=False, now=timezone.now()).count(),
        "integrates": request.member.has_role(Role.LEAD, Role.INTEGRATOR),
        "slug": request.tenant.slug,
    }
    return render(request, "integrations/developers.html", page)
