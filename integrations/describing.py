"""Describes fields of bodies for the published schema as exactly as they are read."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from wire.bodies import Amount, Choice, Document, Entries, Id, Line, Text

# What a database can store and a page can show (wire.text), without the halves of surrogate pairs: no text in a JSON
# document that can be read has them.
_HIDDEN = r"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF"
SHOWABLE = f"^[^{_HIDDEN}]*$"
ONE_LINE = rf"^[^{_HIDDEN}\t\n\r\u2028\u2029]*$"
# As drf-spectacular names it; the words themselves say it all.
_NOISE = ("x-spec-enum-id", "description")


def refined(field: Any, schema: dict[str, Any], direction: str) -> dict[str, Any]:
    """`schema`, as REST framework's kind of `field` alone has it, with what this field takes and no more."""
    if isinstance(field, Amount):
        return {"type": schema["type"], "pattern": _amount_pattern(field)}
    if isinstance(field, Document):
        return {"type": ["object", "null"] if field.allow_null else "object", "additionalProperties": True}
    if isinstance(field, Entries):
        return {**schema, "maxProperties": field.max_length}
    if isinstance(field, Choice | serializers.ChoiceField):
        return {name: value for name, value in schema.items() if name not in _NOISE}
    if isinstance(field, Text):
        pattern = field.pattern or (ONE_LINE if isinstance(field, Line) else SHOWABLE)
        return {**schema, "pattern": pattern, **({} if field.allow_blank else {"minLength": 1})}
    if isinstance(field, Id) and direction == "request":
        # Ids are opaque to callers: what none can be is taken for one that nothing has.
        return {**{name: value for name, value in schema.items() if name != "format"}, "minLength": 1}
    return schema


def optional(schema: dict[str, Any]) -> dict[str, Any]:
    """Of a filter that may be left out: without a value it is the same as not being there."""
    return schema if schema == {"type": "string"} else {"anyOf": [schema, {"const": ""}]}


def _amount_pattern(field: Amount) -> str:
    whole = field.max_digits - field.decimal_places
    return rf"^(?:0|[1-9][0-9]{{0,{whole - 1}}})(?:\.[0-9]{{1,{field.decimal_places}}})?$"
