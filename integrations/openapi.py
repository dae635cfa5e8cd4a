"""Describes calls for the published schema (OpenAPI 3.1), from what their views declare."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from typing import Any

import uritemplate
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import Serializer

from integrations.describing import optional, refined
from integrations.outcomes import HEADERS, PROBLEM, done_of, refusals_of, shared_refusals
from wire.bodies import NoFields, StrictBody, Text
from wire.calls import ACTING_FOR, ANY_SCOPE, FILE, PUBLIC, WRITES
from wire.pages import LARGEST_PAGE, USUAL_PAGE
from wire.views import UploadView

_PATH_NAMES = {
    "external_id": {"type": "string", "minLength": 1, "description": "The marketplace's own id."},
    "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
    "number": {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"},
}
_AN_ID = {"type": "string", "minLength": 1, "description": "An id as answers give it."}
_OWN_ID = {"type": "string", "minLength": 1, "maxLength": 100}
_ACTING_FOR = {
    "type": ["object", "null"],
    "description": "Integrators' keys only: for whom the call acts, by the marketplace's own id.",
    "properties": {"buyer": _OWN_ID, "seller": _OWN_ID},
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
_HEADERS = {
    "Idempotency-Key": (
        "A write sent again with the same key and body is answered again and done once; kept for 24 hours.",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]{1,255}$"},
    ),
    "If-Match": (
        "Stands in for `version`: an ETag, or the version alone.",
        {"type": "string", "pattern": '^(?:(?:W/)?"[0-9]{1,9}(?:-[0-9a-f]{12})?"|[0-9]{1,9})?$'},
    ),
    "If-None-Match": ("ETags of answers that the caller has: 304 where one is still it.", {"type": "string"}),
}
_JSON = "application/json"


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
        return [
            {"in": "path", "name": name, "schema": _PATH_NAMES.get(name, _AN_ID), "required": True}
            for name in variables
        ]

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        if not self._is_page():
            return []
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE}
        return [
            {"in": "query", "name": "cursor", "schema": {"type": "string"}, "description": "As in next and previous."},
            {"in": "query", "name": "page_size", "schema": size},
        ]

    def _get_parameters(self) -> list[dict[str, Any]]:
        names = []
        if self.method in WRITES:
            names += ["Idempotency-Key"]
        if self.method in WRITES and "version" in self._body()._declared_fields:
            names += ["If-Match"]
        if self.method == "GET" and self._has_version():
            names += ["If-None-Match"]
        headers = [
            {"in": "header", "name": name, "description": text, "schema": kind}
            for name, (text, kind) in _HEADERS.items()
            if name in names
        ]
        return [*map(_as_read, super()._get_parameters()), *headers]

    def _body(self) -> type[StrictBody]:
        return self.view.bodies.get(self.method, NoFields)

    def _get_request_body(self, direction: str = "request") -> dict[str, Any] | None:
        if self.method not in WRITES:
            return None
        if isinstance(self.view, UploadView):
            fields = {
                "file": {"type": "string", "format": "binary"},
                ACTING_FOR: {"type": "string", "description": "The same as JSON."},
            }
            form = {"type": "object", "required": ["file"], "properties": fields, "additionalProperties": False}
            return {"required": True, "content": {"multipart/form-data": {"schema": form}}}
        component = self.resolve_serializer(self._body(), direction)
        if self.view.takes_any:
            return {"required": False, "content": {_JSON: {"schema": {"anyOf": [component.ref, {"type": "object"}]}}}}
        needed = bool(component.schema.get("required"))
        return {"required": needed, "content": {_JSON: {"schema": component.ref}}}

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> dict[str, Any]:
        return refined(field, super()._map_serializer_field(field, direction, bypass_extensions), direction)

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        super()._insert_field_validators(field, schema)
        # "A pattern, or nothing at all": our patterns take the empty text, too.
        if "oneOf" in schema and isinstance(field, Text):
            schema.update(schema.pop("oneOf")[0])

    def _map_basic_serializer(self, serializer: Serializer, direction: str) -> dict[str, Any]:
        schema = super()._map_basic_serializer(serializer, direction)
        if not vars(type(serializer)).get("__doc__"):
            schema.pop("description", None)
        if type(serializer) is NoFields:
            schema["additionalProperties"] = False
        return schema

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        return {**{str(status): self._done(status) for status in done_of(self.view, self.method)}, **self._others()}

    def _done(self, status: int) -> dict[str, Any]:
        replays = {"Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}} if self.method in WRITES else {}
        headers = {"headers": replays} if replays else {}
        given = self.get_response_serializers()
        if status == 204:
            return {"description": "Done; there is nothing to say.", **headers}
        if given == FILE:
            return {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
        shapes = [self.resolve_serializer(each, "response").ref for each in self._serializers()]
        one = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
        if self._has_version():
            headers = {"headers": {"ETag": {"$ref": "#/components/headers/ETag"}, **replays}}
        return {
            "description": {200: "Done.", 201: "Made.", 202: "Begun."}[status],
            "content": {_JSON: {"schema": self._page_of(one) if self._is_page() else one}},
            **headers,
        }

    def _others(self) -> dict[str, Any]:
        same = {"304": {"description": "The caller has this answer."}}
        known = same if self.method == "GET" and self._has_version() else {}
        return {**known, **refusals_of(self.view, self.method)}

    def _serializers(self) -> tuple[Any, ...]:
        given = self.get_response_serializers() or ()
        return given if isinstance(given, tuple) else () if given == FILE else (given,)

    def _has_version(self) -> bool:
        """Whether an answer names a version, which makes its entity tag."""
        return not self._is_page() and any("version" in each().fields for each in self._serializers())

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


def _as_read(parameter: dict[str, Any]) -> dict[str, Any]:
    """Empty values of filters are passed over (wire.bodies.Query)."""
    if parameter["in"] != "query" or parameter.get("required"):
        return parameter
    return {**parameter, "schema": optional(parameter["schema"])}


@lru_cache(maxsize=1)
def schema_document() -> dict[str, Any]:
    """The whole API as OpenAPI 3.1; the same in every marketplace, so made once a process."""
    generator = SchemaGenerator(patterns=[path("api/", include("integrations.urls"))])
    document = generator.get_schema(request=None, public=True)
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = shared_refusals()
    components["headers"] = HEADERS
    _close_bodies(document)
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    return document


def _close_bodies(document: dict[str, Any]) -> None:
    """Bodies hold what is declared and nothing else; answers may grow, so nothing is said of other fields there.

    Whom an integrator's key acts for may stand in every body.
    """
    schemas = document["components"]["schemas"]
    tops = {
        name
        for item in document["paths"].values()
        for call in item.values()
        for name in _named_in(call.get("requestBody"))
    }
    waiting, seen = list(tops), set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            schemas[name]["additionalProperties"] = False
            waiting += _named_in(schemas[name])
    for name in tops:
        schemas[name]["properties"] = {**schemas[name].get("properties", {}), ACTING_FOR: _ACTING_FOR}


def _named_in(shape: Any) -> list[str]:
    return re.findall(r"#/components/schemas/(\w+)", str(shape))
