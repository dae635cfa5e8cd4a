"""The orders, reviews and messages of a marketplace as files that another installation imports."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import F, Q, QuerySet

from feedback.queries.sight import HIDDEN_WORDS
from integrations.exports.writing import Written, as_json
from policy.terms import Criterion, ReviewStatus

CHUNK = 2000
_TIMES = (
    "placed_at",
    "promised_start_at",
    "started_at",
    "promised_ship_at",
    "shipped_at",
    "promised_completion_at",
    "delivered_at",
    "closed_at",
)
_ORDERS = {
    "order": "external_id",
    "status": "status",
    "buyer": "buyer__external_id",
    "buyer_email": "buyer__email",
    "buyer_name": "buyer__name",
    "buyer_account_created_at": "buyer__account_created_at",
    "seller": "seller__external_id",
    "seller_name": "seller__name",
    "offer": "offer__external_id",
    "offer_title": "offer__title",
    "offer_description": "offer__description",
    **{name: name for name in _TIMES},
    "fulfilled_by": "fulfilled_by",
    "partner": "partner__external_id",
    "partner_name": "partner__name",
    "tracking_number": "tracking_number",
    "amount": "amount",
    "currency": "currency",
}
_REVIEWS = {
    "order": "order__external_id",
    "published_at": "published_at",
    "buyer": "buyer__external_id",
    "seller": "seller__external_id",
    "status": "order__status",
    "closed_at": "order__closed_at",
    **{criterion.value: criterion.value for criterion in Criterion},
    "stars": "overall",
    "comment": "comment",
    "response": "said",
    "redactions": "redactions",
}
_MESSAGES = {
    "order": "order__external_id",
    "sender": "sender",
    "body": "body",
    "sent_at": "sent_at",
    "external_id": "external_id",
}


def importable_files(written: Written) -> Iterator[tuple[str, int]]:
    """Write import/*.csv; after each row the file and how many rows it has. Call it inside the marketplace.

    An order whose buyer has neither id nor address gets the member's id for one: somebody else's it cannot be.
    """
    yield from _file(written, "orders", _ORDERS, _table("orders.Order"))
    standing = Q(status=ReviewStatus.PUBLISHED, hidden_at__isnull=True)
    reviews = _table("feedback.Review").filter(standing).annotate(said=F("response__body"))
    yield from _file(written, "reviews", _REVIEWS, reviews)
    yield from _file(written, "messages", _MESSAGES, _table("orders.Message").exclude(body=""))


def _table(label: str) -> QuerySet[Any]:
    return apps.get_model(label).objects.all()  # type: ignore[attr-defined]


def _file(written: Written, name: str, columns: dict[str, str], rows: QuerySet[Any]) -> Iterator[tuple[str, int]]:
    path, count = f"import/{name}.csv", 0
    shown = [column for column in columns if column != "redactions"]
    stated = rows.order_by("pk").values_list("buyer_id" if name != "messages" else "pk", *columns.values())
    with written.open(path) as out:
        table = csv.writer(out)
        table.writerow(shown)
        for who, *values in stated.iterator(chunk_size=CHUNK):
            row = dict(zip(columns, values, strict=True))
            if "redactions" in row:
                row["comment"] = _without(row["comment"], row["redactions"])
            if "buyer" in row and not row["buyer"]:
                row["buyer"] = f"member:{who}"
            table.writerow(["" if row[column] is None else as_json(row[column]) for column in shown])
            count += 1
            yield path, count
    written.files[path]["rows"] = count


def _without(comment: str, hidden: list[list[int]]) -> str:
    """What a decision hid stays hidden elsewhere."""
    for start, end in sorted(hidden or (), reverse=True):
        comment = comment[:start] + HIDDEN_WORDS + comment[end:]
    return comment
