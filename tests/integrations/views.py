"""Small views that do on purpose what views of the apps do by mistake, and addresses for them."""

from __future__ import annotations

from typing import Any

import uuid6
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import Http404
from django.urls import include, path
from rest_framework.exceptions import ValidationError

from integrations.api.not_there import NothingHere
from orders.models import Seller
from policy.problems import Problem
from tests.cast import NOW
from wire.bodies import Line, StrictBody, Version, Whole
from wire.problem_documents import CODES
from wire.refusals import NotPermitted, NotThere, Refused
from wire.views import ANY_SCOPE, PUBLIC, ApiView, Limit, UploadView


class Name(StrictBody):
    name = Line(max_length=50)
    fails = Line(max_length=50, required=False)


class Sellers(ApiView):
    """Makes a seller at each call, or fails after it made one."""

    scopes = {"GET": "ratings:read", "POST": "orders:write"}
    bodies = {"POST": Name}
    lists = True

    def get(self, request: Any) -> Any:
        return self.page(Seller.objects.all(), ordering=("-created_at", "-id"), show=lambda each: each.name)

    def post(self, request: Any) -> Any:
        given = self.body()
        slug = str(uuid6.uuid7())
        seller = Seller.objects.create(
            tenant=request.tenant, external_id=slug, slug=slug, name=given["name"], created_at=NOW
        )
        if "fails" in given:
            fail(given["fails"])
        return self.created({"id": seller.id, "name": seller.name, "at": seller.created_at})


def fail(how: str) -> None:
    if how in CODES:
        raise Refused(Problem(how, "/name", "This is why."))
    raise {
        "not_there": NotThere(),
        "no_row": Http404("No Seller matches the given query."),
        "not_permitted": NotPermitted("Only leads do this."),
        "denied": PermissionDenied(),
        "suspicious": SuspiciousOperation(),
        "framework": ValidationError({"name": ["No."]}),
        "bug": RuntimeError("a secret detail"),
    }[how]


class Failure(ApiView):
    scopes = {"GET": PUBLIC, "POST": PUBLIC}

    def get(self, request: Any, how: str) -> Any:
        if how in ("divided", "too_large"):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 2 ^ 9999" if how == "too_large" else "SELECT 1 / 0")
        fail(how)


class Clash(ApiView):
    scopes = {"POST": "orders:write"}

    def post(self, request: Any) -> Any:
        for _ in range(2):
            Seller.objects.create(tenant=request.tenant, external_id="same", slug="same", created_at=NOW)


class Who(ApiView):
    """Says who acts."""

    scopes = {"GET": ANY_SCOPE, "POST": "reviews:write", "DELETE": "reviews:write", "PUT": "orders:write"}
    roles = {"PUT": ("integrator",), "POST": ("buyer", "seller")}

    def get(self, request: Any) -> Any:
        member = request.member
        return {"name": member.name, "runs": member.acting_for_seller_id, "version": 7}

    post = delete = put = get


class Change(StrictBody):
    version = Version()
    stars = Whole(min_value=1, max_value=5, required=False)


class Changes(ApiView):
    scopes = {"PATCH": "reviews:write"}
    bodies = {"PATCH": Change}

    def patch(self, request: Any) -> Any:
        return self.body()


class Nothing(ApiView):
    scopes = {"POST": "orders:write", "DELETE": "orders:write"}

    def delete(self, request: Any) -> None:
        return None

    def post(self, request: Any) -> None:
        Seller.objects.create(tenant=request.tenant, external_id="made", slug="made", created_at=NOW)


class Closed(ApiView):
    """Nobody said which scope it takes."""

    def get(self, request: Any) -> Any:
        return {}


class Files(UploadView):
    scopes = {"POST": "requests:write"}

    def post(self, request: Any) -> Any:
        file = self.upload()
        return self.created({"name": file.name, "size": file.size, "who": request.member.name})


class Notices(ApiView):
    scopes = {"POST": PUBLIC}
    bodies = {"POST": Name}
    limits = {"POST": Limit("notices", calls=3, seconds=3600)}

    def post(self, request: Any) -> Any:
        return self.created(self.body())


class Through(ApiView):
    scopes = {"POST": "orders:write"}

    def post(self, request: Any) -> Any:
        from audit.actions.record_entry import record_entry

        record_entry(tenant=request.tenant, by=request.member, action="test.done", subject=request.member, now=self.now)
        return {}


TEST_VIEWS = {
    "sellers": Sellers,
    "failures/<str:how>": Failure,
    "clash": Clash,
    "who": Who,
    "changes": Changes,
    "nothing": Nothing,
    "closed": Closed,
    "files-of-tests": Files,
    "notices-of-tests": Notices,
    "through": Through,
}

urlpatterns = [
    *(path(f"api/v1/t/{address}", view.as_view()) for address, view in TEST_VIEWS.items()),
    path("api/v1/", include("tenants.api.urls")),
    path("api/v1/<path:anything>", NothingHere.as_view()),
]

handler404 = "marketplace.pages.errors.not_found"
handler500 = "marketplace.pages.errors.server_error"
