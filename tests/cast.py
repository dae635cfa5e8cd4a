"""The people of the tests: Alice buys, Bob sells, Carol and Dave decide, Laura leads, Mallory must see nothing.

cast = make_cast(slug="game-goods", preset="game_goods")
with cast.inside():
    order = finished_order(cast)
"""

from __future__ import annotations

import itertools
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client

from accounts.actions.ensure_user import ensure_user
from orders.models import FulfilledBy, Offer, Order, Seller, SellerSeat
from tenants.actions.create_tenant import create_tenant
from tenants.actions.ensure_member import ensure_member
from tenants.models import Member, Tenant
from tenants.scope import tenant_scope

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PASSWORD = "a-long-quiet-evening"  # noqa: S105

_numbers = itertools.count(1)


@dataclass
class Cast:
    """One marketplace and those who play in it. Mallory belongs to another: `make_mallory`."""

    tenant: Tenant
    alice: Member
    bob: Member
    seller: Seller
    carol: Member
    dave: Member
    laura: Member
    offer: Offer

    def inside(self) -> AbstractContextManager[None]:
        return tenant_scope(self.tenant)


def make_member(tenant: Tenant, name: str, *roles: str, external_id: str = "") -> Member:
    """A member with an account: e-mail name@slug.example, verified, with PASSWORD."""
    email = f"{name.lower()}@{tenant.slug}.example"
    user = ensure_user(email=email, name=name, password=PASSWORD, verified=True)
    with tenant_scope(tenant):
        return ensure_member(tenant=tenant, user=user, external_id=external_id, name=name, roles=roles, now=NOW)


def make_cast(slug: str = "game-goods", preset: str = "game_goods", **tenant: Any) -> Cast:
    """A marketplace at SLUG.localhost with everyone in it; Bob runs the seller `bobs-store`."""
    tenant = create_tenant(
        **{
            "slug": slug,
            "name": slug.replace("-", " ").title(),
            "host": f"{slug}.localhost",
            "preset": preset,
            "now": NOW - timedelta(days=900),
            **tenant,
        }
    )
    # No lot falls unless a test asks for it: what is drawn is kept out of lists until it is answered.
    tenant.second_look_percent = 0
    tenant.save(update_fields=["second_look_percent"])
    alice = make_member(tenant, "Alice", "buyer", external_id="alice")
    bob = make_member(tenant, "Bob", "seller", external_id="bob")
    carol = make_member(tenant, "Carol", "agent")
    dave = make_member(tenant, "Dave", "agent")
    laura = make_member(tenant, "Laura", "lead")
    with tenant_scope(tenant):
        seller = make_seller(tenant, "bobs-store", "Bob's Store", runs=bob)
        offer = Offer.objects.create(tenant=tenant, seller=seller, external_id="offer-1", title="A rare blade")
    return Cast(tenant=tenant, alice=alice, bob=bob, seller=seller, carol=carol, dave=dave, laura=laura, offer=offer)


def make_seller(tenant: Tenant, external_id: str, name: str = "", *, runs: Member | None = None) -> Seller:
    """A seller, run by `runs`. Call it inside the marketplace."""
    seller = Seller.objects.create(
        tenant=tenant,
        external_id=external_id,
        slug=external_id,
        name=name or external_id,
        created_at=NOW - timedelta(days=800),
    )
    if runs is not None:
        SellerSeat.objects.create(tenant=tenant, seller=seller, member=runs)
    return seller


def make_mallory(slug: str = "elsewhere", preset: str = "game_services") -> Cast:
    """Another marketplace with its own cast; its buyer, seller and agents are the strangers of the first."""
    return make_cast(slug=slug, preset=preset)


def finished_order(cast: Cast, **overrides: Any) -> Order:
    """An order of Alice's at Bob's, finished a week before NOW, as promised. Call it inside the marketplace."""
    number = next(_numbers)
    closed_at = overrides.get("closed_at", NOW - timedelta(days=7))
    placed_at = overrides.get("placed_at", (closed_at or NOW) - timedelta(days=3))
    values = {
        "external_id": f"order-{number}",
        "buyer": cast.alice,
        "seller": cast.seller,
        "offer": cast.offer,
        "status": "finished",
        "fulfilled_by": FulfilledBy.SELLER,
        "placed_at": placed_at,
        "promised_start_at": placed_at + timedelta(hours=2),
        "started_at": placed_at + timedelta(hours=1),
        "promised_completion_at": placed_at + timedelta(days=2),
        "delivered_at": placed_at + timedelta(days=1),
        "closed_at": closed_at,
        "amount": Decimal("25.00"),
        "currency": "EUR",
        "created_at": placed_at,
        "updated_at": closed_at or placed_at,
    }
    return Order.objects.create(tenant=cast.tenant, **{**values, **overrides})


def give_second_factor(member: Member) -> Authenticator:
    """A TOTP authenticator; `pyotp.TOTP(decrypt(data["secret"]))` gives its codes."""
    existing = Authenticator.objects.filter(user=member.user, type=Authenticator.Type.TOTP).first()
    return existing or TOTP.activate(member.user, generate_totp_secret()).instance


def browser(tenant: Tenant | None = None, member: Member | None = None, *, second_factor: bool = True) -> Client:
    """A test client at the marketplace's host, signed in as `member`, at the desk with the second factor given."""
    client = Client(SERVER_NAME=tenant.host if tenant else "localhost", REMOTE_ADDR="127.0.0.1")
    if member is not None:
        sign_in(client, member.user, second_factor=second_factor and member.at_the_desk)
    return client


def sign_in(client: Client, user: Any, *, second_factor: bool = False) -> None:
    """Sign in without the pages, recording what allauth would have recorded."""
    request = HttpRequest()
    request.session = client.session
    request.user = user
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="password", email=user.email)
    if second_factor:
        authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        if authenticator is None:
            authenticator = TOTP.activate(user, generate_totp_secret()).instance
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
