"""The seller has done what the settlement says, and shows it; from then on the buyer's time runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from orders.actions.store_upload import store_upload
from orders.agreeing.settling import apply_deadline, lock_settlement, move_settlement, stale_version
from orders.models import Message, Settlement, SettlementProof, Upload
from orders.permissions import check_is_side
from orders.queries import upload_visible_to
from policy.problems import Problem
from policy.saying import say
from policy.settlements import may_perform
from policy.terms import ProblemCode, SettlementStatus
from tenants.models import Member, Tenant
from wire.refusals import Refused
from wire.text import is_showable

LONGEST_PERFORMANCE = 4000
MOST_PROOFS = 5


class UnableToPerformSettlement(Refused):
    """`conflict` where nothing was accepted or its time is over; `validation_failed` at a field, `stale_version`."""


@transaction.atomic
def perform_settlement(
    *,
    tenant: Tenant,
    by: Member | None,
    settlement: Settlement,
    performance: str = "",
    uploads: Sequence[Upload] = (),
    files: Sequence[UploadedFile] = (),
    version: int | None = None,
    now: datetime,
) -> Settlement:
    """The performed settlement, with `uploads` and `files` as its proof.

    Where the feedback was withdrawn already, the settlement is honoured at once. Raises NotThere, NotPermitted for
    all but the seller, UnableToPerformSettlement, UnableToStoreUpload for a file.
    """
    held = lock_settlement(settlement.pk)
    check_is_side(by, held.order, Message.Sender.SELLER, say("performs a settlement"))
    problems = may_perform(SettlementStatus(held.status), held.perform_by, now, timezone=tenant.zone)
    problems = problems or stale_version(version, held)
    if problems := problems or _what_is_wrong(by, performance, uploads, len(files)):
        raise UnableToPerformSettlement(*problems)
    kept = [
        store_upload(tenant=tenant, by=by, name=file.name or "", content=file, seller=held.order.seller, now=now)
        for file in files
    ]
    proofs = {upload.pk: upload for upload in (*uploads, *kept)}.values()
    SettlementProof.objects.bulk_create(
        SettlementProof(tenant=tenant, settlement=held, upload=upload) for upload in proofs
    )
    changes = {"performance": performance.strip(), "performed_at": now}
    move_settlement(held, SettlementStatus.PERFORMED, tenant=tenant, by=by, now=now, **changes)
    apply_deadline(held, tenant=tenant, now=now)
    return held


def _what_is_wrong(by: Member, performance: str, uploads: Sequence[Upload], files: int) -> list[Problem]:
    wrong = []
    if len(performance.strip()) > LONGEST_PERFORMANCE:
        wrong.append(("/performance", say("This can have up to {most} characters.", most=LONGEST_PERFORMANCE)))
    if not is_showable(performance):
        wrong.append(("/performance", say("This has control characters or broken characters, which cannot be kept.")))
    if len(uploads) + files > MOST_PROOFS:
        wrong.append(("/files", say("At most {most} files can be shown.", most=MOST_PROOFS)))
    if any(not upload_visible_to(by, upload) for upload in uploads):
        wrong.append(("/files", say("There is no such file.")))
    return [Problem(ProblemCode.VALIDATION_FAILED, pointer, detail) for pointer, detail in wrong]
