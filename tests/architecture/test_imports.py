"""The import contracts hold, and name every private room there is."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
LAYERS = (
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
)
APPS = LAYERS[3:-1]
PRIVATE = ("permissions", "jobs", "tasks", "pages", "api", "admin")


def rooms(app: str) -> set[str]:
    found = {path.stem for path in (ROOT / app).glob("*.py")}
    return found | {path.parent.name for path in (ROOT / app).glob("*/__init__.py")}


class TestImportContracts:
    def test_are_kept(self):
        command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        broken = result.stdout.split("Broken contracts", 1)[-1]
        assert result.returncode == 0, broken

    @pytest.mark.parametrize("app", APPS)
    def test_name_every_private_room(self, app):
        contracts = configparser.ConfigParser()
        contracts.read(ROOT / ".importlinter")
        section = f"importlinter:contract:privacy-of-{app}"
        named = set(contracts[section]["forbidden_modules"].split()) if section in contracts else set()
        assert named == {f"{app}.{room}" for room in PRIVATE if room in rooms(app)}, "bring .importlinter up to date"


class TestStringReferences:
    @pytest.mark.parametrize("app", APPS)
    def test_never_point_up_the_layers(self, app):
        height = {name: place for place, name in enumerate(LAYERS)}
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete:
                    above = field.related_model._meta.app_label
                    assert height.get(above, -1) <= height[app], f"{model.__name__}.{field.name} points up"


class TestTheTestsOfTheRules:
    @pytest.mark.parametrize("path", sorted((ROOT / "tests/policy").rglob("*.py")), ids=lambda path: path.stem)
    def test_need_nothing_but_the_rules(self, path):
        """bench/mutants breaks a copy of `policy/`, and has `tests/policy/` beside it alone."""
        of_the_house = {*LAYERS, "bench", "manage", "tests"} - {"policy"}
        found = [name for name in imported(path) if name.split(".")[0] in of_the_house]
        assert [name for name in found if not name.startswith("tests.policy")] == []


def imported(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return names + [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
