"""Writes touchstone_client/types.py from the published schema: python client/generate.py docs/openapi.json"""

from __future__ import annotations

import json
import keyword
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEAD = '''"""What bodies and answers hold, as the published schema says: written by client/generate.py."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict
'''
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
LEFT_OUT = frozenset({"acting_for"})
"""Goes with the client, not with a body."""


def types_of(document: dict[str, Any]) -> str:
    """The module's text: a TypedDict for each object of the schema, in the order of their names."""
    classes = [_class(name, schema) for name, schema in sorted(_objects(document))]
    return "\n\n".join([HEAD, *classes]) + "\n"


def _objects(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in document["components"]["schemas"].items():
        if schema.get("type") == "object" and schema.get("properties") and name != "Problem":
            yield name, schema


def _class(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    fields = {key: value for key, value in schema["properties"].items() if key not in LEFT_OUT}
    typed = {
        key: _type(value) if key in required else f"NotRequired[{_type(value)}]"
        for key, value in sorted(fields.items())
    }
    if any(keyword.iskeyword(key) or not key.isidentifier() for key in typed):
        inside = ", ".join(f'"{key}": "{each}"' for key, each in typed.items())
        return f'{name} = TypedDict("{name}", {{{inside}}})'
    lines = [f"    {key}: {each}" for key, each in typed.items()] or ["    pass"]
    return "\n".join([f"class {name}(TypedDict):", *lines])


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_type(each) for each in schema[several]))
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        values = [each for each in schema["enum"] if each is not None]
        literal = (
            "Literal[" + ", ".join(json.dumps(each) if isinstance(each, str) else repr(each) for each in values) + "]"
        )
        return literal + (" | None" if None in schema["enum"] else "")
    kinds = schema.get("type")
    if kinds is None:
        return "dict[str, Any]" if "additionalProperties" in schema else "Any"
    return " | ".join(_of_kind(kind, schema) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _of_kind(kind: str, schema: dict[str, Any]) -> str:
    if kind == "array":
        return f"list[{_type(schema.get('items', {}))}]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {_type(values) if isinstance(values, dict) and values else 'Any'}]"
    return PLAIN[kind]


if __name__ == "__main__":
    target = Path(__file__).parent / "touchstone_client" / "types.py"
    target.write_text(types_of(json.loads(Path(sys.argv[1]).read_text())))
