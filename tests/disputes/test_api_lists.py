"""Rows of lists hold what the published schema says that they hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations.openapi import schema_document
from tests.disputes.acts import decide, ready, review_of
from tests.integrations.calls import caller


def fields_of_a_row(path: str) -> set[str]:
    schema = schema_document()
    answer = schema["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    name = answer["properties"]["results"]["items"]["$ref"].rsplit("/", 1)[1]
    described: dict[str, Any] = schema["components"]["schemas"][name]
    assert set(described["required"]) == set(described["properties"])
    return set(described["properties"])


@pytest.mark.parametrize("path", ["removal-requests", "appeals", "statements"])
def test_rows_hold_what_the_schema_names(cast, path):
    now = timezone.now()
    review = review_of(cast, at=now - timedelta(days=9), closed_at=now - timedelta(days=10))
    decision = decide(cast, *ready(cast, review, at=now - timedelta(days=4)))
    alice = caller(cast.alice)
    assert alice.post(f"decisions/{decision.pk}/appeal", {"body": "Not so."}).status_code == 201
    rows = alice.get(path).json()["results"]
    assert rows
    assert all(set(row) == fields_of_a_row(path) for row in rows)
