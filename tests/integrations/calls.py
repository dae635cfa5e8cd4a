"""Calls of the API as the cast makes them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.actions.create_api_key import create_api_key
from accounts.models import Scope
from tenants.models import Member, Tenant
from tenants.scope import tenant_scope
from tests.cast import NOW
from tests.integrations.conformance import assert_conforms
from wire.encoding import as_json


class Caller:
    """Somebody with a key (or without one) at a marketplace's host; answers are Django's test responses."""

    def __init__(self, tenant: Tenant | None, key: str = "", **headers: str) -> None:
        self.marketplace = tenant
        host = tenant.host if tenant else "localhost"
        self.sent = sent = {"Authorization": f"Bearer {key}", **headers} if key else headers
        # What a view did not foresee is answered as in production, and looked at as an answer.
        self.client = Client(SERVER_NAME=host, headers=sent, raise_request_exception=False)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        extra = {} if body is None else {"data": body, "content_type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.generic(method, f"/api/v1/{path}", headers=named, **_encoded(extra))
        if self.marketplace:
            assert_conforms(answer, method, answer.request["PATH_INFO"])
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, body, **headers)


def _encoded(extra: dict[str, Any]) -> dict[str, Any]:
    if "data" in extra and not isinstance(extra["data"], str | bytes):
        extra["data"] = as_json(extra["data"])
    return extra


def caller(member: Member, *scopes: str, tenant: Tenant | None = None, **options: Any) -> Caller:
    """`member` with a new key of `scopes` (all there are, where none is named), calling at their marketplace.

    With `tenant` they call there, with the key of their own.
    """
    with tenant_scope(member.tenant):
        _, key = create_api_key(
            tenant=member.tenant, user=member.user, scopes=scopes or Scope.values, now=NOW, **options
        )
    return Caller(tenant or member.tenant, key)


def assert_problem(response: Any, status: int, code: str, *pointers: str) -> dict[str, Any]:
    """The answer is a problem document that says so; its body."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "code", "errors"}
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"]
    if pointers:
        assert [error["pointer"] for error in body["errors"]] == list(pointers)
    return body
