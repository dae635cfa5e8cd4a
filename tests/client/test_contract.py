"""The client says what the published schema says: every call, its fields, and what answers hold."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from touchstone_client import Client, Resources, types
from touchstone_client.calling import Caller
from touchstone_client.sending import Answer, Sender

from integrations.openapi import schema_document

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT: dict[str, str] = {}
"""Calls that the client has no method for, each with the reason."""


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "client" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Call:
    """What a method of the client asked for."""

    method: str
    path: str
    query: frozenset[str]
    body: frozenset[str]
    answers: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Recording(Caller):
    calls: list[Call] = field(default_factory=list)

    def call(self, method: str, path: str, *, at: Any = None, query: Any = None, body: Any = None) -> Any:
        assert set(re.findall(r"{(\w+)}", path)) == set(at or {}), path
        self.calls.append(Call(method, path, frozenset(query or {}), frozenset(body or {})))

    def listed(self, path: str, *, at: Any = None, query: Any = None) -> Iterator[Any]:
        self.call("GET", path, at=at, query={**(query or {}), "cursor": "", "page_size": 100})
        return iter(())

    def upload(self, path: str, *_: Any) -> Any:
        self.calls.append(Call("POST", path, frozenset(), frozenset()))

    def download(self, path: str, at: Mapping[str, Any]) -> Answer:
        self.call("GET", path, at=at)
        return Answer(200, {}, b"")


def every_call() -> list[Call]:
    """What all methods of all resources ask for, each called with everything that it takes."""
    caller = Recording(Sender("http://localhost", ""))
    resources = Resources(caller)
    for name in dir(Resources):
        if name.startswith("_") or not hasattr(type(getattr(resources, name)), "__dataclass_fields__"):
            continue
        if isinstance(resource := getattr(resources, name), Caller):
            continue
        for act, method in inspect.getmembers(resource, inspect.ismethod):
            if not act.startswith("_"):
                hints = typing.get_type_hints(method, vars(inspect.getmodule(method)))
                given = {each: _dummy(hints[each]) for each in inspect.signature(method).parameters}
                method(**given)
                caller.calls[-1] = replace(caller.calls[-1], answers=_named(hints["return"]))
    return caller.calls


def _named(hint: Any) -> frozenset[str]:
    """The names of the typed dictionaries that a method says it gives."""
    inner = [each for part in typing.get_args(hint) for each in _named(part)]
    return frozenset([*([hint.__name__] if typing.is_typeddict(hint) else []), *inner])


def _dummy(hint: Any) -> Any:
    if typing.is_typeddict(hint):
        return dict.fromkeys(hint.__annotations__, "x")
    if hint is bytes:
        return b"x"
    return {} if typing.get_origin(hint) in (dict, typing.get_origin(Mapping[str, str])) else "x"


@pytest.fixture(scope="module")
def calls() -> dict[str, Call]:
    """By name; methods of one call are one with all their fields."""
    found: dict[str, Call] = {}
    for each in every_call():
        before = found.get(each.name, each)
        found[each.name] = Call(
            each.method,
            each.path,
            each.query | before.query,
            each.body | before.body,
            each.answers | before.answers,
        )
    return found


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Any]]:
    paths = schema_document()["paths"].items()
    return {
        f"{method.upper()} {path.removeprefix('/api/v1/')}": call
        for path, item in paths
        for method, call in item.items()
        if method in ("get", "post", "put", "patch", "delete")
    }


def test_every_call_has_a_method_and_every_method_a_call(calls, published):
    assert set(published) - set(calls) - set(LEFT_OUT) == set(), "give the client a method, or say why not"
    assert set(calls) - set(published) == set()


def test_every_method_sends_the_fields_that_there_are(calls, published):
    schemas = schema_document()["components"]["schemas"]
    wrong = []
    for name, call in calls.items():
        said = published[name]
        query = {each["name"] for each in said.get("parameters", ()) if each["in"] == "query"}
        if call.query != query:
            wrong.append((name, sorted(call.query ^ query)))
        content = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        fields = _fields(content, schemas) - {"acting_for"}
        if "multipart/form-data" not in said.get("requestBody", {}).get("content", {}) and call.body != fields:
            wrong.append((name, sorted(call.body ^ fields)))
    assert not wrong, wrong


def test_every_method_says_what_is_answered(calls, published):
    wrong = []
    for name, call in calls.items():
        contents = [each.get("content", {}) for code, each in published[name]["responses"].items() if code[0] == "2"]
        told = [content.get("application/json", {}).get("schema", {}) for content in contents]
        rows = [each.get("properties", {}).get("results", {}).get("items", each) for each in told]
        said = {ref for each in rows for ref in re.findall(r"#/components/schemas/(\w+)", json.dumps(each))}
        if call.path != "files/{file_id}" and call.answers != said:
            wrong.append((name, sorted(call.answers), sorted(said)))
    assert not wrong, wrong


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[-1]]
    parts = [part for key in ("allOf", "oneOf", "anyOf") for part in schema.get(key, ())]
    return set(schema.get("properties", ())).union(*(_fields(part, schemas) for part in parts))


def test_types_are_written_from_the_schema():
    written = ast.dump(ast.parse(generator().types_of(schema_document())))
    assert ast.dump(ast.parse(Path(types.__file__).read_text())) == written, "run client/generate.py"


def test_the_client_stands_alone():
    for path in (ROOT / "client").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                root = name.split(".")[0]
                assert not (ROOT / root / "__init__.py").exists(), f"{path.name} imports {name}"


def test_no_room_needs_the_client():
    rooms = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in ("tests", "client")]
    for path in (each for room in rooms for each in room.rglob("*.py")):
        assert "touchstone_client" not in path.read_text(), path.name


def test_says_nothing_of_its_key():
    assert "secret-key" not in repr(Client("http://localhost", "secret-key"))
