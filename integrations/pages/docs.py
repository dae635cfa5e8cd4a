"""The API for people: each call with its scope and fields, and each code of a refusal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from integrations.openapi import schema_document
from wire.calls import ACTING_FOR
from wire.problem_documents import CODES

METHODS = ("get", "post", "put", "patch", "delete")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    codes = [
        {"code": code, "status": status, "title": title, "detail": detail}
        for code, (status, title, detail) in CODES.items()
    ]
    home = request.tenant.name if request.tenant else "Marketplaces"
    crumbs = [{"label": home, "href": "/"}, {"label": "API"}]
    return render(request, "integrations/docs.html", {"rooms": _rooms(), "codes": codes, "crumbs": crumbs})


def _rooms() -> list[dict[str, Any]]:
    """The calls, by the first word of their paths."""
    document = schema_document()
    rooms: dict[str, list[dict[str, Any]]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                call = _call(method, path, item[method], document)
                rooms.setdefault(path.removeprefix("/api/v1/").split("/")[0], []).append(call)
    titles = {name: name.replace("-", " ").capitalize() for name in rooms}
    return [{"name": name, "title": titles[name], "calls": calls} for name, calls in rooms.items()]


def _call(method: str, path: str, operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    text = operation.get("description", "").replace("`", "")
    what, _, needs = text.rpartition("\n\n")
    fields = [
        {
            "name": parameter["name"],
            "kind": _kind(parameter["schema"], document),
            "needed": False,
            "place": parameter["in"],
        }
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    ]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "what": what,
        "needs": needs,
        "fields": fields + _fields(operation, document),
    }


def _fields(operation: dict[str, Any], document: dict[str, Any]) -> list[dict[str, Any]]:
    contents = operation.get("requestBody", {}).get("content", {})
    found = []
    for media in contents.values():
        schema = _resolved(media["schema"], document)
        for name, field in schema.get("properties", {}).items():
            if name != ACTING_FOR:
                needed, kind = name in schema.get("required", []), _kind(field, document)
                found.append({"name": name, "kind": kind, "needed": needed, "place": "body"})
    return found


def _kind(schema: dict[str, Any], document: dict[str, Any]) -> str:
    """What a field takes, in a few words."""
    schema = _resolved(schema, document)
    if "enum" in schema:
        return "one of " + ", ".join(str(word) for word in schema["enum"] if word not in (None, ""))
    types = schema.get("type", "anything")
    named = [str(name) for name in (types if isinstance(types, list) else [types]) if name != "null"]
    kind = {"date-time": "time", "uuid": "id", "binary": "file", "decimal": "decimal as text"}.get(
        schema.get("format", ""), {"string": "text", "integer": "whole number"}.get(named[0], named[0])
    )
    if kind == "array":
        return "list of " + _kind(schema.get("items", {}), document)
    if kind == "object" and schema.get("properties"):
        names = ", ".join(name for name in schema["properties"] if name != ACTING_FOR)
        return f"object ({names})"
    bounds = [schema.get("minimum"), schema.get("maximum")]
    if kind == "whole number" and None not in bounds and bounds[1] < 2**31 - 1:
        return f"{kind}, {bounds[0]} to {bounds[1]}"
    return f"{kind}, up to {schema['maxLength']} characters" if "maxLength" in schema else kind


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    for alternative in schema.get("allOf", schema.get("oneOf", []))[:1]:
        schema = alternative
    if "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema
