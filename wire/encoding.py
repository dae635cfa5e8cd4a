"""Answers as JSON: times in UTC with a Z, decimals and ids as strings, nothing that JSON has no word for."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from wire.instants import show_instant


class WireEncoder(json.JSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, datetime):
            return show_instant(o)
        if isinstance(o, date):
            return o.isoformat()
        if isinstance(o, Decimal):
            return format(o, "f")
        if isinstance(o, UUID | Promise):
            return str(o)
        return super().default(o)


def as_json(data: Any) -> str:
    """`data` as JSON. Raises TypeError or ValueError for what has no JSON (sets, models, infinity)."""
    return json.dumps(data, cls=WireEncoder, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


# What could end the block or begin another in an HTML page; U+2028 and U+2029 end lines in old scripts.
_IN_HTML = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}


def as_json_block(data: Any) -> str:
    """`data` as JSON that can stand in a script element of a page, whatever is in it."""
    return as_json(data).translate(_IN_HTML)
