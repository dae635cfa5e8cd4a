"""A marketplace that answers on a real port, and clients of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from touchstone_client import Client

from accounts.actions.create_api_key import create_api_key
from accounts.models import Scope
from tenants.models import Member
from tenants.scope import tenant_scope
from tests.cast import Cast, make_cast, make_member


@pytest.fixture
def cast(live_server) -> Cast:
    return make_cast()


@pytest.fixture
def address(live_server, cast) -> str:
    """Where the marketplace answers."""
    return f"http://{cast.tenant.host}:{urlsplit(live_server.url).port}"


@pytest.fixture
def client_of(address) -> Callable[..., Client]:
    def make(member: Member, **options: Any) -> Client:
        return Client(address, key_of(member), **{"retries": 0, **options})

    return make


@pytest.fixture
def ida(cast, client_of) -> Client:
    """The marketplace's own programs."""
    return client_of(make_member(cast.tenant, "Ida", "integrator"))


def key_of(member: Member) -> str:
    with tenant_scope(member.tenant):
        return create_api_key(tenant=member.tenant, user=member.user, scopes=Scope.values, now=timezone.now())[1]
