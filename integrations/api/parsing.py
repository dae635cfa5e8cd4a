"""Reads bodies: one JSON object, in UTF-8, of a sensible size, that says everything once."""

from __future__ import annotations

import json
import math
from typing import Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from wire.forms import discard
from wire.text import is_well_formed


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        charset = getattr(parser_context["request"]._request, "encoding", None)
        if charset and charset.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise ParseError("Send the body in UTF-8.")
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            discard(stream)
            raise ParseError(f"The body is larger than {limit // 1024} kB.")
        return read_object(body)


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object that `body` writes. Raises ParseError with where it goes wrong."""
    try:
        data = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused, parse_float=_finite)
    except UnicodeDecodeError:
        raise ParseError("Send the body in UTF-8.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ParseError(f"This is not JSON: {error.msg} at {place}.") from None
    except RecursionError:
        raise ParseError("This JSON is nested too deeply.") from None
    except ValueError as error:  # from the hooks, or a number of thousands of digits
        raise ParseError(str(error) if isinstance(error, _NotPlain) else "A number is too long.") from None
    if not isinstance(data, dict):
        raise ParseError("Send a JSON object.")
    return data


class _NotPlain(ValueError):
    """JSON that readers would not all understand alike."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotPlain("A field is there twice.")
    if not all(is_well_formed(name) for name in found):
        raise _NotPlain("A field's name has broken characters.")
    return found


def _refused(constant: str) -> float:
    raise _NotPlain(f"JSON has no {constant}.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NotPlain("A number is too large.")
    return number
