"""What every call passes through between its view's checks and its method."""

from __future__ import annotations

from django.db import transaction
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from audit.actions.record_entry import acting_through
from integrations.api.acting_for import stand_in
from integrations.api.replay import Work, answer_or_replay
from integrations.api.scopes import require_role
from wire.calls import WRITES
from wire.views import ApiView


def answer(view: ApiView, request: Request, work: Work) -> HttpResponseBase:
    """The answer of `work`, done as whoever the call is for, at most once for each Idempotency-Key.

    A write runs in a savepoint: what is raised leaves nothing behind in the request's transaction.
    """
    through = acting_through.set(request.auth.prefix if request.auth else "")
    try:
        if request.method not in WRITES:
            require_role(view, request)
            return work()
        if not hasattr(view, request.method.lower()):
            return work()  # 405, whoever it is for
        stand_in(request)
        require_role(view, request)
        with transaction.atomic():
            return answer_or_replay(request, work, now=view.now)
    finally:
        acting_through.reset(through)
