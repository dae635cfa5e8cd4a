"""Takes many rows over batch by batch: each a transaction inside the marketplace, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import DataError, IntegrityError, OperationalError

from tenants.models import Tenant
from tenants.scope import tenant_scope

BATCH = 500
ATTEMPTS = 5
_TRY_AGAIN = frozenset({"40001", "40P01"})
"""Of PostgreSQL: a transaction that cannot be put in a row with others, and one of two that wait for each other."""

Row = TypeVar("Row")
Taken = TypeVar("Taken")


class Overtaken(Exception):
    """Somebody else wrote something of the batch at the same moment; it is taken again."""


class _Undo(Exception):
    """A trial run's batch was taken and is given back."""


def taken_in_batches(
    *,
    tenant: Tenant,
    rows: Iterable[Row],
    take: Callable[[list[Row]], Taken],
    refused: Callable[[Row], Taken],
    dry_run: bool,
) -> Iterator[Taken]:
    """What became of each batch; row by row where the database refuses one as a whole.

    Call it outside of a transaction, so that batches stand when a later one fails.
    """
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield from _taken(tenant, batch, take, refused, dry_run)


def _taken(
    tenant: Tenant,
    batch: list[Row],
    take: Callable[[list[Row]], Taken],
    refused: Callable[[Row], Taken],
    dry_run: bool,
) -> Iterator[Taken]:
    try:
        taken = _tried(tenant, batch, take, dry_run)
    except (IntegrityError, DataError, Overtaken):
        if len(batch) > 1:
            for row in batch:
                yield from _taken(tenant, [row], take, refused, dry_run)
            return
        taken = refused(batch[0])
    yield taken


def _tried(tenant: Tenant, batch: list[Row], take: Callable[[list[Row]], Taken], dry_run: bool) -> Taken:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with tenant_scope(tenant):
                taken = take(batch)
                if dry_run:
                    raise _Undo
            return taken
        except _Undo:
            return taken
        except Overtaken:
            if attempt == ATTEMPTS:
                raise
        except OperationalError as error:
            if attempt == ATTEMPTS or getattr(error.__cause__, "pgcode", None) not in _TRY_AGAIN:
                raise
    raise AssertionError("every attempt returns or raises")
