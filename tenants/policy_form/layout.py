"""A document laid out to be read: every rule in words, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.grounds import GROUNDS
from tenants.policy_form.sections import SECTIONS, Section
from tenants.policy_form.shown import in_words, value_at


@dataclass(frozen=True, slots=True)
class Part:
    """One section: `items` are {key, value, help} for the list component."""

    key: str
    title: str
    note: str
    not_this: str
    items: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Readable:
    """A whole document; grounds apart from the rest, those not offered apart from those that are."""

    before: tuple[Part, ...]
    offered: tuple[Part, ...]
    not_offered: tuple[Part, ...]
    after: tuple[Part, ...]


def readable(document: Mapping[str, Any]) -> Readable:
    first_ground = next(place for place, section in enumerate(SECTIONS) if section.ground)
    plain = [(place, section) for place, section in enumerate(SECTIONS) if section.ground is None]
    grounds = [section for section in SECTIONS if section.ground]
    on = [section for section in grounds if _is_offered(section, document)]
    return Readable(
        before=tuple(_part(section, document) for place, section in plain if place < first_ground),
        offered=tuple(_part(section, document) for section in on),
        not_offered=tuple(_part(section, document) for section in grounds if section not in on),
        after=tuple(_part(section, document) for place, section in plain if place > first_ground),
    )


def _part(section: Section, document: Mapping[str, Any]) -> Part:
    fields = [field for field in section.fields if not (section.ground and field.path[-1] == "enabled")]
    items = ({"key": each.label, "value": in_words(each, value_at(document, each.path))} for each in fields)
    not_this = GROUNDS[section.ground].text.not_this if section.ground else ""
    return Part(section.key, section.title, section.note, not_this, tuple(items))


def _is_offered(section: Section, document: Mapping[str, Any]) -> bool:
    return value_at(document, ("removal", "grounds", section.ground or "", "enabled")) is True
