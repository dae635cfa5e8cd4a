"""What differs between two documents, group by group, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.terms import GroundKey
from tenants.policy_form.fields import Field, Kind
from tenants.policy_form.sections import SECTIONS, Section
from tenants.policy_form.shown import in_words, value_at


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that differs."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The rules of one section that differ. `switched` says that its ground is offered now, or no longer."""

    key: str
    title: str
    changes: tuple[Change, ...]
    switched: str = ""
    unoffered: bool = False
    """A ground that is offered neither before nor after: its change has no effect yet."""


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changes]:
    """Everything that differs, in the order of the form; empty where both say the same."""
    return [found for section in SECTIONS if (found := _of_section(section, before, after))]


def _of_section(section: Section, before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes | None:
    changed = [
        Change(field.label, in_words(field, old), in_words(field, new))
        for field in section.fields
        for old, new in ((value_at(before, field.path), value_at(after, field.path)),)
        if not _same(field, old, new) and not _is_switch_of_ground(section, field)
    ]
    was, now = _offered(section.ground, before), _offered(section.ground, after)
    switched = "" if was == now else "on" if now else "off"
    if not changed and not switched:
        return None
    unoffered = section.ground is not None and not was and not now
    return Changes(section.key, section.title, tuple(changed), switched, unoffered)


def _is_switch_of_ground(section: Section, field: Field) -> bool:
    return section.ground is not None and field.path[-1] == "enabled"


def _same(field: Field, old: Any, new: Any) -> bool:
    if field.kind is Kind.CHOICES and isinstance(old, list) and isinstance(new, list):
        return set(old) == set(new)
    return in_words(field, old) == in_words(field, new)


def _offered(key: GroundKey | None, document: Mapping[str, Any]) -> bool:
    return key is not None and value_at(document, ("removal", "grounds", key.value, "enabled")) is True
