"""Takes over many orders from rows of a table: in batches, with a reason for each row that is rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from audit.actions.record_entry import record_entry
from orders.models import Order, SellerSeat
from orders.permissions import check_may_put_orders
from orders.stating.batch import BatchParties, ImportCounts, Row, Taken, ensure_batch_parties
from orders.stating.changes import changes, new_order, refusals, self_dealing
from orders.stating.csv_rows import facts_of_row, reasons
from orders.stating.facts import FactsWrong, OrderFacts, read_facts
from tenants.batches import Overtaken, taken_in_batches
from tenants.models import Member, Tenant
from wire.bulk import insert_many

OnReject = Callable[[int, str], None]


def import_orders(
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
    """Put the orders of `rows`, (line, {column: text}) as in `orders.csv_rows`.

    Each batch is one transaction with one audit entry; call it outside of a transaction, so that batches
    stand when a later one fails. The same rows again change nothing, a rejected row changes no order, and
    existing names of people, sellers and offers stay. With `dry_run` every batch is rolled back, so an
    order that appears in two batches counts as new twice. A long import gives a `clock`: each batch is recorded
    when it is taken, so that whoever looked at an order meanwhile sees that it changed.
    """
    check_may_put_orders(by)
    counts = ImportCounts()

    def take(batch: list[Row]) -> Taken:
        return _take(tenant, by, batch, clock() if clock else now)

    def refused(row: Row) -> Taken:
        return Taken(rejected=[(row[0], "The database refused this order.")])

    for taken in taken_in_batches(tenant=tenant, rows=rows, take=take, refused=refused, dry_run=dry_run):
        counts.add(taken)
        for line, reason in taken.rejected:
            on_reject(line, reason)
        progress(counts)
    return counts


def _take(tenant: Tenant, by: Member | None, batch: list[Row], now: datetime) -> Taken:
    taken = Taken()
    read: list[tuple[int, OrderFacts]] = []
    for line, row in batch:
        try:
            read.append((line, read_facts(facts_of_row(row))))
        except FactsWrong as error:
            taken.reject(line, reasons(error.problems))
    parties = ensure_batch_parties(tenant=tenant, by=by, facts=[facts for _, facts in read], now=now)
    standing = _standing([facts.external_id for _, facts in read])
    existing = {order.pk for order in standing.values()}
    reviewed = _reviewed(existing)
    runs = _who_runs(parties)
    new: list[Order] = []
    altered_orders: dict[Order, set[str]] = {}
    for line, facts in read:
        ids, problems = parties.ids(facts)
        order = standing.get(facts.external_id)
        if ids is None:
            taken.reject(line, reasons(problems))
            continue
        altered = changes(order, facts, ids, now) if order else {}
        if order and altered:
            problems = refusals(order, altered, reviewed=order.pk in reviewed)
        if (order is None or not altered.keys().isdisjoint({"buyer_id", "seller_id"})) and (
            ids.seller,
            ids.buyer,
        ) in runs:
            problems = [*problems, self_dealing()]
        if problems:
            taken.reject(line, reasons(problems))
        elif order is None:
            order = new_order(tenant=tenant, facts=facts, parties=ids, now=now)
            standing[facts.external_id] = order
            new.append(order)
            taken.created += 1
        elif altered:
            for name, value in altered.items():
                setattr(order, name, value)
            order.updated_at = now
            if order.pk in existing:
                altered_orders.setdefault(order, {"updated_at"}).update(altered)
            taken.changed += 1
        else:
            taken.unchanged += 1
    _write(new, altered_orders)
    if taken.created or taken.changed:
        data = {"created": taken.created, "changed": taken.changed}
        record_entry(tenant=tenant, by=by, action="orders.imported", subject=tenant, now=now, data=data)
    return taken


def _standing(external_ids: list[str]) -> dict[str, Order]:
    """Those that exist, locked in a steady order."""
    rows = Order.objects.select_for_update(of=("self",)).filter(external_id__in=external_ids)
    return {order.external_id: order for order in rows.order_by("external_id")}


def _reviewed(ids: set) -> set:
    if not ids:
        return set()
    return set(Order.objects.filter(pk__in=ids, review__isnull=False).values_list("pk", flat=True))


def _who_runs(parties: BatchParties) -> set:
    """(seller, member) of the batch that would be self-dealing."""
    seats = SellerSeat.objects.filter(
        seller__in=[seller.pk for seller in parties.sellers.values()],
        member__in=[buyer.pk for buyer in parties.buyers.values()],
    )
    return set(seats.values_list("seller_id", "member_id"))


def _write(new: list[Order], altered: dict[Order, set[str]]) -> None:
    if insert_many(sorted(new, key=lambda order: order.external_id), unless_there=True) < len(new):
        raise Overtaken
    if altered:
        changed = set().union(*altered.values())
        # Many times as fast as bulk_update; the rows are there and locked, so each conflicts, none is made.
        Order.objects.bulk_create(
            altered,
            update_conflicts=True,
            unique_fields=["tenant", "external_id"],
            update_fields=sorted(name.removesuffix("_id") for name in changed),
        )
