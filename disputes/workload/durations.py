"""The middle and the slow end of lengths of time, taken by the database."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, DurationField, ExpressionWrapper, F
from django.db.models.expressions import Combinable

SHARES = (0.5, 0.95)

Durations = list[timedelta] | None
"""Median and 95th percentile; None of nothing."""


class MedianAndP95(Aggregate):
    """PostgreSQL's percentile_cont: between two cases it lies on the straight line from one to the other."""

    function = "PERCENTILE_CONT"
    template = f"%(function)s(ARRAY{list(SHARES)}) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(DurationField())


def between(start: str | Combinable, end: str) -> ExpressionWrapper:
    begun = F(start) if isinstance(start, str) else start
    return ExpressionWrapper(F(end) - begun, output_field=DurationField())
