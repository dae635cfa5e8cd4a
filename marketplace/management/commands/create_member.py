"""`create_member --tenant SLUG --email E --roles a,b`: a person's place in a marketplace."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions.ensure_user import ensure_user
from marketplace.management.arguments import listed, tenant_named
from orders.actions.ensure_seller import ensure_seller
from orders.actions.seat_member import seat_member
from tenants.actions.ensure_member import ensure_member
from tenants.models import Role
from tenants.scope import tenant_scope
from wire.refusals import NotPermitted, NotThere, Refused


class Command(BaseCommand):
    help = "Makes a user, if new, and gives them roles in a marketplace. Their e-mail is taken as verified."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, help="the marketplace's slug")
        parser.add_argument("--email", required=True)
        parser.add_argument("--roles", required=True, help=f"separated by commas: {', '.join(Role.values)}")
        parser.add_argument("--password", help="without one the person sets it through the reset")
        parser.add_argument("--name", default="")
        parser.add_argument("--seller", metavar="EXTERNAL_ID", help="the seller they act for, made if new")
        parser.add_argument("--external-id", default="", help="the marketplace's own id of the person")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant, now = tenant_named(options["tenant"]), timezone.now()
        roles = listed(options["roles"], "--roles")
        try:
            with tenant_scope(tenant):
                user = ensure_user(
                    email=options["email"], name=options["name"], password=options["password"], verified=True
                )
                member = ensure_member(
                    tenant=tenant,
                    user=user,
                    external_id=options["external_id"],
                    name=options["name"],
                    roles=roles,
                    now=now,
                )
                if options["seller"]:
                    seller = ensure_seller(tenant=tenant, external_id=options["seller"], now=now)
                    seat_member(tenant=tenant, seller=seller, member=member, now=now)
        except (Refused, NotPermitted, NotThere) as refusal:
            raise CommandError(str(refusal) or "That is not possible.") from None
        place = f", and runs the seller {options['seller']}" if options["seller"] else ""
        self.stdout.write(f"{user.email} is {', '.join(member.roles)} in {tenant.name}{place}.")
