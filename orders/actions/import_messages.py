"""Takes over many messages from rows of a table: in batches, with a reason for each row that is rejected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from audit.actions.record_entry import record_entry
from orders.models import Message, Order
from orders.permissions import check_may_put_orders
from orders.stating.batch import ImportCounts, Row, Taken
from orders.stating.message_rows import BY_CONTENT, MessageRow, RowWrong, read_message
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.batches import Overtaken, taken_in_batches
from tenants.models import Member, Tenant
from wire.bulk import insert_many

OnReject = Callable[[int, str], None]
Said = tuple[UUID, str, datetime, str]
"""Order, sender, moment and words."""

_SAID_THEN = """
SELECT message.order_id, message.sender, message.sent_at, message.body, message.external_id
FROM unnest(%s::uuid[], %s::timestamptz[]) AS asked (order_id, sent_at)
JOIN orders_message AS message ON message.tenant_id = %s
    AND message.order_id = asked.order_id AND message.sent_at = asked.sent_at
"""


def import_messages(
    *,
    tenant: Tenant,
    by: Member | None,
    rows: Iterable[Row],
    now: datetime,
    on_reject: OnReject = lambda line, reason: None,
    progress: Callable[[ImportCounts], None] = lambda counts: None,
    dry_run: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> ImportCounts:
    """Add the messages of `rows`, (line, {column: text}) as in `orders.stating.message_rows`, to orders that exist.

    What was written elsewhere is a fact: nobody is notified, no limit of contact holds and nobody is warned of words.
    A chat is in the order of `sent_at`; of one moment, in that of the file. Cases that rest on the chat are looked at
    again, as each message is recorded when it is taken (`clock`, or `now`). The same rows again change nothing, with
    external ids or without. Each batch is one transaction with one audit entry; call it outside of a transaction.
    With `dry_run` every batch is rolled back, so the same row in two batches counts as new twice.
    """
    check_may_put_orders(by)
    counts = ImportCounts()

    def take(batch: list[Row]) -> Taken:
        return _take(tenant, by, batch, clock() if clock else now)

    def refused(row: Row) -> Taken:
        return Taken(rejected=[(row[0], "The database refused this message.")])

    for taken in taken_in_batches(tenant=tenant, rows=rows, take=take, refused=refused, dry_run=dry_run):
        counts.add(taken)
        for line, reason in taken.rejected:
            on_reject(line, reason)
        progress(counts)
    return counts


def _take(tenant: Tenant, by: Member | None, batch: list[Row], now: datetime) -> Taken:
    taken = Taken()
    read: list[tuple[int, MessageRow]] = []
    for line, cells in batch:
        try:
            read.append((line, read_message(cells, now=now)))
        except RowWrong as error:
            taken.reject(line, error.reason)
    orders = _orders({row.order for _, row in read})
    by_id = _of_external_ids([row.key for _, row in read])
    said = _said_then(tenant, [(orders[row.order], row.sent_at) for _, row in read if row.order in orders])
    new: list[Message] = []
    for line, row in read:
        if (order_id := orders.get(row.order)) is None:
            detail = f"There is no order {row.order}; import orders before their messages."
            taken.reject(line, RowWrong(Problem(ProblemCode.VALIDATION_FAILED, "/order", detail)).reason)
            continue
        words = (order_id, row.sender, row.sent_at, row.body)
        if (standing := by_id.get(row.key)) is not None:
            if standing == words or not row.external_id:
                taken.unchanged += 1
            else:
                problem = Problem(ProblemCode.CONFLICT, "/external_id", "Another message has this external id.")
                taken.reject(line, RowWrong(problem).reason)
            continue
        if _is_there(said.get(words, ()), row):
            taken.unchanged += 1
            continue
        by_id[row.key] = words
        said[words].add(row.key)
        new.append(_message(tenant, order_id, row, now))
    _write(tenant, by, new, now)
    taken.created = len(new)
    return taken


def _is_there(external_ids: Iterable[str], row: MessageRow) -> bool:
    """Whether the same words stand already: under any id where the row has none, else under none of their own."""
    return any(not row.external_id or not known or known.startswith(BY_CONTENT) for known in external_ids)


def _message(tenant: Tenant, order_id: UUID, row: MessageRow, now: datetime) -> Message:
    return Message(
        tenant=tenant,
        order_id=order_id,
        sender=row.sender,
        external_id=row.key,
        body=row.body,
        sent_at=row.sent_at,
        recorded_at=now,
    )


def _orders(external_ids: set[str]) -> dict[str, UUID]:
    """Those that exist, locked in a steady order: of two imports the second sees what the first one wrote."""
    rows = Order.objects.select_for_update(of=("self",), no_key=True).filter(external_id__in=external_ids)
    return {order.external_id: order.pk for order in rows.order_by("external_id").only("external_id")}


def _of_external_ids(external_ids: list[str]) -> dict[str, Said]:
    found = Message.objects.filter(external_id__in=external_ids)
    return {row[0]: row[1:] for row in found.values_list("external_id", "order_id", "sender", "sent_at", "body")}


def _said_then(tenant: Tenant, asked: list[tuple[UUID, datetime]]) -> dict[Said, set[str]]:
    """The external ids of all that was said in an order at a moment."""
    said: dict[Said, set[str]] = defaultdict(set)
    if asked:
        wanted = sorted(set(asked))
        with connection.cursor() as cursor:
            cursor.execute(_SAID_THEN, [[str(order) for order, _ in wanted], [at for _, at in wanted], str(tenant.pk)])
            for order_id, sender, sent_at, body, external_id in cursor.fetchall():
                said[order_id, sender, sent_at, body].add(external_id)
    return said


def _write(tenant: Tenant, by: Member | None, new: list[Message], now: datetime) -> None:
    if not new:
        return
    if insert_many(new, unless_there=True) < len(new):
        raise Overtaken
    record_entry(tenant=tenant, by=by, action="messages.imported", subject=tenant, now=now, data={"messages": len(new)})
