"""Reads one row with much that belongs to it, without looking for the best order of the joins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def joined_as_written() -> Iterator[None]:
    """For a query that finds its row by key and joins a dozen tables to it, each by key: every order is good, and
    the planner would spend thirty milliseconds on choosing one. Within a transaction, which an error ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL join_collapse_limit = 1")
        yield
        cursor.execute("SET LOCAL join_collapse_limit = DEFAULT")
