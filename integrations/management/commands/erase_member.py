"""`erase_member --tenant SLUG --user EMAIL`: erases a person from a marketplace; docs/privacy.md says what goes."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from integrations.actions.erase_person import erase_person
from integrations.jobs.finish_erasure import finish_erasure
from orders.actions.delete_files import delete_files
from tenants.actions.erase_member import UnableToEraseMember
from tenants.models import Member, Tenant
from tenants.queries import members_called, tenant_of_slug
from tenants.scope import tenant_scope


class Command(BaseCommand):
    help = (
        "Erases a person from a marketplace. Stars, dates and decisions stay; name, address, account, files and "
        "words go. Exits with 1 and the reasons where it cannot be now, with 2 where there is nobody of that "
        "address. Stopped half-way, run it again: the data go in one transaction, the files after it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, metavar="SLUG")
        parser.add_argument("--user", required=True, metavar="EMAIL", help="e-mail address, or the member's id")

    def handle(self, *args: Any, tenant: str, user: str, **options: Any) -> None:
        place = tenant_of_slug(tenant)
        if place is None:
            raise CommandError(f"There is no marketplace {tenant!r}.", returncode=2)
        with tenant_scope(place):
            members = _members(user)
        if not members:
            # An earlier run may have been stopped before the files.
            left = delete_files(tenant=place)
            said = f" {left} files of erased people were deleted." if left else ""
            raise CommandError(f"There is nobody called {user!r} in {tenant}.{said}", returncode=2)
        for member in members:
            self._erase(place, member)

    def _erase(self, tenant: Tenant, member: Member) -> None:
        if member.erased_at is not None:
            self.stdout.write(f"{member.pk} was erased on {member.erased_at:%Y-%m-%d}.")
        try:
            with tenant_scope(tenant):
                erased = erase_person(tenant=tenant, by=None, member=member, now=timezone.now())
        except UnableToEraseMember as refusal:
            raise CommandError(f"Not now. {refusal}", returncode=1) from None
        files, sessions = finish_erasure(tenant=tenant, user_id=str(erased.user_id or ""))
        for name, number in sorted({**erased.counts, "files deleted": files, "sessions ended": sessions}.items()):
            if number:
                self.stdout.write(f"{name.replace('_', ' ')}: {number}")
        self.stdout.write(f"Erased. The place that stays is member {member.pk}.")


def _members(user: str) -> list[Member]:
    try:
        return members_called(member_id=uuid.UUID(user))
    except ValueError:
        return members_called(email=user)
