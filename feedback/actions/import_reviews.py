"""Takes over feedback that was left elsewhere: in batches, with a reason for each row that is rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import DataError, IntegrityError

from feedback.import_batch import Taken, take_batch
from feedback.import_rows import Cells, Row, RowWrong, read_row
from feedback.import_spool import Spool
from feedback.tasks import read_reviews, recompute_rate
from tenants.models import Member, PolicyVersion, Role, Tenant
from tenants.nudge import nudge
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope
from wire.refusals import NotPermitted

BATCH = 500
OnReject = Callable[[int, Cells, str], None]


@dataclass
class ImportCounts:
    """Rows so far: read = created + unchanged + rejected; those still waiting for later rows are in none."""

    created: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        return self.created + self.unchanged + self.rejected


class _Undo(Exception):
    """A trial run's batch was taken and is given back."""


def import_reviews(
    *,
    tenant: Tenant,
    by: Member | None,
    rows: Iterable[Row],
    now: datetime,
    on_reject: OnReject = lambda line, cells, reason: None,
    progress: Callable[[ImportCounts], None] = lambda counts: None,
    dry_run: bool = False,
) -> ImportCounts:
    """Import `rows`, (line, {column: text}) as in `feedback.import_rows`; no window applies.

    Of several reviews of one order the latest counts, and the others are rejected. An order that is not there
    is made; one that is keeps its facts. Rows that state what is there already change nothing. Each batch is
    one transaction with one audit entry; call it outside of a transaction, so that batches stand when a later
    one fails. With `dry_run` every batch is rolled back. A reason begins with a code of the HTTP contract.
    """
    if by is not None and not by.has_role(Role.INTEGRATOR):
        raise NotPermitted("History is imported by the marketplace itself, with an integrator's key.")
    counts, sellers = ImportCounts(), set[UUID]()

    def reject(line: int, cells: Cells, reason: str) -> None:
        counts.rejected += 1
        on_reject(line, cells, reason)

    with tenant_scope(tenant):
        version = policy_in_force(at=now)
    with Spool() as spool:
        for line, cells in rows:
            try:
                row = read_row(cells, tenant=tenant, policy=version.policy, now=now)
            except RowWrong as error:
                reject(line, cells, error.reason)
            else:
                spool.add((line, cells), order=row.order, published_at=row.published_at)
        for batch in _batches(_latest(spool, reject)):
            for taken in _taken(tenant, by, batch, version, now, dry_run):
                counts.created += len(taken.created)
                counts.unchanged += taken.unchanged
                sellers.update(review.seller_id for review in taken.created)
                for line, cells, reason in taken.rejected:
                    reject(line, cells, reason)
            progress(counts)
    if not dry_run:
        for seller_id in sellers:
            nudge(recompute_rate, tenant_id=str(tenant.pk), seller_id=str(seller_id))
        if sellers:
            nudge(read_reviews)
    return counts


def _latest(spool: Spool, reject: OnReject) -> Iterator[Row]:
    for line, cells, latest in spool.rows():
        if line == latest:
            yield line, cells
        else:
            reject(line, cells, f"already_reviewed: Line {latest} holds a later review of the same order.")


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _taken(
    tenant: Tenant, by: Member | None, batch: list[Row], version: PolicyVersion, now: datetime, dry_run: bool
) -> Iterator[Taken]:
    """What became of the batch; where the database refuses it as a whole, row by row."""
    taken = Taken()
    try:
        with tenant_scope(tenant):
            taken = take_batch(tenant=tenant, by=by, rows=batch, version=version, now=now)
            if dry_run:
                raise _Undo
    except _Undo:
        pass
    except (IntegrityError, DataError):
        if len(batch) > 1:
            for row in batch:
                yield from _taken(tenant, by, [row], version, now, dry_run)
            return
        line, cells = batch[0]
        taken = Taken(rejected=[(line, cells, "conflict: The database refused this review.")])
    yield taken
