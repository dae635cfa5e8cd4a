"""Takes over feedback that was left elsewhere: in batches, with a reason for each row that is rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from feedback.import_batch import Stated, Taken, take_batch
from feedback.import_rows import Cells, Row, RowWrong, read_row
from feedback.import_spool import Spool
from feedback.tasks import read_reviews, recompute_rate
from tenants.batches import taken_in_batches
from tenants.models import Member, Role, Tenant
from tenants.nudge import nudge
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope
from wire.refusals import NotPermitted

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


def import_reviews(
    *,
    tenant: Tenant,
    by: Member | None,
    rows: Iterable[Row],
    now: datetime,
    on_reject: OnReject = lambda line, cells, reason: None,
    progress: Callable[[ImportCounts], None] = lambda counts: None,
    dry_run: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> ImportCounts:
    """Import `rows`, (line, {column: text}) as in `feedback.import_rows`; no window applies.

    Of several reviews of one order the latest counts, and the others are rejected. An order that is not there
    is made; one that is keeps its facts. Rows that state what is there already change nothing. Each batch is
    one transaction with one audit entry; call it outside of a transaction, so that batches stand when a later
    one fails. With `dry_run` every batch is rolled back. A long import gives a `clock`, which is read for each
    batch. A reason begins with a code of the HTTP contract.
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
                spool.add(line, cells, row)

        def take(batch: list[Stated]) -> Taken:
            at = clock() if clock else now
            return take_batch(tenant=tenant, by=by, stated=batch, version=version, now=at)

        latest = _latest(spool, reject)
        for taken in taken_in_batches(tenant=tenant, rows=latest, take=take, refused=_refused, dry_run=dry_run):
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


def _refused(stated: Stated) -> Taken:
    line, cells, _row = stated
    return Taken(rejected=[(line, cells, "conflict: The database refused this review.")])


def _latest(spool: Spool, reject: OnReject) -> Iterator[Stated]:
    for line, cells, row, latest in spool.rows():
        if line == latest:
            yield line, cells, row
        else:
            reject(line, cells, f"already_reviewed: Line {latest} holds a later review of the same order.")
