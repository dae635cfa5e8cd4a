"""One rule of the document as a field: its kind and bounds come from the typed document, its words from `words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from policy.document import PolicyDocument, RetentionPolicy
from policy.grounds import GROUNDS
from policy.saying import say
from policy.terms import GroundKey
from tenants.policy_form.choices import Option, options_for
from tenants.policy_form.units import amount
from tenants.policy_form.words import words_for


class _Absent:
    """Stands for what a document does not hold."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = _Absent()


class Kind(StrEnum):
    """How a value is asked for."""

    FLAG = "flag"
    SWITCH = "switch"  # a part of the document that is there or null
    WHOLE = "whole"
    NUMBER = "number"
    SHARE = "share"  # kept as "0.95", read and written as 95 %
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Field:
    """One leaf of the document. `unit` is in the singular; bounds are in that unit."""

    path: tuple[str, ...]
    kind: Kind
    label: str
    help: str = ""
    unit: str = ""
    null: str = ""
    """What null means, in words; empty where null is not possible."""
    absent: str = ""
    """What a missing value means; empty where it must be there."""
    low: float | None = None
    high: float | None = None
    above: bool = False
    """Whether the value must be more than `low`, not only as much."""
    options: tuple[Option, ...] = ()
    least: int = 0
    """How many must be chosen at least."""
    zero: str = ""
    """What 0 means, where it switches something off."""
    empty: str = say("None")
    """What a list without anything in it means."""

    @property
    def name(self) -> str:
        """The input's name: removal.cutoff_days."""
        return ".".join(self.path)

    @property
    def pointer(self) -> str:
        """The place in the document as a JSON Pointer."""
        return "/" + "/".join(self.path)

    @property
    def id(self) -> str:
        """The input's id in the page."""
        return "rule-" + "-".join(self.path)


@cache
def _schema() -> Mapping[str, Any]:
    return PolicyDocument.model_json_schema()


def _resolved(part: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool, str]:
    """A piece of the schema without its references, whether it may be null, and the name of its enumeration."""
    nullable, name = False, ""
    if "anyOf" in part:
        nullable = any(each.get("type") == "null" for each in part["anyOf"])
        part = next(each for each in part["anyOf"] if each.get("type") != "null")
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[1]
        part = _schema()["$defs"][name]
    return part, nullable, name


def _at(path: tuple[str, ...]) -> tuple[Mapping[str, Any], bool, str]:
    """The schema of the value at `path`; steps into tables may be any key."""
    found: tuple[Mapping[str, Any], bool, str] = (_schema(), False, "")
    for step in path:
        part = found[0]
        inner = part["properties"][step] if "properties" in part else part["additionalProperties"]
        found = _resolved(inner)
    return found


def field_of(path: tuple[str, ...]) -> Field:
    """The field for one leaf. KeyError where the document has no such leaf or `words` has no words for it."""
    part, nullable, enumeration = _at(path)
    kind = _kind(part, nullable)
    words = words_for(path)
    low, high = part.get("minimum", part.get("exclusiveMinimum")), part.get("maximum")
    absent = words.absent
    if "parameters" in path:
        bounds = GROUNDS[GroundKey(path[2])].parameters[path[-1]]
        low, high = bounds.low, bounds.high
        part = {**part, "type": "integer"} if float(bounds.default).is_integer() and high > 1 else part
        kind = _kind(part, nullable)
        absent = say("{amount}, as usual", amount=amount(bounds.default, words.unit))
    if path[0] == "retention":
        # Policies from before there was this part go by what is usual.
        usual = getattr(RetentionPolicy(), path[-1])
        absent = say("{amount}, as usual", amount=amount(usual, words.unit))
    if kind is Kind.SHARE:
        low, high = 0, 100
    of = _resolved(part["items"])[2] if kind is Kind.CHOICES else enumeration
    return Field(
        path=path,
        kind=kind,
        label=words.label,
        help=words.help,
        unit=words.unit,
        null=words.null if nullable else "",
        absent=absent,
        low=low,
        high=high,
        above="exclusiveMinimum" in part or kind is Kind.SHARE,
        options=options_for(of, path) if kind in (Kind.CHOICE, Kind.CHOICES) else (),
        least=max(part.get("minLength", 0), part.get("minItems", 0)) if kind is Kind.CHOICES else 0,
        zero=words.zero,
        empty=words.empty,
    )


def _kind(part: Mapping[str, Any], nullable: bool) -> Kind:
    if part["type"] == "object" and nullable:
        return Kind.SWITCH
    if "enum" in part:
        return Kind.CHOICE
    kinds = {
        "boolean": Kind.FLAG,
        "integer": Kind.WHOLE,
        "number": Kind.NUMBER,
        "array": Kind.CHOICES,
        "string": Kind.SHARE,
    }
    return kinds[part["type"]]
