"""Answers as JSON."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from policy.terms import ReviewStatus
from wire.encoding import as_json


def test_writes_what_answers_are_made_of():
    answer = {
        "at": datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
        "on": date(2026, 1, 31),
        "rate": Decimal("0.9500"),
        "large": Decimal("1E+3"),
        "id": UUID("01890a5d-ac96-774b-bcce-b302099a8057"),
        "status": ReviewStatus.PUBLISHED,
        "comment": "schön 👍",
        "none": None,
    }
    assert as_json(answer) == (
        '{"at":"2026-01-31T09:30:00Z","on":"2026-01-31","rate":"0.9500","large":"1000",'
        '"id":"01890a5d-ac96-774b-bcce-b302099a8057","status":"published","comment":"schön 👍","none":null}'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1}, object(), datetime(2026, 1, 31)])
def test_refuses_what_json_has_no_word_for(value):
    with pytest.raises((TypeError, ValueError)):
        as_json({"value": value})
