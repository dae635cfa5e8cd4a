"""The database of the tests: migrated once as the owner, used as the application's role, behind row-level security."""

from __future__ import annotations

from uuid import uuid4

import psycopg2
import pytest
from django.test import TransactionTestCase
from django.test.utils import override_settings

from tests.plugin import SERVERS
from tests.schema import make_schema


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """The private server's own database is the test database: nothing to create, nothing to keep."""
    with django_db_blocker.unblock():
        make_schema(SERVERS)


def empty_every_table() -> None:
    """The application's role may not truncate, and append-only tables refuse deletion: the superuser empties them."""
    connection = psycopg2.connect(SERVERS.superuser_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename NOT IN ('django_migrations', 'django_content_type')"
            )
            cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} CASCADE")
    finally:
        connection.close()


TransactionTestCase._fixture_teardown = lambda self: empty_every_table()


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing that takes a tenth of a second on purpose would take most of the suite's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def pretended_payments():
    """Buyers pay with the provider of the demo."""
    with override_settings(PAYMENT_VARIANTS={"pretend": ("orders.paying.pretend.PretendProvider", {})}):
        yield


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch):
    """Tries are counted on a connection of their own, which no test's rollback undoes; each test counts afresh."""
    monkeypatch.setattr("accounts.actions.count_attempt.SALT", f"test-{uuid4()}")
