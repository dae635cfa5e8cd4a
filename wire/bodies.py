"""Bodies of calls: each field declared, everything else refused at its place by a JSON Pointer (RFC 6901)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.settings import api_settings

from policy.problems import Problem
from policy.terms import ProblemCode
from wire.fields import (
    MISSING,
    Amount,
    Choice,
    Document,
    Email,
    Entries,
    ExternalId,
    Flag,
    Id,
    Instant,
    Line,
    Listing,
    Text,
    Whole,
)
from wire.refusals import Refused

__all__ = [
    "Amount",
    "Choice",
    "Document",
    "Email",
    "Entries",
    "ExternalId",
    "Flag",
    "Id",
    "Instant",
    "Line",
    "Listing",
    "NoFields",
    "Query",
    "StrictBody",
    "Text",
    "UnableToRead",
    "Version",
    "Whole",
    "pointer_to",
    "problems_in",
    "read_body",
    "wrong",
]

_LONGEST_NAME = 100
_DIGITS = re.compile(r"-?[0-9]{1,18}", re.ASCII)


class UnableToRead(Refused):
    """The body or the query is not what the call takes; the problems name each place."""


class _Bodies(serializers.ListSerializer):
    default_error_messages = {
        **MISSING,
        "not_a_list": "Give a list.",
        "max_length": "Give at most {max_length}.",
        "min_length": "Give at least {min_length}.",
    }


class StrictBody(serializers.Serializer):
    """A JSON object with exactly the fields declared; also a field of another body, `many=True` for lists."""

    default_error_messages = {
        **MISSING,
        "invalid": "Give an object.",
        "unknown": "There is no such field here.",
    }

    class Meta:
        list_serializer_class = _Bodies

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            message = self.error_messages["invalid"]
            raise serializers.ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [message]})
        errors: dict[str, Any] = {}
        values: dict[str, Any] = {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors.update(error.detail)
        for name in data:
            if name not in self.fields:
                errors[name] = [self.error_messages["unknown"]]
        if errors:
            raise serializers.ValidationError(errors)
        return values


class NoFields(StrictBody):
    """A call that takes no fields."""


class Query(serializers.Serializer):
    """What may stand behind the question mark of an address, and nothing else: a misspelt filter would show everything.

    The same fields as in bodies: whole numbers, true and false are read from their text. Empty values are passed over;
    a filter that stands there twice is refused, as one of the two would be.
    """

    of_a_list = True
    """Whether `cursor` and `page_size` may stand there too; the list itself reads them."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        known = {*self.fields, *(("cursor", "page_size") if self.of_a_list else ())}
        if unknown := [name for name in data if name not in known]:
            raise serializers.ValidationError({name: ["There is no such filter here."] for name in unknown})
        if repeated := [name for name in data if isinstance(data, QueryDict) and len(data.getlist(name)) > 1]:
            raise serializers.ValidationError({name: ["Give this filter once."] for name in repeated})
        given = {name: data[name] for name in data if name in self.fields and data[name] != ""}
        typed = {name: _from_text(self.fields[name], text) for name, text in given.items()}
        return super().to_internal_value(typed)


class Version(Whole):
    """The version that the caller saw: a stale one is refused. `If-Match: "3"` may stand in for the field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, **kwargs})


def read_body(body: type[serializers.Serializer], data: Any) -> dict[str, Any]:
    """The values of `data` as `body` declares them. Raises UnableToRead naming every wrong place."""
    if not isinstance(data, Mapping):
        raise UnableToRead(wrong("", StrictBody.default_error_messages["invalid"]))
    bound = body(data=data)
    if not bound.is_valid():
        raise UnableToRead(*problems_in(bound.errors))
    return dict(bound.validated_data)


def wrong(pointer: str, detail: str) -> Problem:
    """A `validation_failed` at one place of the body."""
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)


def pointer_to(*names: str | int) -> str:
    """The JSON Pointer of a place: pointer_to("claims", 0, "ground") is /claims/0/ground."""
    return "".join("/" + str(name)[:_LONGEST_NAME].replace("~", "~0").replace("/", "~1") for name in names)


def problems_in(errors: Any) -> Iterator[Problem]:
    """What a serializer reports, as problems with pointers."""
    for names, detail in _leaves(errors, ()):
        yield wrong(pointer_to(*names), detail)


def _from_text(field: serializers.Field, text: str) -> Any:
    if isinstance(field, Whole) and _DIGITS.fullmatch(text):
        return int(text)
    if isinstance(field, Flag):
        return {"true": True, "false": False}.get(text, text)
    if isinstance(field, Instant):
        # An unescaped + of an offset arrives as a blank.
        return re.sub(r" (?=\d\d:\d\d$)", "+", text)
    return text


def _leaves(errors: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each sentence in what REST framework reports, with the place it is about."""
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            of_the_whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _leaves(inner, at if of_the_whole else (*at, name))
    elif isinstance(errors, list):
        for index, inner in enumerate(errors):
            # A list holds either sentences about one place or, for each entry of a list, its own errors.
            yield from _leaves(inner, at if isinstance(inner, str) else (*at, index))
    else:
        yield at, str(errors)
