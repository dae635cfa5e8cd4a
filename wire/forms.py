"""Forms with files: read up to a size, and past it only thrown away, so that the sender gets to hear why."""

from __future__ import annotations

from typing import Any

from rest_framework.parsers import MultiPartParser

from policy.saying import say
from wire.bodies import UnableToRead, wrong

# Above the largest file that any room keeps, with the form round it. The rooms have limits of their own.
LARGEST_FORM = 32 * 1024 * 1024

_CHUNK = 64 * 1024
_DISCARDED = 300 * 1024 * 1024


class BoundedFormParser(MultiPartParser):
    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        said = parser_context["request"].META.get("CONTENT_LENGTH") or "0"
        if not said.isdigit() or int(said) > LARGEST_FORM:
            discard(stream)
            raise UnableToRead(wrong("/file", say("This is larger than {size} MB.", size=LARGEST_FORM // 1024 // 1024)))
        return super().parse(stream, media_type, parser_context)


def discard(stream: Any) -> None:
    """Read on and forget, up to a bound."""
    left = _DISCARDED
    while left > 0 and (chunk := stream.read(_CHUNK)):
        left -= len(chunk)
