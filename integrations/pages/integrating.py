"""Who comes into the pages of webhooks: leads and integrators; for everybody else there are none."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from integrations.permissions import CONNECTS
from wire.entry import View, for_members
from wire.refusals import NotThere


def for_integrators(view: View) -> View:
    @for_members
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.member.has_role(*CONNECTS):
            raise NotThere
        return view(request, *args, **kwargs)

    return entered
