"""Fields of bodies that take JSON at its word: "5" is no number, true is no number, 5 is no text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from wire.ids import read_id
from wire.instants import NOT_AN_INSTANT, read_instant
from wire.text import is_one_line, is_showable

MISSING = {"required": "This is needed.", "null": "This may not be null."}
LARGEST = 2**31 - 1

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?", re.ASCII)


class Text(serializers.CharField):
    """Text of at most `max_length` characters; lines and tabs are fine, other control characters are not."""

    default_error_messages = {
        **MISSING,
        "invalid": "Give text, in quotation marks.",
        "blank": "This may not be empty.",
        "unshowable": "This has control characters or broken characters, which cannot be kept.",
    }

    pattern = ""
    """A regular expression of what this kind looks like, for the published schema; empty for any text."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        kwargs.setdefault("trim_whitespace", False)
        super().__init__(max_length=max_length, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if not self.showable(data):
            self.fail("unshowable")
        return super().to_internal_value(data)

    def showable(self, text: str) -> bool:
        return is_showable(text)


class Line(Text):
    """Text on one line: a name, a title, a number of a parcel. Blanks at its ends are dropped."""

    default_error_messages = {"unshowable": "This may not have line breaks, tabs or control characters."}

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **{"trim_whitespace": True, **kwargs})

    def showable(self, text: str) -> bool:
        return is_one_line(text)


class ExternalId(Line):
    """The marketplace's own id of something: one line of 1 to 100 characters, taken exactly as it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 100, "trim_whitespace": False, **kwargs})


class Email(serializers.EmailField):
    default_error_messages = {**MISSING, "invalid": "This is not an e-mail address."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 254, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or not is_one_line(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A JSON whole number from `min_value` (0) to `max_value` (by default the largest that is kept)."""

    default_error_messages = {**MISSING, "invalid": "Give a whole number, without quotation marks."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": LARGEST, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:  # bool is an int in Python and no number in JSON
            self.fail("invalid")
        return data


class Flag(serializers.BooleanField):
    """JSON true or false, nothing that looks like them."""

    default_error_messages = {**MISSING, "invalid": "Give true or false, without quotation marks."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Instant(serializers.DateTimeField):
    """A moment as RFC 3339 with an offset; comes out aware, in UTC."""

    default_error_messages = {**MISSING, "invalid": NOT_AN_INSTANT}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return read_instant(data)
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid") from None


class Amount(serializers.DecimalField):
    """A decimal as a string ("12.50"), not negative; never a JSON number, which loses digits on its way."""

    default_error_messages = {**MISSING, "invalid": 'Give an amount as a string of digits, as in "12.50".'}

    def __init__(self, *, max_digits: int = 14, decimal_places: int = 2, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", Decimal(0))
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str) or not _DECIMAL.fullmatch(data) or len(data) > 40:
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of some words; comes out as a plain string."""

    default_error_messages = {**MISSING, "invalid_choice": "Give one of {words}."}

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__([str(choice) for choice in choices], **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", words=", ".join(self.choices))
        return data


class Id(serializers.UUIDField):
    """An id as answers give it. A malformed one comes out as an id that nothing has, and answers alike."""

    default_error_messages = {**MISSING, "invalid": "Give an id, in quotation marks."}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return read_id(data)


class Listing(serializers.ListField):
    """A JSON list of `child`, with at most `max_length` entries."""

    default_error_messages = {**MISSING, "not_a_list": "Give a list."}

    def __init__(self, *, child: serializers.Field, max_length: int, **kwargs: Any) -> None:
        super().__init__(child=child, max_length=max_length, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return super().to_internal_value(data)


class Entries(serializers.DictField):
    """A JSON object of unknown names, at most `max_length`, each with a `child`."""

    default_error_messages = {
        **MISSING,
        "not_a_dict": "Give an object.",
        "too_many": "Give at most {max} entries.",
    }

    def __init__(self, *, child: serializers.Field, max_length: int = 100, **kwargs: Any) -> None:
        super().__init__(child=child, **kwargs)
        self.max_length = max_length

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            self.fail("not_a_dict", input_type=type(data).__name__)
        if len(data) > self.max_length:
            self.fail("too_many", max=self.max_length)
        return super().to_internal_value(data)


class Document(serializers.JSONField):
    """A JSON object whose inside another room checks (a policy); here only that a database can keep it."""

    default_error_messages = {
        **MISSING,
        "invalid": "Give an object.",
        "unshowable": Text.default_error_messages["unshowable"],
    }

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("invalid")
        waiting: list[Any] = [data]
        while waiting:
            value = waiting.pop()
            if isinstance(value, str) and not is_showable(value):
                self.fail("unshowable")
            elif isinstance(value, dict):
                waiting += [*value.keys(), *value.values()]
            elif isinstance(value, list):
                waiting += value
        return data
