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
