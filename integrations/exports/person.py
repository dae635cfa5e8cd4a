"""Everything that a marketplace keeps about one person, as that person may see it: a ZIP of JSON and files."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from integrations.exports.writing import as_json
from policy.saying import Said, say
from policy.terms import SuspensionStatus
from tenants.models import Member, Tenant

CHUNK = 500
IN_MEMORY = 4 * 1024 * 1024
"""Bytes of the ZIP that are held in memory; a larger one goes to a temporary file."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of what is kept: how it is called in plain words, whose rows, and columns that are not theirs."""

    name: str
    label: str
    said: Said
    whose: Callable[[Member], Q]
    without: frozenset[str] = frozenset()

    def rows(self, member: Member) -> QuerySet[Any]:
        return apps.get_model(self.label).objects.filter(self.whose(member))  # type: ignore[attr-defined]

    @property
    def columns(self) -> tuple[str, ...]:
        """All but the marketplace's id, other people's ids and what stays behind."""
        fields: Any = apps.get_model(self.label)._meta.concrete_fields
        return tuple(
            each.attname
            for each in fields
            if each.attname not in self.without
            and each.attname != "tenant_id"
            and (not each.is_relation or each.related_model is not Member)
        )


def _mine(path: str) -> Callable[[Member], Q]:
    return lambda member: Q(**{path: member})


def _bought(member: Member) -> Q:
    return Q(order__buyer=member)


_SECRET = frozenset({"token", "extra_data", "message", "fraud_status", "fraud_message"})
_NOT_CONFIRMED = (SuspensionStatus.PROPOSED, SuspensionStatus.DISMISSED)

PARTS: Final[tuple[Part, ...]] = (
    Part("profile", "tenants.Member", say("Your name, address, roles and language here"), lambda m: Q(pk=m.pk)),
    Part("orders", "orders.Order", say("Orders that you placed"), _mine("buyer")),
    Part("payments", "orders.Payment", say("Payments for them"), _bought, _SECRET),
    Part("refunds", "orders.Refund", say("Money that came back"), lambda m: Q(payment__order__buyer=m)),
    Part(
        "messages",
        "orders.Message",
        say("Messages of your orders, and those that you wrote"),
        lambda m: Q(order__buyer=m) | Q(author=m),
    ),
    Part("settlements", "orders.Settlement", say("Settlements about your orders"), _bought),
    Part("compensations", "orders.Compensation", say("What sellers gave you to make something good"), _bought),
    Part("discounts", "orders.Discount", say("Discount codes of yours"), _mine("buyer")),
    Part("custom_orders", "orders.CustomOrder", say("Offers made for you alone"), _mine("buyer"), _SECRET),
    Part("seller_reports", "orders.SellerReport", say("Reports about sellers that you sent"), _mine("by")),
    Part("muted_sellers", "orders.SellerMute", say("Sellers that you muted"), _mine("buyer")),
    Part("reviews", "feedback.Review", say("Your reviews"), _mine("buyer"), frozenset({"subjects"})),
    Part(
        "review_history", "feedback.Revision", say("What they were from each change on"), lambda m: Q(review__buyer=m)
    ),
    Part(
        "responses",
        "feedback.Response",
        say("What sellers answered to them"),
        lambda m: Q(review__buyer=m, withdrawn_at__isnull=True),
    ),
    Part("replies", "disputes.Reply", say("What you answered in cases"), _mine("by")),
    Part(
        "appeals",
        "disputes.Appeal",
        say("Your appeals and their answers"),
        _mine("lodged_by"),
        frozenset({"claimed_until"}),
    ),
    Part("statements", "disputes.Statement", say("Decisions that you were told of"), _mine("addressee")),
    Part(
        "requests",
        "disputes.RemovalRequest",
        say("Requests that you filed for a shop"),
        _mine("filed_by"),
        frozenset({"claimed_until"}),
    ),
    Part("claims", "disputes.Claim", say("What you claimed in them"), lambda m: Q(request__filed_by=m)),
    Part("evidence", "disputes.Evidence", say("Evidence that you showed"), _mine("added_by")),
    Part(
        "notices",
        "disputes.Notice",
        say("Notices of illegal content that you sent"),
        _mine("author"),
        frozenset({"token_hash"}),
    ),
    Part(
        "steps",
        "disputes.MisuseStep",
        say("Cautions and suspensions"),
        lambda m: Q(member=m) & ~Q(status__in=_NOT_CONFIRMED),
        frozenset({"reason", "cases"}),
    ),
    Part("files", "orders.Upload", say("Files that you sent in"), _mine("uploaded_by"), frozenset({"file"})),
    Part("notifications", "notifications.Notification", say("Notifications"), _mine("member")),
    Part("preferences", "notifications.Preference", say("How you want to be told"), _mine("member")),
    Part(
        "api_keys",
        "accounts.ApiKey",
        say("Your keys for programs, without the keys themselves"),
        lambda m: Q(user_id=m.user_id, tenant_id=m.tenant_id),
        frozenset({"digest", "user_id"}),
    ),
    Part(
        "traces",
        "tenants.Fingerprint",
        say("Traces of your devices and addresses, as salted hashes that soon end"),
        _mine("member"),
        frozenset({"digest"}),
    ),
    Part(
        "actions",
        "audit.Entry",
        say("What you did here, as the log has it"),
        lambda m: Q(actor_id=m.pk, tenant_id=m.tenant_id),
        frozenset({"actor_id", "data"}),
    ),
)


