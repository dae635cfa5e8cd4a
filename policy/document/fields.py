"""What all parts of the policy document share: frozen sections without unknown keys, exact numbers."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, Strict

Key = TypeVar("Key")
Value = TypeVar("Value")


class Section(BaseModel):
    """One part of the document: immutable, complete, and without keys that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _between_zero_and_one(text: str) -> str:
    if not 0 < Fraction(text) < 1:
        raise ValueError("must be more than 0 and less than 1")
    return text


def _no_repeats(values: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(set(values)) != len(values):
        raise ValueError("names the same thing twice")
    return values


def _read_only(values: Mapping[Key, Value]) -> Mapping[Key, Value]:
    return MappingProxyType(dict(values))


Flag = Annotated[bool, Strict()]
Count = Annotated[int, Strict(), Field(ge=1, le=1_000_000)]
Days = Annotated[int, Strict(), Field(ge=1, le=3650)]
Hours = Annotated[int, Strict(), Field(ge=1, le=8760)]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Share = Annotated[
    str, Field(pattern=r"^0\.[0-9]{1,4}$"), AfterValidator(_between_zero_and_one), Field(examples=["0.95"])
]
"""A share as a decimal string, so that it stays exact: "0.95" is 95 %."""

Chosen = Annotated[tuple[Value, ...], AfterValidator(_no_repeats)]
"""A list without repeats, in the order in which it was written."""

ByKey = Annotated[Mapping[Key, Value], AfterValidator(_read_only), PlainSerializer(dict)]
"""A table that cannot be changed after it was read."""
