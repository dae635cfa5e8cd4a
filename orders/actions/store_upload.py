"""Keeps a file that somebody sends in: checked by content, images drawn anew, under a random name."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Partner, Seller, Upload
from orders.queries import runs_partner, runs_seller
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.file_checks import FileRefused, make_safe
from wire.refusals import Refused


class UnableToStoreUpload(Refused):
    """The file is empty, too large, damaged, or neither image nor PDF; or the seller is not the sender's."""


@transaction.atomic
def store_upload(
    *,
    tenant: Tenant,
    by: Member,
    name: str,
    content: IO[bytes],
    seller: Seller | None = None,
    partner: Partner | None = None,
    now: datetime,
) -> Upload:
    """The kept file. Those who run `seller` or `partner` may read it too; without one it is `by`'s own.

    Raises UnableToStoreUpload at /file. Where the transaction fails later, the bytes stay behind under a name
    that nothing leads to.
    """
    if seller is not None and not runs_seller(by, seller):
        raise UnableToStoreUpload(
            Problem(ProblemCode.VALIDATION_FAILED, "/seller", say("There is no such seller that you run."))
        )
    if partner is not None and not runs_partner(by, partner):
        raise UnableToStoreUpload(
            Problem(ProblemCode.VALIDATION_FAILED, "/partner", say("There is no such partner that you run."))
        )
    try:
        safe = make_safe(name, content, getattr(content, "size", None))
    except FileRefused as error:
        raise UnableToStoreUpload(Problem(ProblemCode.VALIDATION_FAILED, "/file", error.args[0])) from None
    upload = Upload(
        tenant=tenant,
        uploaded_by=by,
        seller=seller,
        partner=partner,
        name=safe.name,
        content_type=safe.content_type,
        size=len(safe.content),
        sha256=hashlib.sha256(safe.content).hexdigest(),
        created_at=now,
    )
    token = secrets.token_urlsafe(24)
    upload.file.save(f"{tenant.pk}/{token[:2]}/{token}{safe.ending}", ContentFile(safe.content), save=False)
    upload.save(force_insert=True)
    data = {"content_type": upload.content_type, "size": upload.size, "sha256": upload.sha256}
    record_entry(tenant=tenant, by=by, action="file.stored", subject=upload, now=now, data=data)
    return upload
