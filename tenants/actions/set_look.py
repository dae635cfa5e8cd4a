"""A lead gives the marketplace its own look: an accent colour that can be read, and a logo."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction

from audit.actions.record_entry import record_entry
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.logos import make_logo
from tenants.look import least_contrast_in_light, look_version, reads_in_light, shade_that_would_do
from tenants.models import Member, Role, Tenant
from wire.colours import READABLE, is_colour
from wire.file_checks import FileRefused
from wire.refusals import NotPermitted, Refused


class UnableToSetLook(Refused):
    """The colour is none or cannot be read, the file is no image or too large, or somebody changed the look since."""


@transaction.atomic
def set_look(
    *,
    tenant: Tenant,
    by: Member | None,
    accent: str,
    logo: IO[bytes] | None = None,
    logo_name: str = "",
    remove_logo: bool = False,
    seen: str,
    now: datetime,
) -> Tenant:
    """The marketplace with its new look. An empty accent is its preset's; without `logo` the old one stays.

    `seen` is the `look_version` that the lead had before them. A logo that is replaced is deleted once the change
    is certain; where the transaction fails, the new file stays behind under a name that nothing leads to.

    Raises NotPermitted; UnableToSetLook with `validation_failed` at /accent or /logo, or `stale_version`.
    """
    if by is None or not by.has_role(Role.LEAD) or by.acting_for_seller_id is not None:
        raise NotPermitted("Only leads of this marketplace set how it looks.")
    accent = _read(accent)
    held = Tenant.objects.select_for_update(of=("self",), no_key=True).get(pk=tenant.pk)
    if seen != look_version(held):
        detail = "Somebody changed the look in the meantime. Below is how it is now; please look again."
        raise UnableToSetLook(Problem("stale_version", "/seen", detail))  # type: ignore[arg-type]
    before = {"accent": held.accent, "logo": held.logo.name}
    held.accent = accent
    if logo is not None:
        try:
            safe = make_logo(logo_name, logo, getattr(logo, "size", None))
        except FileRefused as refusal:
            raise _unable("/logo", str(refusal)) from None
        held.logo.save(f"{tenant.pk}/brand/{secrets.token_urlsafe(12)}{safe.ending}", ContentFile(safe.content), False)
    elif remove_logo:
        held.logo = ""
    held.save(update_fields=["accent", "logo"])
    data = {name: [was, str(getattr(held, name))] for name, was in before.items() if was != str(getattr(held, name))}
    if data:
        record_entry(tenant=tenant, by=by, action="tenant.look_set", subject=held, now=now, data=data)
    if before["logo"] and before["logo"] != held.logo.name:
        storage, name = held.logo.storage, before["logo"]
        transaction.on_commit(lambda: storage.delete(name), robust=True)
    return held


def _read(accent: str) -> str:
    accent = accent.strip().lower()
    if accent and not is_colour(accent):
        raise _unable("/accent", "Give a colour as # and six digits, such as #33437d, or leave it empty.")
    if accent and not reads_in_light(accent):
        least, shade = least_contrast_in_light(accent), shade_that_would_do(accent)
        raise _unable(
            "/accent",
            f"Text in this colour is hard to read on light pages: its contrast is {least:.1f} to 1, and {READABLE} "
            f"to 1 is the least. {shade} is the nearest shade that would do.",
        )
    return accent


def _unable(pointer: str, detail: str) -> UnableToSetLook:
    return UnableToSetLook(Problem(ProblemCode.VALIDATION_FAILED, pointer, detail))
