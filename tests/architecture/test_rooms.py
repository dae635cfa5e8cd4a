"""What the import linter cannot see of the house: interfaces that write, tasks that think, files that swell."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = (
    "policy",
    "evidence",
    "wire",
    "accounts",
    "audit",
    "tenants",
    "notifications",
    "orders",
    "feedback",
    "disputes",
    "integrations",
    "marketplace",
    "bench",
    "client",
)
# A file may be longer where splitting would hide what it is for: name it here with the reason.
LONG_FOR_A_REASON: dict[str, str] = {
    "client/touchstone_client/types.py": "written by a program from the published schema",
}
FORBIDDEN_NAMES = {"utils", "helpers", "services", "common", "misc"}
# Migrations are written by Django; everything else is ours.
MODULES = sorted(
    path for package in (*SOURCE, "tests") for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
INTERFACES = [path for path in MODULES if {"pages", "api", "admin"} & set(path.parts) and "tests" not in path.parts]
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}
# E-mails carry their style with them; no policy for contents reaches a mail client.
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*.html") if "emails" not in p.parts)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=name)


class TestModules:
    @each(MODULES)
    def test_are_short(self, path):
        limit = 450 if "tests" in path.parts else 300
        lines = len(path.read_text().splitlines())
        assert lines <= limit or name(path) in LONG_FOR_A_REASON, f"{lines} lines: split it by concept"

    @each([path for path in MODULES if path.read_text().strip()])
    def test_say_in_their_first_line_what_they_are_for(self, path):
        assert ast.get_docstring(ast.parse(path.read_text())), "a module docstring is missing"

    def test_are_named_by_what_they_do(self):
        assert [name(path) for path in MODULES if path.stem in FORBIDDEN_NAMES] == []


class TestInterfaces:
    @each(INTERFACES)
    def test_leave_writing_to_actions(self, path):
        writes = [
            f"line {node.lineno}: {ast.unparse(node.func)}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and _writes(node)
        ]
        assert not writes, writes


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    text = ast.unparse(call.func)
    if ".objects" in text and call.func.attr in WRITES | {"update"}:
        return True
    return call.func.attr == "save" and not re.match(r"(form|self\.form|buffer|image)\b", text)


class TestTasks:
    @each([path for path in MODULES if path.name == "tasks.py" and "tests" not in path.parts])
    def test_only_call_jobs(self, path):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                statements = sum(isinstance(part, ast.stmt) for body in node.body for part in ast.walk(body))
                assert statements <= 6, f"{node.name} has logic: move it into a job"
                assert all(not isinstance(p, ast.While | ast.Try) for p in ast.walk(node)), f"{node.name} has logic"


class TestActions:
    @each([p for p in MODULES if p.parent.name == "actions" and p.name != "__init__.py" and "tests" not in p.parts])
    def test_take_keywords_only(self, path):
        tree = ast.parse(path.read_text())
        verb = next((n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == path.stem), None)
        if verb is not None and path.stem != "ensure_party":
            assert not verb.args.args, f"{verb.name} takes {[a.arg for a in verb.args.args]} by place"


class TestTemplates:
    @each(TEMPLATES)
    def test_have_no_inline_style_or_script(self, path):
        text = path.read_text()
        assert not re.search(r"<[^>]*\sstyle\s*=", text), "an inline style: the policy for contents refuses it"
        assert "<style" not in text
        assert not re.search(r"<[^>]*\son[a-z]+\s*=", text), "an inline handler"
        for opening, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.S):
            data = re.search(r'type="application/(ld\+)?json"', opening)
            assert "src=" in opening or data, f"an inline script: {body[:40]}"


class TestTheTree:
    def test_says_nothing_of_the_machine_it_was_made_on(self):
        here = str(Path(__file__).resolve().parents[2])
        for path in [*MODULES, *TEMPLATES]:
            assert here not in path.read_text(), name(path)
