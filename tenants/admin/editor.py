"""The draft's form: every rule with what stands in its input, what is wrong beside it, and a summary that links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tenants.policy_form import FIELDS, NO_LIMIT, SECTIONS, Field, Section, Typed, Wrong, field_at, units


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the form shows it."""

    field: Field
    texts: tuple[str, ...]
    unlimited: bool
    error: str

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""

    @property
    def on(self) -> bool:
        return bool(self.texts)

    @property
    def units(self) -> str:
        return units(self.field.unit)

    @property
    def options(self) -> list[dict[str, Any]]:
        return [
            {"value": each.value, "label": each.label, "checked": each.value in self.texts}
            for each in self.field.options
        ]

    @property
    def unlimited_name(self) -> str:
        return f"{self.field.name}.{NO_LIMIT}"


@dataclass(frozen=True, slots=True)
class Group:
    """A fieldset. A ground's opens by itself where something in it is wrong."""

    section: Section
    rules: tuple[Rule, ...]

    @property
    def wrong(self) -> bool:
        return any(rule.error for rule in self.rules)

    @property
    def switch(self) -> Rule | None:
        """The rule that the others of the group hang on."""
        return self.rules[0] if self.rules[0].field.kind == "switch" else None

    @property
    def hanging(self) -> tuple[Rule, ...]:
        return self.rules[1:] if self.switch else self.rules


def read_typed(post: QueryDict) -> Typed:
    """What stands in the form, word for word; names that are no rule are left out."""
    names = {name for field in FIELDS for name in (field.name, f"{field.name}.{NO_LIMIT}")}
    return {name: post.getlist(name) for name in names if name in post}


def groups(typed: Typed, wrong: Mapping[str, str]) -> list[Group]:
    return [Group(section, tuple(_rule(field, typed, wrong) for field in section.fields)) for section in SECTIONS]


def _rule(field: Field, typed: Typed, wrong: Mapping[str, str]) -> Rule:
    unlimited = bool(typed.get(f"{field.name}.{NO_LIMIT}"))
    return Rule(field, tuple(typed.get(field.name, ())), unlimited, wrong.get(field.name, ""))


def told_by_form(wrong: Sequence[Wrong]) -> list[dict[str, str]]:
    """What could not be read, as actions tell what they refuse."""
    return [{"pointer": f"/document{each.pointer}", "text": each.text, "code": "validation_failed"} for each in wrong]


def beside(problems: Sequence[dict[str, str]]) -> dict[str, str]:
    """The sentences by the name of the input that they stand beside."""
    found: dict[str, str] = {}
    for each in problems:
        place = _place(each)
        name = place[1].name if place else each["pointer"].lstrip("/")
        found[name] = f"{found.get(name, '')} {each['text']}".strip()
    return found


def summary(problems: Sequence[dict[str, str]], *, linked: bool = True) -> list[dict[str, str]]:
    """Each problem with the name of its rule, and a link to it."""
    rows = []
    for each in problems:
        place = _place(each)
        if place:
            section, field = place
            text = f"{section.title}, {field.label.lower() if section.ground else field.label}: {each['text']}"
            rows.append({"href": f"#{field.id}" if linked else "", "text": text})
        else:
            # Rules that the document should not have, or lacks as a whole, have no input: their path says where.
            at = each["pointer"].removeprefix("/document").lstrip("/").replace("/", ".")
            known = at in ("", "version", "title")
            rows.append({"href": "#id_title" if at == "title" else "", "text": _with_path(each["text"], known, at)})
    return rows


def _with_path(text: str, known: bool, at: str) -> str:
    return text if known else f"{at}: {text}"


def _place(problem: Mapping[str, str]) -> tuple[Section, Field] | None:
    pointer = problem["pointer"]
    if not pointer.startswith("/document/"):
        return None
    return field_at(pointer.removeprefix("/document"))
