"""Sellers of given sizes for measurements."""

from __future__ import annotations

import time

from bench.house import manage

SLUG = "scale"


def load_sizes(data_dir: str, sizes: list[int]) -> None:
    """Make a seller of each size, and have their rates counted and the planner informed."""
    for size in sizes:
        loaded = manage(data_dir, "load_scale", "--reviews", "0", "--hot-seller", str(size))
        print(loaded.stdout.strip().splitlines()[-1])
    began = time.monotonic()
    manage(data_dir, "reconcile_rates", "--tenant", SLUG)
    print(f"rates counted in {time.monotonic() - began:.1f} s")
    analyze(data_dir)


def analyze(data_dir: str) -> None:
    """Freshly loaded tables are vacuumed, as autovacuum would have done in time."""
    import json
    from pathlib import Path

    import psycopg2

    owner = json.loads((Path(data_dir) / "run.json").read_text())["postgres"]["owner_url"]
    connection = psycopg2.connect(owner)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()


def hot_seller(size: int):
    from orders.models import Seller

    return Seller.objects.get(external_id=f"hot-{size}")


def sign_in_seller(data_dir: str, sizes: list[int]) -> str:
    """Somebody who runs the sellers of these sizes; the cookie with which they are signed in."""
    from bench.house import django

    django(data_dir)
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import login
    from django.http import HttpRequest
    from django.utils import timezone

    from accounts.actions.ensure_user import ensure_user
    from orders.actions.seat_member import seat_member
    from tenants.actions.ensure_member import ensure_member
    from tenants.queries import tenant_of_slug
    from tenants.scope import tenant_scope

    tenant, now = tenant_of_slug(SLUG), timezone.now()
    user = ensure_user(email="runs-them@scale.example", name="Runs them", verified=True)
    with tenant_scope(tenant):
        member = ensure_member(tenant=tenant, user=user, name="Runs them", roles=["seller"], now=now)
        for size in sizes:
            seat_member(tenant=tenant, seller=hot_seller(size), member=member, now=now)
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