def kept_about(member: Member) -> list[tuple[Part, int]]:
    """Each part of which there is something, and how much; one query a part."""
    counted = ((part, part.rows(member).count()) for part in PARTS)
    return [(part, count) for part, count in counted if count]


def zip_about(*, tenant: Tenant, member: Member, now: datetime) -> IO[bytes]:
    """The ZIP, open at its beginning. What the other side showed or wrote for the desk is not in it."""
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  whoever sends it closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = [f"{member} – {tenant.name}, {now:%Y-%m-%d %H:%M} UTC", ""]
        for part in PARTS:
            count = _write(archive, part, member)
            if count:
                lines.append(f"{part.name}.json ({count}): {part.said}")
        lines += ["", *_files(archive, member)]
        archive.writestr("README.txt", "\n".join(lines) + "\n")
    out.seek(0)
    return out


def _write(archive: zipfile.ZipFile, part: Part, member: Member) -> int:
    """One JSON list, written row by row; nothing where there is none."""
    count, columns = 0, part.columns
    rows: Iterator[tuple[Any, ...]] = part.rows(member).order_by("pk").values_list(*columns).iterator(chunk_size=CHUNK)
    first = next(rows, None)
    if first is None:
        return 0
    with archive.open(f"{part.name}.json", "w") as file:
        row: tuple[Any, ...] | None = first
        while row is not None:
            plain = dict(zip(columns, (as_json(value) for value in row), strict=True))
            text = json.dumps(plain, ensure_ascii=False, indent=1)
            file.write(("[\n" if count == 0 else ",\n").encode() + text.encode("utf-8", "surrogatepass"))
            count, row = count + 1, next(rows, None)
        file.write(b"\n]\n")
    return count


def _files(archive: zipfile.ZipFile, member: Member) -> Iterator[str]:
    uploads = apps.get_model("orders.Upload").objects.filter(uploaded_by=member)  # type: ignore[attr-defined]
    kept = uploads.exclude(file="").exclude(sha256="").order_by("pk").values_list("pk", "name", "file")
    for pk, name, stored in kept.iterator(chunk_size=CHUNK):
        place = f"files/{pk}-{name}"
        try:
            with default_storage.open(stored, "rb") as source, archive.open(place, "w") as target:
                while chunk := source.read(CHUNK * 1024):
                    target.write(chunk)
        except FileNotFoundError:
            continue
        yield place
