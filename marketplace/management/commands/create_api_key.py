"""`create_api_key --tenant SLUG --user EMAIL --scopes a,b`: prints a key once, as the last line of standard output."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions.create_api_key import UnableToCreateApiKey, create_api_key
from accounts.queries import SCOPES, user_of_email
from audit.actions.record_entry import record_entry
from marketplace.management.arguments import listed, tenant_named
from tenants.queries import member_of_user
from tenants.scope import tenant_scope


class Command(BaseCommand):
    help = "Makes a key for the API. It is printed once, as the last line; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, help="the marketplace's slug")
        parser.add_argument("--user", required=True, metavar="EMAIL", help="a member; the key acts as them")
        parser.add_argument("--scopes", required=True, help=f"separated by commas: {', '.join(SCOPES)}")
        parser.add_argument("--name", default="", help="what it is for, as the pages of keys show it")
        parser.add_argument("--expires", type=int, metavar="DAYS", help="without it the key does not expire")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant, now = tenant_named(options["tenant"]), timezone.now()
        days = options["expires"]
        if days is not None and not 1 <= days <= 3650:
            raise CommandError("--expires needs a number of days from 1 to 3650.")
        with tenant_scope(tenant):
            user = user_of_email(options["user"])
            if user is None or member_of_user(user) is None:
                raise CommandError(f"{options['user']} is no member of {tenant.slug}; see create_member.")
            try:
                key, plain_key = create_api_key(
                    tenant=tenant,
                    user=user,
                    scopes=listed(options["scopes"], "--scopes"),
                    now=now,
                    name=options["name"],
                    expires_at=now + timedelta(days=days) if days else None,
                )
            except UnableToCreateApiKey as refusal:
                raise CommandError(str(refusal)) from None
            data = {"prefix": key.prefix, "scopes": key.scopes}
            record_entry(tenant=tenant, by=None, action="key.created", subject=key, data=data, now=now)
        until = f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "without an end date"
        self.stdout.write(f"A key of {user.email} for {', '.join(key.scopes)}, {until}. It is shown only now:")
        self.stdout.write(plain_key)
