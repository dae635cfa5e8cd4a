"""From the document to what people read: each value in words, and the texts that open in the form."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from policy.phrases import share
from policy.saying import say
from tenants.policy_form.fields import ABSENT, Field, Kind
from tenants.policy_form.sections import FIELDS
from tenants.policy_form.units import amount
from tenants.policy_form.usual import usual_at

Typed: TypeAlias = dict[str, list[str]]
"""What stands in the form, by the inputs' names; as text, so that nothing typed is lost."""

NO_LIMIT = "none"
"""Ends the name of the box that stands for null."""


def value_at(document: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value at `path`; ABSENT where the document holds none."""
    value: Any = document
    for step in path:
        if not isinstance(value, Mapping) or step not in value:
            return ABSENT
        value = value[step]
    return value


def in_words(field: Field, value: Any) -> str:
    """A value as people say it, with its unit."""
    if value is ABSENT:
        return field.absent or "–"
    if field.kind is Kind.SWITCH:
        return say("No") if value is None else say("Yes")
    if value is None:
        return field.null
    match field.kind:
        case Kind.FLAG:
            return say("Yes") if value else say("No")
        case Kind.SHARE:
            return share(Fraction(value))
        case Kind.CHOICE:
            return _label(field, value)
        case Kind.CHOICES:
            return ", ".join(f"{_label(field, each)}" for each in value) or field.empty
    return field.zero if value == 0 and field.zero else amount(value, field.unit)


def typed_of(document: Mapping[str, Any]) -> Typed:
    """The form as it opens on a document; what it does not hold opens as is usual."""
    typed: Typed = {}
    for field in FIELDS:
        value = value_at(document, field.path)
        typed |= _texts(field, usual_at(field.path) if value is ABSENT else value)
    return typed


def _texts(field: Field, value: Any) -> Typed:
    if field.kind is Kind.SWITCH:
        return {field.name: [] if value in (None, ABSENT) else ["on"]}
    if value is ABSENT:
        return {field.name: []}
    if value is None:
        return {field.name: [""], f"{field.name}.{NO_LIMIT}": ["on"]}
    match field.kind:
        case Kind.FLAG:
            return {field.name: ["on"] if value else []}
        case Kind.CHOICES:
            return {field.name: [str(each) for each in value]}
        case Kind.SHARE:
            return {field.name: [_plain(Fraction(value) * 100)]}
        case Kind.WHOLE | Kind.NUMBER:
            return {field.name: [_plain(Fraction(str(value)))]}
    return {field.name: [str(value)]}


def _plain(number: Fraction) -> str:
    return f"{float(number):.12g}"


def _label(field: Field, value: str) -> str:
    return next((each.label for each in field.options if each.value == value), str(value).replace("_", " "))
