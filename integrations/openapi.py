"""Describes calls for the published schema (OpenAPI 3.1), from what their views declare."""

from __future__ import annotations

import inspect
from functools import lru_cache
from typing import Any

import uritemplate
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import Serializer

from wire.bodies import StrictBody
from wire.calls import ACTING_FOR, ANY_SCOPE, PUBLIC, WRITES
from wire.pages import LARGEST_PAGE, USUAL_PAGE
from wire.problem_documents import MEDIA_TYPE
from wire.views import UploadView

_TEXT = {"type": "string"}
_ANY_OBJECT = {"type": "object", "additionalProperties": True}
_ACTING_FOR = {
    "type": "object",
    "description": "Integrators' keys only: for whom the call acts, by the marketplace's own id.",
    "properties": {"buyer": _TEXT, "seller": _TEXT},
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": _TEXT, "detail": _TEXT},
            },
        },
    },
}


class CallSchema(AutoSchema):
    """Reads `bodies`, `queries`, `answers`, `lists` and `scopes` of a view; nothing is said twice."""

    def get_request_serializer(self) -> Any:
        return self.view.bodies.get(self.method)

    def get_response_serializers(self) -> Any:
        return self.view.answers.get(self.method)

    def get_description(self) -> str:
        own = getattr(self.view, self.method.lower()).__doc__ or vars(type(self.view)).get("__doc__") or ""
        scope = self.view.scopes.get(self.method)
        needs = {PUBLIC: "No key needed.", ANY_SCOPE: "Any scope."}.get(scope, f"Scope `{scope}`.")
        return f"{inspect.cleandoc(own)}\n\n{needs}".strip()

    def get_auth(self) -> list[dict[str, Any]]:
        public = [{}] if self.view.scopes.get(self.method) == PUBLIC else []
        return [{"key": []}, *public]

    def get_override_parameters(self) -> list[Any]:
        query = self.view.queries.get(self.method)
        return [query] if query else []

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        return [{"in": "path", "name": name, "schema": _TEXT, "required": True} for name in variables]

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        if not (self.view.lists and self.method == "GET"):
            return []
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE}
        return [
            {"in": "query", "name": "cursor", "schema": _TEXT},
            {"in": "query", "name": "page_size", "schema": size},
        ]

    def _get_parameters(self) -> list[dict[str, Any]]:
        parameters = super()._get_parameters()
        if self.method in WRITES:
            kind = {"type": "string", "minLength": 1, "maxLength": 255}
            parameters.append({"in": "header", "name": "Idempotency-Key", "schema": kind})
        return parameters

    def _get_request_body(self, direction: str = "request") -> dict[str, Any] | None:
        if isinstance(self.view, UploadView) and self.method in WRITES:
            form = {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
            return {"required": True, "content": {"multipart/form-data": {"schema": form}}}
        return super()._get_request_body(direction)

    def _map_basic_serializer(self, serializer: Serializer, direction: str) -> dict[str, Any]:
        schema = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, StrictBody):
            schema["additionalProperties"] = False
            if type(serializer) in self.view.bodies.values():
                schema["properties"] = {**schema.get("properties", {}), ACTING_FOR: _ACTING_FOR}
        return schema

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        given = self.get_response_serializers()
        one = self.resolve_serializer(given, "response").ref if given else _ANY_OBJECT
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        return {
            "2XX": {
                "description": "Done",
                "content": {"application/json": {"schema": self._page_of(one) if self._is_page() else one}},
            },
            "default": {"description": "Refused, with a problem document", "content": {MEDIA_TYPE: problem}},
        }

    def _is_page(self) -> bool:
        return self.view.lists and self.method == "GET"

    def _page_of(self, one: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {"results": {"type": "array", "items": one}, "next": address, "previous": address},
        }

    def _tokenize_path(self) -> list[str]:
        tokens = [part for part in self.path.removeprefix("/api/v1/").split("/") if part]
        return [part for part in tokens if not uritemplate.variables(part)]

    def get_operation_id(self) -> str:
        named = self.path.removeprefix("/api/v1/").replace("{", "by_").replace("}", "")
        return f"{self.method.lower()}_{named.replace('/', '_').replace('-', '_')}"


@lru_cache(maxsize=1)
def schema_document() -> dict[str, Any]:
    """The whole API as OpenAPI 3.1; the same in every marketplace, so made once a process."""
    generator = SchemaGenerator(patterns=[path("api/", include("integrations.urls"))])
    document = generator.get_schema(request=None, public=True)
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    return document
