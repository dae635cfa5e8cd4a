"""From what was typed to the document: read field by field, with a sentence beside each that cannot be read."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from policy.document import RetentionPolicy
from policy.terms import GroundKey
from tenants.policy_form.fields import ABSENT, Field, Kind
from tenants.policy_form.sections import FIELDS
from tenants.policy_form.shown import NO_LIMIT, Typed, typed_of, value_at
from tenants.policy_form.units import UNCOUNTED, amount
from tenants.policy_form.usual import usual_ground

_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", re.ASCII)
_APPROVAL = ("removal", "second_approval")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot stay as it was typed: the field as a JSON Pointer, and a sentence."""

    pointer: str
    text: str


class _NotReadable(ValueError):
    """What was typed is no value of the field; the message says what would be."""


def document_of(typed: Typed, base: Mapping[str, Any]) -> tuple[dict[str, Any], list[Wrong]]:
    """The document that the form describes, and what in it could not be read.

    `base` is the document that the form was opened on: what was not changed keeps its spelling ("0.50" and 0.5,
    the order of a list), so that opening and saving changes nothing.
    """
    document: dict[str, Any] = {"schema_version": base["schema_version"]}
    wrong: list[Wrong] = []
    opened = typed_of(base)
    held = bool(typed.get(".".join(_APPROVAL)))
    for field in FIELDS:
        if field.path[:2] == _APPROVAL and not held:
            _put(document, _APPROVAL, None)
            continue
        if field.kind is Kind.SWITCH:
            continue
        try:
            value = _read(field, typed, next(iter(opened[field.name]), ""))
        except _NotReadable as reason:
            wrong.append(Wrong(field.pointer, str(reason)))
            continue
        _put(document, field.path, _as_written(field, value, value_at(base, field.path)))
    for path in (("fulfilment", "penalties"), *_parameter_tables()):
        _put(document, path, value_at(document, path) or {})
    _leave_out_unnamed(document, base)
    return document, wrong


def _read(field: Field, typed: Typed, opened: str) -> Any:
    """The value that was typed; `opened` is the text with which the input opened."""
    given = [text.strip() for text in typed.get(field.name, [])]
    text = given[0] if given else ""
    match field.kind:
        case Kind.FLAG:
            return bool(given)
        case Kind.CHOICES:
            return _chosen(field, given)
        case Kind.CHOICE:
            if text not in [option.value for option in field.options]:
                raise _NotReadable("Choose one of these.")
            return text
    if typed.get(f"{field.name}.{NO_LIMIT}"):
        # A number that stood there before is what the tick takes away; one that was written beside it is not.
        if text and text != opened:
            raise _NotReadable(f"Write a number, or tick “{field.null}”: both together cannot be.")
        return None
    if not text and field.absent:
        return ABSENT
    return _number(field, text)


def _chosen(field: Field, given: list[str]) -> list[str]:
    known = [option.value for option in field.options]
    if any(value not in known for value in given):
        raise _NotReadable("Choose from these.")
    if len(given) < field.least:
        raise _NotReadable("Choose at least one.")
    return [value for value in known if value in given]


def _number(field: Field, text: str) -> int | float | str:
    whole = field.kind is Kind.WHOLE
    plain = text.replace(",", "") if whole else text.replace(",", ".")
    if not (_WHOLE if whole else _DECIMAL).fullmatch(plain):
        raise _NotReadable(_asked(field, text))
    number = Fraction(plain)
    if field.kind is Kind.SHARE:
        if not 0 < number < 100 or (number * 100).denominator != 1:
            raise _NotReadable(_asked(field, text))
        return _decimal(number / 100)
    low, high = _exact(field.low), _exact(field.high)
    under = low is not None and (number <= low if field.above else number < low)
    if under or (high is not None and number > high):
        raise _NotReadable(_asked(field, text))
    return int(number) if number.denominator == 1 else float(number)


def _asked(field: Field, text: str) -> str:
    """The sentence that says what can be written here."""
    if field.kind is Kind.SHARE:
        return "Write a share between 0 and 100 %, with up to two decimals, such as 95 or 97.5."
    kind = "a whole number" if field.kind is Kind.WHOLE else "a number"
    least = f"more than {field.low or 0:g} and up" if field.above else f"from {field.low or 0:,g}"
    unit = "" if field.unit in UNCOUNTED else field.unit
    most = f" to {amount(field.high, unit)}" if field.high is not None else ""
    or_none = f", or tick “{field.null}”" if field.null and not text else ""
    return f"Write {kind} {least}{most}{or_none}."


def _exact(bound: float | None) -> Fraction | None:
    return None if bound is None else Fraction(str(bound))


def _decimal(number: Fraction) -> str:
    """A share between 0 and 1 with at most four decimals, as the document keeps it: "0.95"."""
    return f"{float(number):.4f}".rstrip("0")


def _as_written(field: Field, value: Any, before: Any) -> Any:
    """The value in its earlier spelling where it is the same value."""
    if before is ABSENT or before is None or value is None or value is ABSENT:
        return value
    if field.kind is Kind.SHARE:
        return before if Fraction(before) == Fraction(value) else value
    if field.kind is Kind.CHOICES:
        return copy.copy(before) if set(before) == set(value) else value
    return before if before == value and type(before) is not bool else value


def _put(document: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    if value is ABSENT:
        return
    for step in path[:-1]:
        document = document.setdefault(step, {})
    document[path[-1]] = value


def _parameter_tables() -> list[tuple[str, ...]]:
    return [("removal", "grounds", key.value, "parameters") for key in GroundKey]


def _leave_out_unnamed(document: dict[str, Any], base: Mapping[str, Any]) -> None:
    """A ground or part that the earlier document did not name stays unnamed while it is left as it opened."""
    named = value_at(base, ("removal", "grounds")) or {}
    grounds = document["removal"]["grounds"]
    for key in [key for key, ground in grounds.items() if key not in named and ground == usual_ground(key)]:
        del grounds[key]
    if "retention" not in base and document.get("retention") == RetentionPolicy().model_dump():
        del document["retention"]
